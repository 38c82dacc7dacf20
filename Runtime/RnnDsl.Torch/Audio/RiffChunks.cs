using System.Buffers.Binary;
using System.Text;

namespace RnnDsl.Torch;

/// <summary>The two chunks of a WAV file that count, wherever they lie in it.</summary>
internal sealed record RiffChunks(ReadOnlyMemory<byte> Format, int FormatOffset, ReadOnlyMemory<byte> Data, int DataOffset)
{
    /// <summary>What is larger is no recording one would read into memory.</summary>
    public const int MostBytes = 1 << 30;

    /// <summary>The size that programs write which do not know it yet: the chunk goes on to the end.</summary>
    private const uint UnknownSize = uint.MaxValue;

    private const int HeadSize = 12;
    private const int ChunkHeadSize = 8;

    /// <exception cref="DataException">It is no WAV file, is cut short, or lacks a chunk.</exception>
    public static RiffChunks Read(Stream stream, string name)
    {
        var file = ReadAll(stream, name);
        CheckHead(file.Span, name);

        var found = new Dictionary<string, (int Offset, int Size)>(StringComparer.Ordinal);
        for (var place = HeadSize; file.Length - place >= ChunkHeadSize && !(found.ContainsKey("fmt ") && found.ContainsKey("data"));)
        {
            var head = file.Span.Slice(place, ChunkHeadSize);
            var id = Shown(head[..4]);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            var body = place + ChunkHeadSize;
            var left = file.Length - body;
            if (size == UnknownSize && id == "data")
                size = (uint)left;
            if (size > left)
            {
                throw new DataException(
                    $"'{name}' is cut short: its chunk '{id}' at byte {place.Invariant()} has {((long)size).Invariant()} bytes, and {left.Invariant()} are left. Copy or write the file again.");
            }
            if (!found.TryAdd(id, (body, (int)size)) && id is "fmt " or "data")
                throw new DataException($"'{name}' has a second chunk '{id}' at byte {place.Invariant()}, where one is expected.");

            // A chunk of an odd size is followed by a byte that does not count.
            place = (int)Math.Min(body + (long)size + (size & 1), file.Length);
        }

        var (format, data) = (Find("fmt "), Find("data"));
        return new(file.Slice(format.Offset, format.Size), format.Offset, file.Slice(data.Offset, data.Size), data.Offset);

        (int Offset, int Size) Find(string id) => found.TryGetValue(id, out var chunk) ? chunk : throw new DataException(
            $"'{name}' has no chunk '{id}'{(found.Count > 0 ? $"; it has {string.Join(", ", found.Keys.Select(static key => $"'{key}'"))}" : "")}. It is cut short, or no WAV file of sound.");
    }

    public static void Write(Stream stream, ReadOnlySpan<byte> format, ReadOnlySpan<byte> data)
    {
        var padding = data.Length & 1;
        Span<byte> head = stackalloc byte[HeadSize];
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], 4 + ChunkHeadSize + format.Length + ChunkHeadSize + data.Length + padding);
        "WAVE"u8.CopyTo(head[8..]);
        stream.Write(head);
        WriteChunk(stream, "fmt "u8, format);
        WriteChunk(stream, "data"u8, data);
        if (padding > 0)
            stream.WriteByte(0);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> id, ReadOnlySpan<byte> body)
    {
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, body.Length);
        stream.Write(id);
        stream.Write(size);
        stream.Write(body);
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, string name)
    {
        using var all = new MemoryStream();
        var buffer = new byte[81920];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            if (all.Length + count > MostBytes)
                throw new DataException($"'{name}' is larger than {MostBytes.Invariant()} bytes, which is more than is read into memory. Cut it into pieces.");
            all.Write(buffer, 0, count);
        }
        return all.GetBuffer().AsMemory(0, (int)all.Length);
    }

    private static void CheckHead(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < HeadSize)
            throw new DataException($"'{name}' is no WAV file: it has {file.Length} bytes, and the head alone has {HeadSize}.");
        var (id, kind) = (Shown(file[..4]), Shown(file[8..12]));
        if (id is "RIFX" or "RF64")
            throw new DataException($"'{name}' is a WAV file of the kind {id}, which cannot be read. Convert it: ffmpeg -i FILE -c:a pcm_s16le new.wav");
        if (id != "RIFF" || kind != "WAVE")
            throw new DataException($"'{name}' is no WAV file: it begins with '{id}' and has '{kind}' at byte 8, where 'RIFF' and 'WAVE' are expected. Convert it: ffmpeg -i FILE new.wav");
    }

    /// <summary>Four characters, with a dot for each that cannot be shown.</summary>
    private static string Shown(ReadOnlySpan<byte> id) =>
        string.Create(id.Length, Encoding.Latin1.GetString(id), static (shown, text) =>
        {
            for (var i = 0; i < shown.Length; i++)
                shown[i] = text[i] is >= ' ' and <= '~' ? text[i] : '.';
        });
}
