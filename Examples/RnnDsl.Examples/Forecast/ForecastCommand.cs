using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Forecast;

/// <summary><c>forecast</c>: trains time series forecasters.</summary>
internal static class ForecastCommand
{
    public const string DefaultFolder = "runs/forecast";

    public const string Name = "forecast";

    public const string Univariate = "univariate";
    public const string Multivariate = "multivariate";

    public const string Direct = "direct";
    public const string Recursive = "recursive";

    /// <summary>The target column of ETTh1.</summary>
    public const string OilTemperature = "OT";

    private const string ByFeatures = "auto";

    private static readonly double[] DefaultQuantiles = [0.1, 0.5, 0.9];

    public const string Notes =
        """
        Data:
          ETTh1 (hourly load and oil temperature of a transformer over two years, 2.6 MB) is found in the folder of RNNDSL_DATA, in
          the user's cache, or downloaded. If it is not available, generated series replace it. --data takes a CSV file, with or
          without gzip: a header with the column names, then one line per time step, in ascending or descending order. Missing or
          invalid values are reported with their line. Ambiguous dates such as 1/2/2021 need --date-format.

        The protocol is Informer's (Zhou et al. 2021): 12 months of training data, 4 of validation and 4 of test data, standardised by
        the training data; the errors are means over every window of the test rows. Other series are split 60%, 20%, 20%.

        Output folder:
          checkpoint/      weights (safetensors), optimizer state, training step of each training; read by --resume and 'predict'
          settings.json    architecture of the models, and the standardisation of the series
          forecast-*.png   two windows of the test rows: the forecast of each model and the actual values
          errors.png       error by step ahead
          results.json     metrics, options, versions, all recorded losses

        Ctrl-C finishes the step, saves a checkpoint and prints the command to resume; a second Ctrl-C exits at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line or data, 130 interrupted and saved.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- forecast
          dotnet run -c Release --project Examples/RnnDsl.Examples -- forecast --features univariate multivariate --horizons 24 48 168 --out runs/grid
          dotnet run -c Release --project Examples/RnnDsl.Examples -- forecast --features univariate multivariate --horizons 24 48 168 --out runs/grid --resume
          dotnet run -c Release --project Examples/RnnDsl.Examples -- forecast --modes direct --quantiles none
          dotnet run -c Release --project Examples/RnnDsl.Examples -- forecast --data sales.csv --column revenue --history 28 --horizons 7 --season 7 --out runs/sales
          dotnet run -c Release --project Examples/RnnDsl.Examples -- forecast predict sales.csv --model runs/sales
        """;

    public static Command Create()
    {
        var features = CommandOptions.Names("--features", [Univariate, Multivariate], static name => name, "Univariate: one column from its own history. Multivariate: all columns from all histories.", first: 1);
        var horizons = CommandOptions.Counts("--horizons", [24], "Forecast horizons, in steps.");
        var modes = CommandOptions.Names("--modes", [Direct, Recursive], static name => name, "Direct: all steps at once, one model per horizon. Recursive: step by step, one model for all horizons.");
        var history = CommandOptions.Count("--history", 96, "Lookback window, in steps.");
        var season = CommandOptions.Count("--season", 24, "Season length of the seasonal naive forecast, in steps; at most --history.");
        var quantiles = QuantilesOption();
        var level = CommandOptions.Choice("--level", [ByFeatures, .. Level.All], "Level subtracted from each window before the model and added to its forecast. Default: the last value for one column, the means for several.");
        var data = new Option<string?>("--data") { Description = "A CSV file, or a folder with ETTh1.csv.", HelpName = "file" };
        var column = new Option<string?>("--column") { Description = "Column of the univariate forecast and of the figures. Default: OT.", HelpName = "name" };
        var columns = new Option<string[]?>("--columns") { Description = "Columns of the multivariate forecast. Default: all but the time.", HelpName = "names", AllowMultipleArgumentsPerToken = true };
        var dateFormat = DateFormatOption();
        var hidden = CommandOptions.Count("--hidden", 32, "Hidden units of each of the two layers.");
        var epochs = CommandOptions.Count("--epochs", 10, "Maximum number of epochs per training.");
        var patience = CommandOptions.Count("--patience", 3, "Early stopping: epochs without a lower validation error before a training stops.");
        var batch = CommandOptions.Count("--batch", 128, "Batch size, in windows; the last batch of an epoch may be smaller.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.002, "Learning rate of Adam.");
        var clip = CommandOptions.Positive("--clip", 1.0, "Gradient clipping: the maximum norm of all gradients together.");
        var logEvery = CommandOptions.LogEvery(20);
        var threads = CommandOptions.Threads();
        var tensorBoard = CommandOptions.TensorBoard();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume("; --epochs may grow");
        var record = CommandOptions.Record();
        var seed = CommandOptions.Seed("Random seed of weights, shuffling and dropout; the data split does not depend on it.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Trains stacked LSTMs that forecast time series, and compares them with baselines.")
        {
            features, horizons, modes, history, season, quantiles, level, data, column, columns, dateFormat, hidden, epochs, patience, batch, learningRate, clip,
            logEvery, threads, tensorBoard, output, resume, record, seed, device,
            ForecastPredictCommand.Create(),
        };
        command.SetAction(parsed => new ForecastRun(new ForecastOptions
        {
            Features = parsed.GetRequiredValue(features),
            Horizons = [.. parsed.GetRequiredValue(horizons).Order()],
            Modes = parsed.GetRequiredValue(modes),
            History = parsed.GetValue(history),
            Season = parsed.GetValue(season),
            Quantiles = parsed.GetRequiredValue(quantiles),
            Level = parsed.GetRequiredValue(level) is var named and not ByFeatures ? named : null,
            Data = parsed.GetValue(data),
            Column = parsed.GetValue(column),
            Columns = parsed.GetValue(columns) is { Length: > 0 } some ? [.. some.Distinct(StringComparer.Ordinal)] : null,
            DateFormat = parsed.GetValue(dateFormat),
            Hidden = parsed.GetValue(hidden),
            Epochs = parsed.GetValue(epochs),
            Patience = parsed.GetValue(patience),
            Batch = parsed.GetValue(batch),
            LearningRate = parsed.GetValue(learningRate),
            Clip = parsed.GetValue(clip),
            LogEvery = parsed.GetValue(logEvery),
            Threads = parsed.GetValue(threads),
            TensorBoard = parsed.GetValue(tensorBoard),
            Out = parsed.GetRequiredValue(output),
            Resume = parsed.GetValue(resume),
            Record = parsed.GetValue(record),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }

    /// <summary>The format of dates in a file.</summary>
    public static Option<string?> DateFormatOption() => new("--date-format")
    {
        Description = "Date format of the file, such as dd/MM/yyyy or 'M/d/yyyy h:mm tt' (d day, M month, y year, H hour of 24, h hour of 12, m minute, s second, tt AM or PM). Default: detected.",
        HelpName = "format",
    };

    /// <summary>Quantiles in ascending order, or the word none.</summary>
    private static Option<double[]> QuantilesOption() => new("--quantiles")
    {
        Description = "Quantiles to forecast, between 0 and 1; the outermost two form the prediction interval. Or none.",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => DefaultQuantiles,
        CustomParser = static result => result.Tokens is [{ Value: "none" }] ? [] : [.. result.Tokens.Select(token => Quantile(result, token.Value)).Distinct().Order()],
    };

    private static double Quantile(ArgumentResult result, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var quantile) && quantile is > 0 and < 1)
            return quantile;
        result.AddError($"--quantiles are numbers between 0 and 1, or none, not '{text}'.");
        return default;
    }
}
