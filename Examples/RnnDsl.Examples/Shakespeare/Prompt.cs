using System.Globalization;
using System.Text;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>A text to go on from, as a shell can pass it.</summary>
internal static class Prompt
{
    public const string Default = @"ROMEO:\n";

    /// <summary>Makes sure that a model knows every character of a prompt.</summary>
    /// <exception cref="UsageException">It does not know one.</exception>
    public static void Check(string prompt, CharacterVocabulary vocabulary)
    {
        foreach (var character in prompt.EnumerateRunes())
        {
            if (!vocabulary.TryGetToken(character, out _))
                throw new UsageException($"--prompt: the text the model learns from has no '{character}', so it cannot go on from there. It has these {vocabulary.Count.ToString(CultureInfo.InvariantCulture)} characters: {string.Concat(vocabulary.Characters).ReplaceLineEndings("\\n")}");
        }
    }

    /// <summary>Reads <c>\n</c> as a line's end, <c>\t</c> as a tab and <c>\\</c> as one backslash; other backslashes stay.</summary>
    public static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var escaped = text[i] == '\\' && i + 1 < text.Length ? text[i + 1] switch { 'n' => '\n', 't' => '\t', '\\' => '\\', _ => (char?)null } : null;
            plain.Append(escaped ?? text[i]);
            if (escaped is not null)
                i++;
        }
        return plain.ToString();
    }
}
