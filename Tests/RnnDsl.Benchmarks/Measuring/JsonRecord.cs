using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using RnnDsl.Files;
using RnnDsl.Torch;
using RnnDsl.Training;

namespace RnnDsl.Benchmarks.Measuring;

/// <summary>The results of a run as JSON, for a comparison of two runs: the machine, the tables, and every race with all of its rounds.</summary>
internal sealed class JsonRecord(string command, int rounds)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<object> _races = [];
    private readonly List<object> _tables = [];
    private readonly SortedDictionary<string, double> _metrics = new(StringComparer.Ordinal);

    /// <summary>The record of this run; <c>null</c> without <c>--json</c>.</summary>
    public static JsonRecord? Current { get; set; }

    /// <summary>The heading under which the next races stand.</summary>
    public string Heading { get; set; } = "";

    public void Add(string race, IReadOnlyList<Race.Result> results) => _races.Add(new
    {
        Benchmark = Heading,
        Race = race,
        Contenders = results.Select(static result => new
        {
            result.Name,
            Seconds = result.Time.TotalSeconds,
            result.Ratio,
            result.LowestRatio,
            result.HighestRatio,
            BytesPerStep = result.Bytes,
            RoundSeconds = result.Rounds,
        }),
    });

    /// <summary>Records a table as it is printed, for <see cref="RecordedTables"/>.</summary>
    public void Add(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows) => _tables.Add(new { Heading, Columns = columns, Rows = rows });

    /// <summary>Records a figure by name, if there is a record. The parts of a name with dots are objects in objects.</summary>
    public static void Metric(string name, double value)
    {
        if (Current is { } record)
        {
            record._metrics[name] = value;
        }
    }

    /// <summary>Records the largest of several figures with one name.</summary>
    public static void LargestMetric(string name, double value) =>
        Metric(name, Current?._metrics.TryGetValue(name, out var known) == true ? Math.Max(known, value) : value);

    /// <summary>Writes the file; an existing one is replaced once the new one is complete.</summary>
    public void Save(string path)
    {
        var environment = ComputingEnvironment.Current;
        var record = new
        {
            Command = command,
            Date = DateTime.UtcNow,
            Machine = new
            {
                Processor = Processor(),
                Cores = Environment.ProcessorCount,
                environment.Instructions,
                OneDnn = !KernelChoice.IsNeeded,
                environment.Threads,
                TorchSharp = environment.Torch,
                Runtime = RuntimeInformation.FrameworkDescription,
                System = RuntimeInformation.OSDescription,
            },
            Clock = Clock.CountsProcessorTime ? "processor" : "wall",
            Rounds = rounds,
            Metrics = Nested(),
            Tables = _tables,
            Races = _races,
        };
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, record, Options));
    }

    private SortedDictionary<string, object> Nested()
    {
        var root = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in _metrics)
        {
            var (parts, inner) = (name.Split('.'), root);
            foreach (var part in parts[..^1])
            {
                inner = (SortedDictionary<string, object>)(inner.TryGetValue(part, out var found) ? found : inner[part] = new SortedDictionary<string, object>(StringComparer.Ordinal));
            }

            inner[parts[^1]] = value;
        }

        return root;
    }

    private static string Processor() => File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':') + 1)..].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
}
