using System.Text;

namespace RnnDsl.Generator.Emit;

/// <summary>Writes indented source text with LF line ends.</summary>
internal sealed class SourceWriter
{
    private const int Indentation = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines at the current depth; a text of several lines keeps its own indentation below that.</summary>
    public SourceWriter Line(string text = "")
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0)
            {
                _text.Append(' ', _depth * Indentation).Append(line);
            }

            _text.Append('\n');
        }

        return this;
    }

    /// <summary>Opens a brace that closes when the result is disposed.</summary>
    public Block Braces(string after = "")
    {
        Line("{");
        _depth++;
        return new Block(this, "}" + after);
    }

    /// <summary>Writes an XML documentation element, on one line where it fits.</summary>
    public SourceWriter Doc(string element, string content, string attributes = "") =>
        Line($"/// <{element}{attributes}>{content}</{element}>");

    public override string ToString()
    {
        if (_depth != 0)
        {
            throw new InvalidOperationException($"{_depth} braces are still open.");
        }

        return _text.ToString();
    }

    /// <summary>Members end with an empty line; the last one of a type does without.</summary>
    private void DropEmptyLine()
    {
        if (_text.Length > 1 && _text[_text.Length - 1] == '\n' && _text[_text.Length - 2] == '\n')
        {
            _text.Length--;
        }
    }

    internal sealed class Block(SourceWriter writer, string close) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.DropEmptyLine();
            writer.Line(close);
        }
    }
}
