using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RnnDsl.Examples.Common;
using RnnDsl.Forecasting;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>The series of one run, standardised on what is learned from.</summary>
internal sealed class ForecastData : IDisposable
{
    private readonly TimeSeriesCsv _file;

    private ForecastData(TimeSeriesCsv file, IReadOnlyList<string> columns, string target, bool isEtth1, Device device)
    {
        (_file, Columns, Target, IsEtth1) = (file, columns, target, isEtth1);
        var numbers = file.Numbers(columns);
        Split = ForecastSplit.Of(file.Columns, file.Rows);
        Scaling = Standardization.Of(numbers, Split.Training);
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref numbers[0, 0], numbers.Length))));
        using var scope = NewDisposeScope();
        Series = Scaling.Apply(tensor(numbers)).to(ScalarType.Float32).to(device).DetachFromDisposeScope();
    }

    /// <summary>The columns of the series.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The column of the univariate forecast, and of the pictures.</summary>
    public string Target { get; }

    /// <summary>Standardised, [rows, columns].</summary>
    public Tensor Series { get; }

    public Standardization Scaling { get; }

    public ForecastSplit Split { get; }

    /// <summary>Whether it is the very file of which others have published errors.</summary>
    public bool IsEtth1 { get; }

    /// <summary>Tells these numbers from others (SHA-256).</summary>
    public string Fingerprint { get; }

    /// <summary>When a row was measured, where the file says so.</summary>
    public string? TimeOf(int row) => _file.Times.Count > 0 ? _file.Times[row] : null;

    /// <exception cref="UsageException">A column is not there, or it is not said which one is to be forecast.</exception>
    /// <exception cref="DataException">The file cannot be read, or a value is missing.</exception>
    public static ForecastData Read(ForecastOptions options, Device device)
    {
        var set = DataSets.Etth1 with { Sample = GeneratedLoads.Open };
        var data = DataFinder.Find(set, options.Data);
        Show.Line(data.Origin == DataOrigin.Sample ? "Series: generated sample data. Results do not compare with ETTh1." : $"Series from {data.Place}");
        using var stream = data.OpenRead(set.Files[0].Name);
        var file = TimeSeriesCsv.Read(stream, data.Origin == DataOrigin.Path && File.Exists(data.Place) ? data.Place : set.Files[0].Name, options.DateFormat);
        Warn(file);
        var target = TargetOf(file, options);
        var columns = options.Columns ?? (options.Features.Contains(ForecastCommand.Multivariate) ? file.Columns : [target]);
        if (!columns.Contains(target, StringComparer.Ordinal))
            throw new UsageException($"--columns {string.Join(' ', columns)} leaves out '{target}', the column of the univariate forecast and of the figures: add it, or name another with --column.");
        return new(file, columns, target, IsOriginal(set.Files[0], stream), device);
    }

    /// <summary>Says what was decided in reading, and where time does not go on step by step: a network that counts steps cannot know.</summary>
    public static void Warn(TimeSeriesCsv file)
    {
        foreach (var note in file.Notes)
            Console.Error.WriteLine($"Warning: {note}");
        if (file.Time is not { Step: { } step } time)
            return;
        foreach (var row in time.ClockChanges)
            Console.Error.WriteLine($"Note: '{file.Name}', {Follows(row)}: interpreted as a daylight saving time change.");
        if (time.Irregular() is [var first, ..] gaps)
        {
            Console.Error.WriteLine(
                $"Warning: '{file.Name}' goes on by {step} from row to row, but not at {Show.Count(gaps.Count)} of {Show.Count(file.Rows)}: {Follows(first)}. Rows are taken as if all were as far apart.");
        }

        string Follows(int row) => $"on line {Show.Count(file.LineOf(row))} '{file.Times[row]}' follows '{file.Times[row - 1]}'";
    }

    public void Dispose() => Series.Dispose();

    private static string TargetOf(TimeSeriesCsv file, ForecastOptions options)
    {
        if (options.Column is { } named)
            return file.Columns.Contains(named, StringComparer.Ordinal) ? named : throw new UsageException($"--column {named}: '{file.Name}' has no such column. It has {string.Join(", ", file.Columns)}.");
        if (file.Columns.Contains(ForecastCommand.OilTemperature, StringComparer.Ordinal))
            return ForecastCommand.OilTemperature;
        return file.Columns.Count == 1
            ? file.Columns[0]
            : throw new UsageException($"Name the column to forecast with --column: '{file.Name}' has {string.Join(", ", file.Columns)}.");
    }

    private static bool IsOriginal(DataFile file, Stream stream)
    {
        stream.Position = 0;
        var checksum = Convert.ToHexStringLower(SHA256.HashData(stream));
        return file.Alternatives.Prepend(file).Any(form => form.Sha256 == checksum);
    }
}
