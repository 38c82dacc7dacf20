using System.Globalization;
using System.Text;

namespace RnnDsl.Text;

/// <summary>A text contains a character that is not in the vocabulary.</summary>
public sealed class UnknownCharacterException : ArgumentException
{
    internal UnknownCharacterException(Rune character, int position, int vocabularySize)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The text's character {Shown(character)} at position {position} is not among the {vocabularySize} characters of the vocabulary. Remove it from the text, or skip unknown characters."))
    {
        Character = character;
        Position = position;
    }

    /// <summary>The character.</summary>
    public Rune Character { get; }

    /// <summary>Its position in the text: a .NET string index, from 0.</summary>
    public int Position { get; }

    /// <summary>The character in quotes, if it is printable, and its code point.</summary>
    internal static string Shown(Rune character)
    {
        var codePoint = string.Create(CultureInfo.InvariantCulture, $"U+{character.Value:X4}");
        return Rune.IsControl(character) || Rune.IsWhiteSpace(character) ? codePoint : $"'{character}' ({codePoint})";
    }
}
