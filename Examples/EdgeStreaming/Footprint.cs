using System.Diagnostics;
using System.Globalization;

namespace RnnDsl.Examples.Edge;

/// <summary>What the program takes: the size of its executable, the time to its first output, its rate, its memory.</summary>
internal sealed class Footprint
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan _first;

    public void Add()
    {
        if (Count++ == 0)
            _first = Stopwatch.GetElapsedTime(_started);
    }

    public long Count { get; private set; }

    /// <summary>Prints it to standard error.</summary>
    /// <param name="outputs">What the outputs are, in the plural.</param>
    public void Report(string outputs)
    {
        const double Mebibyte = 1024 * 1024;
        var rate = Count / Stopwatch.GetElapsedTime(_started).TotalSeconds;
        var size = Environment.ProcessPath is { } program ? new FileInfo(program).Length / Mebibyte : 0;
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Count} {outputs}, the first after {_first.TotalMilliseconds:f1} ms; {rate:f0} a second; executable {size:f1} MiB; {Environment.WorkingSet / Mebibyte:f0} MiB of memory"));
    }
}
