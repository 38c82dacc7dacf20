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

    /// <summary>A text of <c>settings.json</c>, such as the name of the model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">The value of runs that have no such file.</param>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public string Setting(string name, string otherwise)
    {
        var file = Path.Combine(path, "settings.json");
        if (!File.Exists(file))
            return otherwise;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new InvalidDataException($"{file} has no text \"{name}\": it does not hold the settings of such a model.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{file} is not JSON: {problem.Message}", problem);
        }
    }

    [GeneratedRegex(@"\Astep-\d+\z")]
    private static partial Regex FolderName();
}
