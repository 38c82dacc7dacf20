using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Forecast;

/// <summary><c>forecast predict</c>: how the series of a file go on, by a trained network.</summary>
internal static class ForecastPredictCommand
{
    public const string Path = ForecastCommand.Name + " " + Name;

    private const string Name = "predict";

    public const string Notes =
        """
        The file:
          A CSV, packed with gzip or not: a first line that names the columns, then a line for each point in time, the earliest or the
          newest first, and as far apart as those that were trained on. The newest lines are what is known; as many are needed as
          --history said in training. A value that is missing or no number is told with its line.
          The next dates follow the calendar: months, quarters, years and business days are found out from the dates.

        Written into --out:
          forecast.csv   the time where the file has one, and for each column the forecast and its quantiles
          forecast.png   what is known, the forecast and its band

        Examples:
          RnnDsl.Examples forecast predict ETTh1.csv --model runs/forecast --column OT
          RnnDsl.Examples forecast predict sales.csv --model runs/sales --horizon 7 --mode recursive --out next-week
        """;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A CSV with the series." };
        var model = CommandOptions.Model(ForecastCommand.DefaultFolder);
        var features = new Option<string?>("--features") { Description = "Model of the run to use, if it trained both kinds.", HelpName = "univariate|multivariate" };
        var mode = new Option<string?>("--mode") { Description = "Model of the run to use, if it trained both kinds. Default: direct.", HelpName = "direct|recursive" };
        var horizon = CommandOptions.Optional<int>("--horizon", "Forecast horizon, in steps. A direct model forecasts the horizon it was trained for.", static count => count >= 1, "a whole number from 1 on");
        var column = new Option<string?>("--column") { Description = "Column to forecast and plot. Default: the one the model was trained on.", HelpName = "name" };
        var dateFormat = ForecastCommand.DateFormatOption();
        var output = new Option<string>("--out") { Description = "Output folder for forecast.csv and forecast.png.", HelpName = "folder", DefaultValueFactory = _ => "forecast" };
        var device = CommandOptions.Device();

        var command = new Command(Name, "Forecasts the series of a file with a trained model.") { file, model, features, mode, horizon, column, dateFormat, output, device };
        command.SetAction(parsed => new ForecastPrediction(new ForecastPredictionOptions
        {
            File = parsed.GetRequiredValue(file),
            Model = parsed.GetRequiredValue(model),
            Features = parsed.GetValue(features),
            Mode = parsed.GetValue(mode),
            Horizon = parsed.GetValue(horizon),
            Column = parsed.GetValue(column),
            DateFormat = parsed.GetValue(dateFormat),
            Out = parsed.GetRequiredValue(output),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }
}
