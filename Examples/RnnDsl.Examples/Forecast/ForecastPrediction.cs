using System.Globalization;
using System.Text;
using RnnDsl.Examples.Common;
using RnnDsl.Files;
using RnnDsl.Forecasting;
using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>Options of <c>forecast predict</c>.</summary>
internal sealed record ForecastPredictionOptions
{
    public required string File { get; init; }

    public required string Model { get; init; }

    public required string? Features { get; init; }

    public required string? Mode { get; init; }

    public required int? Horizon { get; init; }

    public required string? Column { get; init; }

    public required string? DateFormat { get; init; }

    public required string Out { get; init; }

    public required string Device { get; init; }
}

/// <summary>Forecasts the continuation of a file: table, CSV, figure.</summary>
internal sealed class ForecastPrediction(ForecastPredictionOptions options)
{
    private readonly RunFolder _run = new(options.Model);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        var settings = Settings();
        var model = Choose(settings);
        var horizon = options.Horizon ?? model.Horizon;
        var file = ReadFile();
        ForecastData.Warn(file);

        var (columns, drawn) = Columns(settings, model);
        var numbers = file.Numbers(columns);
        if (file.Rows < settings.History)
            throw new UsageException($"'{options.File}' has {Show.Count(file.Rows)} rows, and the model reads {Show.Count(settings.History)}: give it a longer series, or train with a shorter --history.");
        var scaling = Scaling(settings, model, columns, numbers);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var forecaster = Load(settings, model, device);
        var history = scaling.Apply(tensor(numbers).narrow(0, file.Rows - settings.History, settings.History)).to(ScalarType.Float32).unsqueeze(0).to(device);
        var points = ToArray(scaling.Undo(forecaster.Points(history, horizon)[0].to(ScalarType.Float64).cpu()));
        var quantiles = settings.Quantiles.Count == 0 ? null : forecaster.Quantiles(history, horizon)[0].to(ScalarType.Float64).cpu();
        var bands = settings.Quantiles.Select((_, number) => ToArray(scaling.Undo(quantiles!.select(-1, number)))).ToList();

        var forecast = new ForecastRows(file, columns, points, settings.Quantiles, bands);
        Print(forecast.Only(drawn), model, horizon);
        AtomicFile.Write(Path.Combine(options.Out, "forecast.csv"), stream => stream.Write(Encoding.UTF8.GetBytes(forecast.ToCsv())));
        Draw(Path.Combine(options.Out, "forecast.png"), forecast, file, drawn, settings.Quantiles, horizon);
        Show.Line($"Saved in {options.Out}: forecast.csv, forecast.png.");
        return ExitCode.Success;
    }

    private ForecastSettings Settings() => File.Exists(_run.Settings)
        ? ForecastSettings.Load(_run.Settings)
        : throw new UsageException($"--model {options.Model}: there is no trained model in this folder. Train one with '{CommandText.Of($"{ForecastCommand.Name} --out {options.Model}")}', or name the folder of a run.");

    /// <summary>The first model of the run that matches the options.</summary>
    private ForecastModel Choose(ForecastSettings settings) => settings.Models.FirstOrDefault(model =>
        (options.Features is null || model.Features == options.Features)
        && (options.Mode is null || model.Mode == options.Mode)
        && (options.Horizon is not { } horizon || model.Supports(horizon)))
        ?? throw new UsageException(
            $"--model {options.Model}: this run has no model for {string.Join(", ", new[] { options.Features, options.Mode, options.Horizon is { } steps ? $"{Show.Count(steps)} steps" : null }.OfType<string>())}. It has: "
            + $"{string.Join(", ", settings.Models.Select(static model => model.Name))}. A direct model forecasts the horizon in its name, a recursive model any horizon.");

    private TimeSeriesCsv ReadFile()
    {
        if (!File.Exists(options.File))
            throw new UsageException($"There is no file '{options.File}'.");
        using var stream = File.OpenRead(options.File);
        return TimeSeriesCsv.Read(stream, options.File, options.DateFormat);
    }

    /// <summary>The input columns of the model, and the index of the plotted one. A univariate model accepts any column.</summary>
    private (IReadOnlyList<string> Columns, int Drawn) Columns(ForecastSettings settings, ForecastModel model)
    {
        if (model.Features == ForecastCommand.Univariate)
            return ([options.Column ?? settings.Target], 0);
        var columns = settings.ColumnsOf(model);
        var drawn = options.Column ?? settings.Target;
        return columns.Contains(drawn, StringComparer.Ordinal)
            ? (columns, columns.Index().First(column => column.Item == drawn).Index)
            : throw new UsageException($"--column {drawn}: this model forecasts {string.Join(", ", columns)}.");
    }

    /// <summary>Standardisation as in training. A column with another name gets its own mean and standard deviation.</summary>
    private static Standardization Scaling(ForecastSettings settings, ForecastModel model, IReadOnlyList<string> columns, double[,] numbers)
    {
        if (model.Features == ForecastCommand.Multivariate)
            return settings.Scaling;
        if (columns[0] == settings.Target)
            return settings.ScalingOfTarget;
        Show.Line($"The model was trained on {settings.Target}: {columns[0]} is standardised by its own mean and standard deviation.");
        return Standardization.Of(numbers, ..);
    }

    private Forecaster Load(ForecastSettings settings, ForecastModel model, Device device)
    {
        var checkpoints = new CheckpointFolder(_run.CheckpointOf(model.Name));
        var residuals = model.Mode == ForecastCommand.Recursive && settings.Quantiles.Count > 0 ? _run.ResidualsOf(model.Name) : null;
        if (!checkpoints.HasCheckpoint || checkpoints.BestWeights() is not { } weights || (residuals is not null && !File.Exists(residuals)))
            throw new UsageException($"--model {options.Model}: the training of {model.Name} has no checkpoint yet. Resume it with '{CommandText.Of($"{ForecastCommand.Name} --out {options.Model} --resume")}' and its original options.");
        var forecaster = settings.Create(model, device);
        forecaster.Module.LoadSafetensors(weights);
        forecaster.Module.eval();
        if (residuals is not null)
            ((RecursiveForecaster)forecaster).LoadResiduals(residuals, device);
        return forecaster;
    }

    private void Print(ForecastRows forecast, ForecastModel model, int horizon)
    {
        const int Shown = 24;
        Show.Line($"{model.Name}: {Show.Count(horizon)} steps after the end of {options.File}\n");
        var lines = forecast.Lines().Take(1 + Shown).ToList();
        var width = Math.Max(19, lines.Max(static line => line[0].Length));
        foreach (var line in lines)
            Show.Line(string.Join("  ", line.Select((cell, column) => column == 0 ? cell.PadRight(width) : cell.PadLeft(12))).TrimEnd());
        if (horizon > Shown)
            Show.Line($"... and {Show.Count(horizon - Shown)} more in forecast.csv");
        Show.Line();
    }

    private static void Draw(string path, ForecastRows forecast, TimeSeriesCsv file, int drawn, IReadOnlyList<double> quantiles, int horizon)
    {
        var name = forecast.Columns[drawn];
        var known = file.Numbers(name);
        var shown = Math.Min(file.Rows, Math.Max(3 * horizon, 24));
        var panel = new ForecastIntervals.Panel(
            file.Times.Count > 0 ? $"{name} after {file.Times[^1]}" : $"{name} after row {Show.Count(file.Rows)}",
            file.Time?.Step is { } step ? $"steps of {step}" : "steps after the last known value",
            name,
            [.. Enumerable.Range(file.Rows - shown, shown).Select(row => known[row, 0])],
            [.. Enumerable.Range(0, horizon).Select(ahead => forecast.Points[ahead, drawn])]);
        ForecastIntervals.Save(path, quantiles.Count < 2 ? panel : panel with
        {
            Interval = [.. Enumerable.Range(0, horizon).Select(ahead => (forecast.Bands[0][ahead, drawn], forecast.Bands[^1][ahead, drawn]))],
            IntervalName = ForecastTable.IntervalName(quantiles),
        });
    }

    private static double[,] ToArray(Tensor table) => (double[,])table.contiguous().data<double>().ToNDArray();
}

