using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RnnDsl.Safetensors;

/// <summary>The header of a safetensors file: JSON with the name, type, shape and offsets of every tensor.</summary>
/// <param name="Metadata">The metadata of the file.</param>
/// <param name="Entries">The tensors, in the order of their bytes.</param>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafetensorsEntry> Entries)
{
    /// <summary>The key of the metadata, which no tensor may have as its name.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The maximum header length of the reference implementation, a protection against memory exhaustion.</summary>
    public const int LargestLength = 100_000_000;

    /// <summary>The maximum number of dimensions of a tensor in PyTorch and NumPy.</summary>
    public const int MostDimensions = 64;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of the header, padded with spaces so that the data after it are aligned to 8 bytes.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            if (Metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            foreach (var entry in Entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Dtype);
                json.WriteStartArray("shape");
                foreach (var size in entry.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(entry.Begin);
                json.WriteNumberValue(entry.End);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    /// <summary>Parses a header and checks it against the number of data bytes.</summary>
    /// <exception cref="SafetensorsException">The header violates the format.</exception>
    public static SafetensorsHeader Parse(string file, ReadOnlySpan<byte> header, long dataLength)
    {
        try
        {
            return new HeaderReader(file, header).ReadAll(dataLength);
        }
        catch (JsonException problem)
        {
            throw new SafetensorsException(file, $"its header is not valid JSON: {problem.Message}", problem);
        }
        catch (InvalidOperationException problem)
        {
            // The exception of Utf8JsonReader for text that is not Unicode (an invalid byte, a lone \uD800).
            throw new SafetensorsException(file, $"a text in its header is not valid Unicode: {problem.Message}", problem);
        }
    }

    private ref struct HeaderReader(string file, ReadOnlySpan<byte> header)
    {
        private Utf8JsonReader _json = new(header);

        public SafetensorsHeader ReadAll(long dataLength)
        {
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var entries = new List<SafetensorsEntry>();
            var names = new HashSet<string>(StringComparer.Ordinal);

            Expect(JsonTokenType.StartObject, "its header");
            while (NextKey() is { } name)
            {
                if (!names.Add(name))
                    throw Wrong($"its header has the key '{name}' twice");
                if (name == MetadataKey)
                    ReadMetadata(metadata);
                else
                    entries.Add(ReadEntry(name));
            }

            // Only padding spaces may follow: the reader rejects anything else.
            _json.Read();

            entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
            CheckLayout(entries, dataLength);
            return new SafetensorsHeader(metadata, entries);
        }

        private void ReadMetadata(Dictionary<string, string> metadata)
        {
            Expect(JsonTokenType.StartObject, MetadataKey);
            while (NextKey() is { } key)
            {
                Expect(JsonTokenType.String, $"{MetadataKey} '{key}'");
                if (!metadata.TryAdd(key, _json.GetString()!))
                    throw Wrong($"{MetadataKey} has the key '{key}' twice");
            }
        }

        private SafetensorsEntry ReadEntry(string name)
        {
            string? dtype = null;
            ImmutableArray<long>? shape = null;
            ImmutableArray<long>? offsets = null;

            Expect(JsonTokenType.StartObject, $"the entry of '{name}'");
            while (NextKey() is { } key)
            {
                switch (key)
                {
                    case "dtype" when dtype is null:
                        Expect(JsonTokenType.String, $"the dtype of '{name}'");
                        dtype = _json.GetString()!;
                        break;
                    case "shape" when shape is null:
                        shape = ReadNumbers($"the shape of '{name}'");
                        break;
                    case "data_offsets" when offsets is null:
                        offsets = ReadNumbers($"the data_offsets of '{name}'");
                        break;
                    case "dtype" or "shape" or "data_offsets":
                        throw Wrong($"'{name}' has the key '{key}' twice");
                    default:
                        throw Wrong($"'{name}' has the key '{key}' where only dtype, shape and data_offsets may stand");
                }
            }

            if (dtype is null || shape is null || offsets is null)
                throw Wrong($"'{name}' lacks its {(dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
            if (offsets.Value is not [var begin, var end])
                throw Wrong($"'{name}' has {offsets.Value.Length} data_offsets where begin and end must stand");
            if (begin > end)
                throw Wrong($"the data of '{name}' begins at {begin} and ends before that, at {end}");

            var entry = new SafetensorsEntry(name, dtype, shape.Value, begin, end);
            if (BitSize(entry) is not { } bits)
                throw Wrong($"the shape of {entry} is more than any file can hold");

            // The size of elements of an unknown type is unknown; their offsets are checked like the others.
            if (entry.Type is null)
                return entry;
            if (bits % 8 != 0)
                throw Wrong($"{entry} needs {bits} bits, which is no whole number of bytes");
            if (bits / 8 != (UInt128)entry.ByteCount)
                throw Wrong($"{entry} needs {bits / 8} bytes, but its data_offsets [{begin}, {end}] hold {entry.ByteCount}");
            return entry;
        }

        private ImmutableArray<long> ReadNumbers(string what)
        {
            Expect(JsonTokenType.StartArray, what);
            var numbers = ImmutableArray.CreateBuilder<long>();
            while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
            {
                if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var number) || number < 0)
                    throw Wrong($"{what} holds {Shown()} where a whole number from 0 to {long.MaxValue.ToString(CultureInfo.InvariantCulture)} must stand");
                if (numbers.Count == MostDimensions)
                    throw Wrong($"{what} holds more than {MostDimensions} numbers, and no tensor has so many dimensions");
                numbers.Add(number);
            }

            return numbers.ToImmutable();
        }

        /// <summary>Each tensor starts at the end of the previous one, the first at 0, and the last ends at the end of the file.</summary>
        private readonly void CheckLayout(List<SafetensorsEntry> entries, long dataLength)
        {
            var position = 0L;
            foreach (var entry in entries)
            {
                if (entry.Begin < position)
                    throw Wrong($"the data of {entry} begins at {entry.Begin}, inside the tensor before it, which ends at {position}");
                if (entry.Begin > position)
                    throw Wrong($"the bytes from {position} to {entry.Begin}, before {entry}, belong to no tensor");
                if (entry.End > dataLength)
                    throw Wrong($"the data of {entry} ends at byte {entry.End}, but only {dataLength} bytes follow the header: the file is cut short");
                position = entry.End;
            }

            if (position != dataLength)
                throw Wrong($"{dataLength - position} bytes follow the last tensor and belong to none");
        }

        private string? NextKey()
        {
            _json.Read();
            return _json.TokenType == JsonTokenType.EndObject ? null : _json.GetString();
        }

        private void Expect(JsonTokenType token, string what)
        {
            _json.Read();
            if (_json.TokenType != token)
                throw Wrong($"{what} is {Shown()} where {Named(token)} must stand");
        }

        private readonly string Shown() => Named(_json.TokenType) + (_json.TokenType == JsonTokenType.Number ? $" ({System.Text.Encoding.UTF8.GetString(_json.ValueSpan)})" : "");

        private static string Named(JsonTokenType token) => token switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "a text",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a truth value",
            JsonTokenType.Null => "null",
            _ => token.ToString(),
        };

        private readonly SafetensorsException Wrong(string problem) => new(file, problem);
    }

    /// <summary>The number of elements times the bits of one (one bit for an unknown type); <c>null</c> if elements or bytes exceed 63 bits.</summary>
    internal static UInt128? BitSize(SafetensorsEntry entry)
    {
        // A size of 0 makes the tensor empty, however large the other sizes are.
        if (entry.Shape.Contains(0))
            return 0;
        var elements = UInt128.One;
        foreach (var size in entry.Shape)
        {
            elements *= (ulong)size;
            if (elements > long.MaxValue)
                return null;
        }

        var bits = elements * (UInt128)(entry.Type?.BitSize() ?? 1);
        return bits / 8 > long.MaxValue ? null : bits;
    }
}
