using System.Text.Json;
using System.Text.Json.Nodes;
using RnnDsl.Files;

namespace RnnDsl.Examples.Common;

/// <summary>Results as they stand in a file, whatever run they are of.</summary>
internal static class ResultsFile
{
    /// <summary>What a file holds; nothing where there is none.</summary>
    /// <exception cref="UsageException">There is a file, and it is not one of results.</exception>
    public static JsonObject Read(string path)
    {
        if (!File.Exists(path))
            return [];
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new UsageException($"--record {path}: this file does not hold results.");
        }
        catch (JsonException)
        {
            throw new UsageException($"--record {path}: this file does not hold results.");
        }
    }

    public static void Write(string path, JsonObject results) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        results.WriteTo(json);
    });
}