/// <summary>A forecast as a table with one row per step.</summary>
/// <param name="File">The file with the history.</param>
/// <param name="Columns">The forecast columns.</param>
/// <param name="Points">[steps, columns]</param>
/// <param name="Quantiles">The quantile probabilities.</param>
/// <param name="Bands">The forecast of each quantile, [steps, columns].</param>
internal sealed record ForecastRows(TimeSeriesCsv File, IReadOnlyList<string> Columns, double[,] Points, IReadOnlyList<double> Quantiles, IReadOnlyList<double[,]> Bands)
{
    /// <summary>The table of one column.</summary>
    public ForecastRows Only(int column) => this with { Columns = [Columns[column]], Points = Cut(Points, column), Bands = [.. Bands.Select(band => Cut(band, column))] };

    /// <summary>The header, then one line per step.</summary>
    public IEnumerable<IReadOnlyList<string>> Lines()
    {
        var axis = File.Time is { Step: not null } time ? time : null;
        yield return [axis is null ? "step" : File.TimeColumn!, .. Columns.SelectMany(column => Quantiles.Select(quantile => $"{column} {Text(quantile)}").Prepend(column))];
        var points = axis?.Next(Points.GetLength(0));
        for (var step = 0; step < Points.GetLength(0); step++)
        {
            var when = points is null ? (step + 1).ToString(CultureInfo.InvariantCulture) : axis!.Text(points[step]);
            yield return [when, .. Enumerable.Range(0, Columns.Count).SelectMany(column => Bands.Select(band => band[step, column]).Prepend(Points[step, column])).Select(Value)];
        }
    }

    public string ToCsv() => string.Concat(Lines().Select(static line => string.Join(',', line.Select(Quoted)) + "\n"));

    private static double[,] Cut(double[,] table, int column)
    {
        var cut = new double[table.GetLength(0), 1];
        for (var row = 0; row < cut.Length; row++)
            cut[row, 0] = table[row, column];
        return cut;
    }

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny(",\"") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static string Value(double value) => value.ToString("G7", CultureInfo.InvariantCulture);

    private static string Text(double quantile) => quantile.ToString(CultureInfo.InvariantCulture);
}
