using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RnnDsl;

/// <summary>What the JSON of every vocabulary shares: a mark of its format, and messages that name the place it comes from.</summary>
/// <param name="format">The mark.</param>
/// <param name="kind">What messages call such a vocabulary.</param>
internal sealed class VocabularyJson(string format, string kind)
{
    /// <summary>Memory for each byte of the JSON: its text, the document's index of it, and the words (a word of one letter takes 3 bytes of JSON) with their table.</summary>
    public const int ReadingCost = 32;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object with the mark, and what is written into it.</summary>
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

    /// <summary>Reads such an object.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">What messages call the place it comes from.</param>
    /// <param name="content">Makes a vocabulary of the object; it says by an <see cref="ArgumentException"/> what is wrong with it.</param>
    /// <exception cref="InvalidDataException">It is not a vocabulary; the message says why.</exception>
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
            // JsonElement's answer to a text that is not Unicode, such as a lone \uD83D.
            throw Wrong($"a text in it is not valid Unicode: {problem.Message}", problem);
        }

        InvalidDataException Wrong(string problem, Exception inner) => new($"{source} cannot be read as a {kind}: {problem}", inner);
    }

    /// <summary>A text of an object; null where there is none.</summary>
    public static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
