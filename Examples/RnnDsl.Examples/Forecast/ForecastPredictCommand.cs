using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Forecast;

/// <summary><c>forecast predict</c>: forecasts the series of a file with a trained model.</summary>
internal static class ForecastPredictCommand
{
    public const string Path = ForecastCommand.Name + " " + Name;

    private const string Name = "predict";

    public const string Notes =
        """
        The file:
          A CSV file, with or without gzip: a header with the column names, then one line per time step, in ascending or descending
          order, with the step size of the training data. The newest lines are the lookback window; their number is --history of
          the training. Missing or invalid values are reported with their line. Forecast dates follow the calendar: months,
          quarters, years and business days are detected from the dates.

        Output folder:
          forecast.csv   time (if the file has it), and forecast and quantiles of each column
          forecast.png   history, forecast and prediction interval

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- forecast predict ETTh1.csv --model runs/forecast --column OT
          dotnet run -c Release --project Examples/RnnDsl.Examples -- forecast predict sales.csv --model runs/sales --horizon 7 --mode recursive --out next-week
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
