using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using RnnDsl.Files;
using TorchSharp;

namespace RnnDsl.Examples.Common;

/// <summary>Measurements and settings of a run: <c>results.json</c>.</summary>
internal sealed record RunResults
{
    /// <summary>Metrics by name: a number, a list, or numbers by name. Losses are in nats.</summary>
    public required IReadOnlyDictionary<string, object> Metrics { get; init; }

    public required string Command { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>Training time in seconds, including the time before a resume.</summary>
    public required double Seconds { get; init; }

    public IReadOnlyDictionary<string, string> Versions { get; init; } = CurrentVersions();

    /// <summary>All options with their values.</summary>
    public required IReadOnlyDictionary<string, object> Options { get; init; }

    /// <summary>All recorded losses.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrainingHistory? History { get; init; }

    /// <summary>All recorded losses of a run with several trainings, by training.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, TrainingHistory>? Histories { get; init; }

    /// <summary>The options that have a value.</summary>
    public static IReadOnlyDictionary<string, object> Given(Dictionary<string, object?> options) =>
        options.Where(static pair => pair.Value is not null).ToDictionary(static pair => pair.Key, static pair => pair.Value!);

    public void Save(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, RunResultsJson.Default.RunResults));

    private static Dictionary<string, string> CurrentVersions() => new()
    {
        ["rnndsl"] = VersionOf(typeof(CharacterVocabulary)),
        ["torchSharp"] = VersionOf(typeof(torch)),
        ["libtorch"] = torch.__version__,
        ["dotnet"] = Environment.Version.ToString(),
        ["system"] = $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
    };

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}

// Diverged losses are written as "Infinity" or "NaN".
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunResults))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(Dictionary<string, double>))]
[JsonSerializable(typeof(Dictionary<string, double[]>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
internal sealed partial class RunResultsJson : JsonSerializerContext;
