using System.Text.Json;
using System.Text.Json.Nodes;
using RnnDsl.Files;

namespace RnnDsl.Examples.Common;

/// <summary>Reads and writes JSON files of results.</summary>
internal static class ResultsFile
{
    /// <summary>The content of a file; empty if it does not exist.</summary>
    /// <exception cref="UsageException">The file exists and does not hold results, or is too large.</exception>
    public static JsonObject Read(string path)
    {
        if (!File.Exists(path))
            return [];
        try
        {
            return JsonNode.Parse(TextFile.Read(path, "--record")) as JsonObject ?? throw new UsageException($"--record {path}: this file does not hold results.");
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
