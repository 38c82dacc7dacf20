using System.Globalization;
using System.Text;

namespace RnnDsl.Files;

/// <summary>Reads lines as <see cref="TextReader.ReadLine"/>, limited to <see cref="ReadLimits.LineCharacters"/>.</summary>
/// <param name="text">The text; not disposed.</param>
/// <param name="name">The name in messages.</param>
internal sealed class LineReader(TextReader text, string name)
{
    private readonly char[] _buffer = new char[4096];
    private readonly int _longest = ReadLimits.Current.LineCharacters;
    private int _position;
    private int _count;
    private bool _afterReturn;

    /// <summary>The number of the last line read, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its line end; <c>null</c> at the end.</summary>
    /// <exception cref="ReadLimitException">The line is too long.</exception>
    public string? Next()
    {
        StringBuilder? begun = null;
        while (Fill())
        {
            var rest = _buffer.AsSpan(_position, _count - _position);
            if (_afterReturn)
            {
                _afterReturn = false;
                if (rest[0] == '\n')
                {
                    _position++;
                    continue;
                }
            }

            var end = rest.IndexOfAny('\r', '\n');
            var part = end < 0 ? rest : rest[..end];
            if (part.Length + (begun?.Length ?? 0) > _longest)
                throw new ReadLimitException(name, string.Create(CultureInfo.InvariantCulture, $"has too long a line ({Number + 1:N0})"), nameof(ReadLimits.LineCharacters), _longest);
            _position += part.Length;
            if (end < 0)
            {
                (begun ??= new()).Append(part);
                continue;
            }

            _afterReturn = rest[end] == '\r';
            _position++;
            Number++;
            return begun is null ? part.ToString() : begun.Append(part).ToString();
        }

        if (begun is null)
            return null;
        Number++;
        return begun.ToString();
    }

    private bool Fill()
    {
        if (_position < _count)
            return true;
        (_position, _count) = (0, text.Read(_buffer, 0, _buffer.Length));
        return _count > 0;
    }
}
