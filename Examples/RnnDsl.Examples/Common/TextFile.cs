using System.Text;

namespace RnnDsl.Examples.Common;

/// <summary>Reads the text files that options name.</summary>
internal static class TextFile
{
    /// <summary>The largest file that is read.</summary>
    internal const int LargestMebibytes = 64;

    /// <summary>The text of a file.</summary>
    /// <param name="path">The file: UTF-8, unless it begins with another byte-order mark.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="UsageException">There is no such file, or it is too large.</exception>
    public static string Read(string path, string option)
    {
        if (!File.Exists(path))
            throw new UsageException($"{option} {path}: there is no such file.");

        // The length of a device or a pipe is 0.
        using var stream = File.OpenRead(path);
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        for (int count; (count = stream.Read(buffer)) > 0; content.Write(buffer, 0, count))
        {
            if (content.Length + count > LargestMebibytes << 20)
                throw new UsageException($"{option} {path}: the file has more than {LargestMebibytes} MiB, the most that is read. Split it.");
        }

        content.Position = 0;
        return new StreamReader(content, Encoding.UTF8).ReadToEnd();
    }

    /// <summary>The lines of a file.</summary>
    /// <inheritdoc cref="Read"/>
    public static IEnumerable<string> ReadLines(string path, string option)
    {
        var text = new StringReader(Read(path, option));
        while (text.ReadLine() is { } line)
            yield return line;
    }
}
