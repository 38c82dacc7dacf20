using System.Globalization;

namespace RnnDsl.Files;

/// <summary>
/// A file, possibly after decompression, exceeds one of the <see cref="ReadLimits"/>. The message names the file, the limit and how to raise it.
/// </summary>
public sealed class ReadLimitException : IOException
{
    internal ReadLimitException(string file, string found, string limit, long value)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"'{file}' {found}: ReadLimits.{limit} is {value:N0}. If you trust the file, raise the limit: ReadLimits.Current = ReadLimits.Current with {{ {limit} = ... }}."))
    {
        File = file;
        Limit = limit;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The exceeded property of <see cref="ReadLimits"/>.</summary>
    public string Limit { get; }
}
