using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RnnDsl.Examples.Common;
using RnnDsl.Forecasting;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>The series of one run, standardised by its training rows.</summary>
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

    /// <summary>The column of the univariate forecast and of the figures.</summary>
    public string Target { get; }

    /// <summary>Standardised, [rows, columns].</summary>
    public Tensor Series { get; }

    public Standardization Scaling { get; }

    public ForecastSplit Split { get; }

    /// <summary>Whether the file is the original ETTh1, for which published errors exist.</summary>
    public bool IsEtth1 { get; }

    /// <summary>SHA-256 of the values, which identifies the data.</summary>
    public string Fingerprint { get; }

    /// <summary>The time of a row; <c>null</c> if the file has no time column.</summary>
    public string? TimeOf(int row) => _file.Times.Count > 0 ? _file.Times[row] : null;

    /// <exception cref="UsageException">A column does not exist, or the target column is ambiguous.</exception>
    /// <exception cref="DataException">The file cannot be read, or a value is missing.</exception>
    public static ForecastData Read(ForecastOptions options, Device device)
    {
        var set = DataSets.Etth1 with { Sample = GeneratedLoads.Open };
        var data = DataFinder.Find(set, options.Data);
        Show.Line(data.Origin == DataOrigin.Sample ? "Series: generated sample data. Results do not compare with ETTh1." : $"Series from {data.Location}");
        using var stream = data.OpenRead(set.Files[0].Name);
        var file = TimeSeriesCsv.Read(stream, data.Origin == DataOrigin.Path && File.Exists(data.Location) ? data.Location : set.Files[0].Name, options.DateFormat);
        Warn(file);
        var target = TargetOf(file, options);
        var columns = options.Columns ?? (options.Features.Contains(ForecastCommand.Multivariate) ? file.Columns : [target]);
        if (!columns.Contains(target, StringComparer.Ordinal))
            throw new UsageException($"--columns {string.Join(' ', columns)} leaves out '{target}', the column of the univariate forecast and of the figures: add it, or name another with --column.");
        return new(file, columns, target, IsOriginal(set.Files[0], stream), device);
    }

    /// <summary>Prints the reader's decisions, and warns of irregular time steps, which the model cannot see.</summary>
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
                $"Warning: '{file.Name}' has a time step of {step}, but not at {Show.Count(gaps.Count)} of {Show.Count(file.Rows)} rows: {Follows(first)}. All rows are treated as equally spaced.");
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
