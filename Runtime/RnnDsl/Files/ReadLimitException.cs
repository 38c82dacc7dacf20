using System.Globalization;

namespace RnnDsl;

/// <summary>A file is larger, as it is or once it is unpacked, than <see cref="ReadLimits"/> allows. The message names the file, the limit and how to raise it.</summary>
public sealed class ReadLimitException : IOException
{
    internal ReadLimitException(string file, string found, string limit, long value)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"'{file}' {found}: ReadLimits.{limit} is {value:N0}. If the file is one you trust, raise the limit: ReadLimits.Current = ReadLimits.Current with {{ {limit} = ... }}."))
    {
        File = file;
        Limit = limit;
    }

    /// <summary>The file, as messages call it.</summary>
    public string File { get; }

    /// <summary>The property of <see cref="ReadLimits"/> that it exceeds.</summary>
    public string Limit { get; }
}
