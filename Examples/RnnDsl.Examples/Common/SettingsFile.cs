using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RnnDsl.Files;

namespace RnnDsl.Examples.Common;

/// <summary>Architecture of a trained model: <c>settings.json</c> in the folder of the run.</summary>
internal static class SettingsFile
{
    public static void Save<T>(string path, T settings, JsonTypeInfo<T> type) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, settings, type));

    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static T Load<T>(string path, JsonTypeInfo<T> type, Func<T, bool> valid)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, type) is { } settings && valid(settings)
                ? settings
                : throw new InvalidDataException($"{path} does not hold the settings of such a model.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path} does not hold the settings of such a model, or is cut short: {problem.Message}", problem);
        }
    }
}
