using System.Buffers.Binary;
using System.Text;

namespace RnnDsl.Audio;

/// <summary>The format chunk and the data chunk of a WAV file.</summary>
/// <param name="Format">The body of the format chunk.</param>
/// <param name="FormatOffset">Its offset in the file.</param>
/// <param name="Data">The body of the data chunk.</param>
/// <param name="DataOffset">Its offset in the file.</param>
/// <param name="IsStreamed">Whether the size of the data chunk is a placeholder, so that the data extend to the end of the file.</param>
internal sealed record RiffChunks(ReadOnlyMemory<byte> Format, int FormatOffset, ReadOnlyMemory<byte> Data, int DataOffset, bool IsStreamed)
{
    /// <summary>The maximum size of a file.</summary>
    public const int MostBytes = 1 << 30;

    /// <summary>The placeholder sizes besides 0 that programs write into a pipe, where they cannot correct the header: SoX, arecord, FFmpeg.</summary>
    private static ReadOnlySpan<uint> PlaceholderSizes => [0x7FFFF000, 0x80000000, 0xFFFFFFFF];

    /// <summary>The maximum difference from a placeholder, by rounding down to whole frames or subtracting the header.</summary>
    private const uint PlaceholderSlack = 4096;

    private const int HeadSize = 12;
    private const int ChunkHeadSize = 8;

    /// <exception cref="DataException">The file is not a WAV file, is truncated, or lacks a chunk.</exception>
    public static RiffChunks Read(Stream stream, string name)
    {
        var file = ReadAll(stream, name);
        CheckHead(file.Span, name);

        var found = new Dictionary<string, (int Offset, int Size)>(StringComparer.Ordinal);
        var isStreamed = false;
        for (var position = HeadSize; file.Length - position >= ChunkHeadSize && !(found.ContainsKey("fmt ") && found.ContainsKey("data"));)
        {
            var head = file.Span.Slice(position, ChunkHeadSize);
            var id = Shown(head[..4]);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            var body = position + ChunkHeadSize;
            var left = file.Length - body;
            if (id == "data" && IsPlaceholder(size, file.Span[body..]))
                (size, isStreamed) = ((uint)left, true);
            if (size > left)
            {
                throw new DataException(
                    $"'{name}' is cut short: its chunk '{id}' at byte {position.Invariant()} has {((long)size).Invariant()} bytes, and {left.Invariant()} are left. Copy or write the file again.");
            }
            if (!found.TryAdd(id, (body, (int)size)) && id is "fmt " or "data")
                throw new DataException($"'{name}' has a second chunk '{id}' at byte {position.Invariant()}, where one is expected.");

            // A chunk of odd size is followed by a padding byte.
            position = (int)Math.Min(body + (long)size + (size & 1), file.Length);
        }

        var (format, data) = (Find("fmt "), Find("data"));
        return new(file.Slice(format.Offset, format.Size), format.Offset, file.Slice(data.Offset, data.Size), data.Offset, isStreamed);

        (int Offset, int Size) Find(string id) => found.TryGetValue(id, out var chunk) ? chunk : throw new DataException(
            $"'{name}' has no chunk '{id}'{(found.Count > 0 ? $"; it has {string.Join(", ", found.Keys.Select(static key => $"'{key}'"))}" : "")}. It is cut short, or not a WAV file of sound.");
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

    /// <summary>Whether the size of a data chunk is a placeholder. For 0: whether something other than chunks follows.</summary>
    private static bool IsPlaceholder(uint size, ReadOnlySpan<byte> rest)
    {
        if (size == 0)
            return !AreChunks(rest);
        foreach (var placeholder in PlaceholderSizes)
        {
            if (size <= placeholder && placeholder - size < PlaceholderSlack)
                return true;
        }
        return false;
    }

    /// <summary>Whether bytes are a sequence of chunks to the end, each with a printable name.</summary>
    private static bool AreChunks(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= ChunkHeadSize)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (bytes[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~') || size > bytes.Length - ChunkHeadSize)
                return false;
            bytes = bytes[Math.Min(ChunkHeadSize + (int)size + (int)(size & 1), bytes.Length)..];
        }
        return bytes.IsEmpty;
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
        var budget = new ReadBudget(name);
        using var all = new MemoryStream();
        var buffer = new byte[81920];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            if (all.Length + count > MostBytes)
                throw new DataException($"'{name}' is larger than {MostBytes.Invariant()} bytes, which is the maximum. Split it into several files.");
            budget.Take(count);
            all.Write(buffer, 0, count);
        }
        return all.GetBuffer().AsMemory(0, (int)all.Length);
    }

    private static void CheckHead(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < HeadSize)
            throw new DataException($"'{name}' is not a WAV file: it has {file.Length} bytes, and the head alone has {HeadSize}.");
        var (id, kind) = (Shown(file[..4]), Shown(file[8..12]));
        if (id is "RIFX" or "RF64")
            throw new DataException($"'{name}' is a WAV file of the kind {id}, which cannot be read. Convert it: ffmpeg -i FILE -c:a pcm_s16le new.wav");
        if (id != "RIFF" || kind != "WAVE")
            throw new DataException($"'{name}' is not a WAV file: it starts with '{id}' and has '{kind}' at byte 8, where 'RIFF' and 'WAVE' are expected. Convert it: ffmpeg -i FILE new.wav");
    }

    /// <summary>Four characters, with a dot for each that is not printable.</summary>
    private static string Shown(ReadOnlySpan<byte> id) =>
        string.Create(id.Length, Encoding.Latin1.GetString(id), static (shown, text) =>
        {
            for (var i = 0; i < shown.Length; i++)
                shown[i] = text[i] is >= ' ' and <= '~' ? text[i] : '.';
        });
}
