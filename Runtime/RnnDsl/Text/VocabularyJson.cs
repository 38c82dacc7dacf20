using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RnnDsl.Text;

/// <summary>The common JSON format of vocabularies: a format mark, and messages that name the source.</summary>
/// <param name="format">The format mark.</param>
/// <param name="kind">The kind of vocabulary, for messages.</param>
internal sealed class VocabularyJson(string format, string kind)
{
    /// <summary>Memory per byte of the JSON: its text, the document's index, and the words (a word of one letter takes 3 bytes of JSON) with their table.</summary>
    public const int ReadingCost = 32;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an object with the format mark and the given content.</summary>
    public string Write(Action<Utf8JsonWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("format", format);
            content(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Parses such an object.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">The name of the source in messages.</param>
    /// <param name="content">Creates a vocabulary from the object; throws an <see cref="ArgumentException"/> with the problem.</param>
    /// <exception cref="InvalidDataException">The JSON is not a vocabulary; the message has the reason.</exception>
    public T Read<T>(string json, string source, Func<JsonElement, T> content)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && TextOf(root, "format") == format
                ? content(root)
                : throw new ArgumentException($"it is not marked with \"format\": \"{format}\"");
        }
        catch (JsonException problem)
        {
            throw Wrong($"it is not valid JSON: {problem.Message}", problem);
        }
        catch (ArgumentException problem)
        {
            throw Wrong(problem.Message, problem);
        }
        catch (InvalidOperationException problem)
        {
            // The exception of JsonElement for a text that is not Unicode, such as a lone \uD83D.
            throw Wrong($"a text in it is not valid Unicode: {problem.Message}", problem);
        }

        InvalidDataException Wrong(string problem, Exception inner) => new($"{source} cannot be read as a {kind}: {problem}", inner);
    }

    /// <summary>A text property of an object; <c>null</c> if there is none.</summary>
    public static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
