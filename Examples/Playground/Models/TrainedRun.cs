using System.Text.Json;
using System.Text.RegularExpressions;

namespace RnnDsl.Playground.Models;

/// <summary>The folder of a run of the examples, <c>--out</c>.</summary>
internal sealed partial class TrainedRun(string path)
{
    private const int LongestPointer = 64;

    private string Pointer => Path.Combine(path, "checkpoint", "latest");

    /// <summary>Whether the folder holds a checkpoint.</summary>
    public bool HasCheckpoint => File.Exists(Pointer);

    /// <summary>The vocabulary of a language model.</summary>
    public string Vocabulary => Path.Combine(path, "vocabulary.json");

    /// <summary>The weights of the last checkpoint.</summary>
    /// <exception cref="InvalidDataException">The file that names the checkpoint holds something else.</exception>
    public string Weights => new FileInfo(Pointer).Length <= LongestPointer && File.ReadAllText(Pointer).Trim() is var name && FolderName().IsMatch(name)
        ? Path.Combine(path, "checkpoint", name, "weights.safetensors")
        : throw new InvalidDataException($"{Pointer} should hold the name of a checkpoint, such as step-00000500, and holds something else.");

    /// <summary>The vocabulary of one language of a translator.</summary>
    /// <param name="language">The language, in lower case.</param>
    public string VocabularyOf(string language) => Path.Combine(path, $"vocabulary-{language}.json");

    /// <summary>Whether <c>settings.json</c> says yes to something, such as attention.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file says neither yes nor no.</exception>
    public bool Flag(string name) => Read<bool?>(name, static value => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null, "yes or no")!.Value;

    /// <summary>A text of <c>settings.json</c>, such as the name of the model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">The value of runs that have no such file.</param>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public string Setting(string name, string otherwise) =>
        File.Exists(Settings) ? Read(name, static value => value.ValueKind == JsonValueKind.String ? value.GetString() : null, "text")! : otherwise;

    private string Settings => Path.Combine(path, "settings.json");

    private T? Read<T>(string name, Func<JsonElement, T?> read, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Settings));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(name, out var value) && read(value) is { } found
                ? found
                : throw new InvalidDataException($"{Settings} has no {what} \"{name}\": it does not hold the settings of such a model.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{Settings} is not JSON: {problem.Message}", problem);
        }
    }

    [GeneratedRegex(@"\Astep-\d+\z")]
    private static partial Regex FolderName();
}
