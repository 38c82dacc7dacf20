using System.Text;

namespace RnnDsl.Files;

/// <summary>Reads small files at once, such as the JSON of a vocabulary.</summary>
internal static class WholeFile
{
    /// <summary>All bytes of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cost">The memory, in bytes, per byte of the file, including the objects created from it.</param>
    /// <exception cref="ReadLimitException">The total exceeds <see cref="ReadLimits.MemoryBytes"/>.</exception>
    public static byte[] ReadBytes(string path, int cost)
    {
        using var stream = ReadableFile.Open(path);
        var budget = new ReadBudget(path);
        budget.Take(cost * stream.Length);

        // The length of a device or a pipe is 0, and a file may grow while it is read.
        var expected = stream.Length;
        using var content = new MemoryStream((int)Math.Min(expected, Array.MaxLength));
        var buffer = new byte[4096];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            content.Write(buffer, 0, count);
            if (content.Length > expected)
                budget.Take(cost * (long)count);
        }

        return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
    }

    /// <summary>The text of a file, UTF-8 unless its byte-order mark differs.</summary>
    /// <inheritdoc cref="ReadBytes"/>
    public static string ReadText(string path, int cost)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path, cost)), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
