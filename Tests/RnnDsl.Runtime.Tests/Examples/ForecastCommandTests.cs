using System.Globalization;
using System.Text.Json;
using RnnDsl.Runtime.Tests.Data;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The forecast command on generated series.</summary>
[Collection(nameof(ForecastCommandTests))]
public sealed class ForecastCommandTests
{
    private const int Rows = 260;

    [Fact]
    public void A_run_prints_its_tables_writes_all_files_and_forecasts_a_given_file()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = Run(folder, "run", "--features", "univariate", "multivariate", "--horizons", "4", "2", "--record", folder["recorded.json"]);
        Assert.True(exitCode == 0, errors);
        Assert.Empty(errors);
        Assert.Contains($"Series from {folder["series.csv"]}", output, StringComparison.Ordinal);
        Assert.Contains("Rows training: 0 to 155; validation: 156 to 207; test: 208 to 259", output, StringComparison.Ordinal);
        Assert.Contains("Trainings: 6, of up to 1 epochs", output, StringComparison.Ordinal);
        Assert.Matches(@"univariate: OT; MSE / MAE[^\n]*\nsteps ahead +2 +4\nLSTM, direct( +\d\.\d{4} / \d\.\d{4}){2}\nLSTM, recursive( +\d+\.\d{4} / \d\.\d{4}){2}\nlinear \(ridge\).*\nseasonal naive.*\nnaive ", output);
        Assert.Matches(@"multivariate: a, OT; MSE / MAE", output);
        Assert.Matches(@"LSTM, direct: 80% coverage( +\d+\.\d\d%){2}\nLSTM, recursive: 80% coverage( +\d+\.\d\d%){2}", output);
        Assert.DoesNotContain("as published", output, StringComparison.Ordinal);
        foreach (var figure in new[] { "errors", "forecast-univariate-2", "forecast-univariate-4", "forecast-multivariate-2", "forecast-multivariate-4" })
            Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["run"], figure + ".png")).AsSpan(1, 3));
        Assert.Equal(File.ReadAllText(Path.Combine(folder["run"], "results.json")), File.ReadAllText(folder["recorded.json"]));
        CheckResults(folder["recorded.json"]);

        Predicts(folder);
    }

    /// <summary>Forecasts a file with both trained models.</summary>
    private static void Predicts(TemporaryFolder folder)
    {
        string[] predict = ["forecast", "predict", folder["series.csv"], "--model", folder["run"], "--device", "cpu", "--out", folder["next"]];
        var direct = SharedExampleProcess.Run(folder.Path, [.. predict, "--column", "OT"]);
        Assert.True(direct.ExitCode == 0, direct.Errors);
        Assert.Contains("univariate-direct-2: 2 steps after the end of", direct.Output, StringComparison.Ordinal);
        var lines = File.ReadAllLines(folder["next/forecast.csv"]);
        Assert.Equal("date,OT,OT 0.1,OT 0.5,OT 0.9", lines[0]);
        Assert.StartsWith("2020-01-11 20:00:00,", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        Assert.All(lines[1..], static line => Assert.True(line.Split(',')[2..].Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray() is [var low, var middle, var high] && low <= middle && middle <= high, line));
        Assert.Equal("PNG"u8, File.ReadAllBytes(folder["next/forecast.png"]).AsSpan(1, 3));

        var recursive = SharedExampleProcess.Run(folder.Path, [.. predict, "--mode", "recursive", "--features", "multivariate", "--horizon", "30", "--column", "a"]);
        Assert.True(recursive.ExitCode == 0, recursive.Errors);
        Assert.Contains("and 6 more in forecast.csv", recursive.Output, StringComparison.Ordinal);
        Assert.Equal((31, "date,a,a 0.1,a 0.5,a 0.9,OT,OT 0.1,OT 0.5,OT 0.9"), (File.ReadAllLines(folder["next/forecast.csv"]).Length, File.ReadAllLines(folder["next/forecast.csv"])[0]));

        // The simulation is reproducible.
        var before = File.ReadAllText(folder["next/forecast.csv"]);
        SharedExampleProcess.Run(folder.Path, [.. predict, "--mode", "recursive", "--features", "multivariate", "--horizon", "30"]);
        Assert.Equal(before, File.ReadAllText(folder["next/forecast.csv"]));

        PredictsByTheCalendar(folder, predict);

        File.WriteAllText(folder["holes.csv"], File.ReadAllText(folder["series.csv"]).Replace("2020-01-05 00:00:00,", "2020-01-05 00:00:00,n/a", StringComparison.Ordinal));
        File.WriteAllLines(folder["short.csv"], File.ReadLines(folder["series.csv"]).Take(6));
        foreach (var (file, model, arguments, message) in new (string, string, string[], string)[]
        {
            ("holes.csv", "run", ["--features", "multivariate"], "line 98, column 'a' holds 'n/a"),
            ("short.csv", "run", [], "has 5 rows, and the model reads 12"),
            ("gone.csv", "run", [], "There is no file"),
            ("series.csv", "run", ["--column", "b"], "has no column 'b'. Its columns are a, OT, and date for the time"),
            ("series.csv", "run", ["--horizon", "3", "--mode", "direct"], "this run has no model for direct, 3 steps. It has: univariate-direct-2, "),
            ("series.csv", "run", ["--date-format", "HH:mm"], "'HH:mm' is not a date format with a year"),
            ("series.csv", "nowhere", [], "there is no trained model in this folder"),
        })
        {
            var refused = SharedExampleProcess.Run(folder.Path, ["forecast", "predict", folder[file], "--model", folder[model], .. arguments]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains(message, refused.Errors, StringComparison.Ordinal);
        }
    }

    /// <summary>Months, newest first, with the index of pandas and dates that need a format: the next dates are month ends, and the decisions are printed.</summary>
    private static void PredictsByTheCalendar(TemporaryFolder folder, string[] predict)
    {
        string[] months = [.. Enumerable.Range(0, 40).Select(static month => new DateTime(2018, 2, 1).AddMonths(month).AddDays(-1)).Select(static (day, row) => string.Create(CultureInfo.InvariantCulture, $"{39 - row},{day:dd/MM/yyyy},{20 + (row % 12)}"))];
        File.WriteAllLines(folder["months.csv"], months.Reverse().Prepend(",day,OT"));
        predict[2] = folder["months.csv"];
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, [.. predict, "--mode", "recursive", "--horizon", "3"]);
        Assert.True(exitCode == 0, errors);
        Assert.Equal("Warning: '" + folder["months.csv"] + "' has the newest row first: the rows are reversed, the earliest first.", errors.Trim());
        Assert.Matches(@"\n2021-05-31 +[\d.]+", output);
        Assert.Equal(["day", "2021-05-31", "2021-06-30", "2021-07-31"], File.ReadLines(folder["next/forecast.csv"]).Select(static line => line.Split(',')[0]));

        // Days below 13 alone leave the order open.
        File.WriteAllLines(folder["months.csv"], Enumerable.Range(1, 12).SelectMany(static month => new[] { 2018, 2019 }.Select(year => (year, month))).Order().Select(static date => string.Create(CultureInfo.InvariantCulture, $"01/{date.month:00}/{date.year},{date.month}")).Prepend("date,OT"));
        var open = SharedExampleProcess.Run(folder.Path, [.. predict, "--mode", "recursive", "--horizon", "3"]);
        Assert.Equal(2, open.ExitCode);
        Assert.Contains("Give the date format (--date-format): 'd/M/yyyy' for the day first", open.Errors, StringComparison.Ordinal);
        var settled = SharedExampleProcess.Run(folder.Path, [.. predict, "--mode", "recursive", "--horizon", "3", "--date-format", "d/M/yyyy"]);
        Assert.True(settled.ExitCode == 0, settled.Errors);
        Assert.Empty(settled.Errors);
        Assert.Equal(["date", "2020-01-01", "2020-02-01", "2020-03-01"], File.ReadLines(folder["next/forecast.csv"]).Select(static line => line.Split(',')[0]));

        // An unreadable time column is reported, and rows are numbered.
        File.WriteAllLines(folder["months.csv"], Enumerable.Range(0, 24).Select(static row => string.Create(CultureInfo.InvariantCulture, $"00:{row:00},{row}")).Prepend("time,OT"));
        var counted = SharedExampleProcess.Run(folder.Path, [.. predict, "--mode", "recursive", "--horizon", "3"]);
        Assert.Contains("column 'time', line 2 holds '00:00', which is a time of day without a date: the rows are counted instead", counted.Errors, StringComparison.Ordinal);
        Assert.Equal(["step", "1", "2", "3"], File.ReadLines(folder["next/forecast.csv"]).Select(static line => line.Split(',')[0]));
    }

    [Fact]
    public void Equal_seeds_and_resumed_runs_give_equal_results()
    {
        using var folder = new TemporaryFolder();
        var whole = Run(folder, "whole", "--epochs", "2", "--quantiles", "none");
        Assert.True(whole.ExitCode == 0, whole.Errors);
        Assert.DoesNotContain("band", whole.Output, StringComparison.Ordinal);

        var part = Run(folder, "part", "--epochs", "1", "--quantiles", "none");
        Assert.True(part.ExitCode == 0, part.Errors);
        var resumed = Run(folder, "part", "--epochs", "2", "--quantiles", "none", "--resume");
        Assert.True(resumed.ExitCode == 0, resumed.Errors);
        Assert.Contains("Resuming after step", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(Table(whole.Output), Table(resumed.Output));

        var other = Run(folder, "part", "--epochs", "2", "--quantiles", "none", "--resume", "--history", "10");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("history was 12 and is now 10", other.Errors, StringComparison.Ordinal);

        static string Table(string output) => output[output.IndexOf("univariate: OT;", StringComparison.Ordinal)..output.IndexOf("Saved in", StringComparison.Ordinal)];
    }

    [Theory]
    [InlineData("--quantiles are numbers between 0 and 1, or none, not '1.5'", "--quantiles", "0.1", "1.5")]
    [InlineData("--features is one or several of univariate, multivariate, not 'both'", "--features", "both")]
    [InlineData("--season 24 is longer than --history 12", "--season", "24")]
    [InlineData("--history 200 and --horizons 2 leave no window in the training rows", "--history", "200")]
    [InlineData("--column x: '", "--column", "x")]
    [InlineData("--columns a leaves out 'OT'", "--columns", "a")]
    public void Invalid_options_are_rejected_before_training(string message, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, _, errors) = Run(folder, "run", options);
        Assert.Equal(2, exitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Gaps_in_time_give_a_warning_and_missing_values_are_an_error()
    {
        using var folder = new TemporaryFolder();
        WriteSeries(folder["series.csv"]);
        File.WriteAllLines(folder["gap.csv"], File.ReadLines(folder["series.csv"]).Where(static line => !line.StartsWith("2020-01-02 03", StringComparison.Ordinal)));
        var gap = SharedExampleProcess.Run(folder.Path, Options(folder, "gap", "--data", folder["gap.csv"], "--modes", "direct"));
        Assert.True(gap.ExitCode == 0, gap.Errors);
        Assert.Contains("on line 29 '2020-01-02 04:00:00' follows '2020-01-02 02:00:00'", gap.Errors, StringComparison.Ordinal);

        File.WriteAllText(folder["holes.csv"], "date,OT\n2020-01-01,1\n2020-01-02,\n2020-01-03,x\n");
        var holes = SharedExampleProcess.Run(folder.Path, Options(folder, "holes", "--data", folder["holes.csv"]));
        Assert.Equal(2, holes.ExitCode);
        Assert.Contains("has 2 values that are missing or not a number: line 3, column 'OT' is empty; line 4, column 'OT' holds 'x'.", holes.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_and_predict_commands_have_their_own_help()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("The protocol is Informer's", SharedExampleProcess.Run(folder.Path, "forecast", "--help").Output, StringComparison.Ordinal);
        Assert.Contains("forecast.png", SharedExampleProcess.Run(folder.Path, "forecast", "predict", "--help").Output, StringComparison.Ordinal);
        Assert.Contains("mnist predict my-digit.png", SharedExampleProcess.Run(folder.Path, "mnist", "predict", "--help").Output, StringComparison.Ordinal);
    }

    [DataFact("ett")]
    public void Baselines_on_ETTh1_equal_the_known_errors()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = SharedExampleProcess.Run(
            folder.Path, "forecast", "--modes", "direct", "--hidden", "2", "--history", "24", "--epochs", "1", "--batch", "4000", "--quantiles", "none", "--out", folder["run"], "--device", "cpu");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("Rows training: 0 to 8,639; validation: 8,640 to 11,519; test: 11,520 to 14,399", output, StringComparison.Ordinal);
        Assert.Matches(@"\nseasonal naive +0\.0458 / 0\.1663\nnaive +0\.0343 / 0\.1394\nLSTMa, as published +0\.114 / 0\.272\n", output);
    }

    private static void CheckResults(string path)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(path));
        var metrics = results.RootElement.GetProperty("metrics");
        foreach (var features in new[] { "univariate", "multivariate" })
        {
            foreach (var horizon in new[] { 2, 4 })
            {
                foreach (var kind in new[] { "", "Recursive", "Linear", "SeasonalNaive", "Naive" })
                {
                    Assert.True(metrics.GetProperty($"{features}{kind}Mse{horizon}").GetDouble() > 0);
                    Assert.True(metrics.GetProperty($"{features}{kind}Mae{horizon}").GetDouble() > 0);
                }
                Assert.InRange(metrics.GetProperty($"{features}Coverage{horizon}").GetDouble(), 0, 1);
                Assert.InRange(metrics.GetProperty($"{features}RecursiveCoverage{horizon}").GetDouble(), 0, 1);
            }
        }
        Assert.Equal(1, metrics.GetProperty("bestEpochs").GetProperty("univariate-direct-4").GetDouble());
        Assert.Equal("0.1 0.5 0.9", string.Join(' ', results.RootElement.GetProperty("options").GetProperty("quantiles").EnumerateArray()));
        Assert.Equal(6, results.RootElement.GetProperty("histories").EnumerateObject().Count());
    }

    private static (int ExitCode, string Output, string Errors) Run(TemporaryFolder folder, string output, params string[] more)
    {
        WriteSeries(folder["series.csv"]);
        return SharedExampleProcess.Run(folder.Path, Options(folder, output, more));
    }

    /// <summary>Options of small models and short windows; further options replace them.</summary>
    private static string[] Options(TemporaryFolder folder, string output, params string[] more)
    {
        (string Name, string Value)[] small =
        [
            ("--data", folder["series.csv"]), ("--history", "12"), ("--season", "6"), ("--horizons", "2"), ("--hidden", "4"), ("--epochs", "1"),
            ("--batch", "32"), ("--log-every", "2"), ("--device", "cpu"),
        ];
        return ["forecast", "--out", folder[output], .. small.Where(option => !more.Contains(option.Name)).SelectMany(static option => new[] { option.Name, option.Value }), .. more];
    }

    /// <summary>Two columns, hour by hour: waves with a little noise.</summary>
    private static void WriteSeries(string path)
    {
        var random = new RandomSource(1);
        File.WriteAllLines(path, Enumerable.Range(0, Rows).Select(hour => string.Create(
            CultureInfo.InvariantCulture,
            $"{new DateTime(2020, 1, 1).AddHours(hour):yyyy-MM-dd HH:mm:ss},{Math.Sin(hour) + random.NextDouble():F4},{20 + (5 * Math.Cos(hour * 0.3)) + random.NextDouble():F4}")).Prepend("date,a,OT"));
    }
}
