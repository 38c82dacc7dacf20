using System.Text;

namespace RnnDsl.Text;

/// <summary>The special tokens. Their ids are the same in every vocabulary; their names may differ.</summary>
/// <param name="PaddingName">Padding.</param>
/// <param name="UnknownName">Words that are not in the vocabulary.</param>
/// <param name="BeginName">The begin token, the first input of a decoder.</param>
/// <param name="EndName">The end token of a sentence.</param>
public sealed record SpecialTokens(string PaddingName = "<pad>", string UnknownName = "<unk>", string BeginName = "<s>", string EndName = "</s>")
{
    /// <summary>The id of the padding token.</summary>
    public const int Padding = 0;

    /// <summary>The id of the token for unknown words.</summary>
    public const int Unknown = 1;

    /// <summary>The id of the begin token.</summary>
    public const int Begin = 2;

    /// <summary>The id of the end token.</summary>
    public const int End = 3;

    /// <summary>The number of special tokens, the id of a vocabulary's first word.</summary>
    public const int Count = 4;

    /// <summary>The names in id order.</summary>
    public IReadOnlyList<string> Names => [PaddingName, UnknownName, BeginName, EndName];

    /// <summary>The special tokens from the names in a vocabulary's file.</summary>
    internal static SpecialTokens FromNames(IReadOnlyList<string> names) => new(names[0], names[1], names[2], names[3]);

    /// <exception cref="ArgumentException">A name is empty or occurs twice.</exception>
    internal void Check()
    {
        var names = Names;
        if (names.Any(string.IsNullOrWhiteSpace) || names.Distinct(StringComparer.Ordinal).Count() < Count)
            throw new ArgumentException($"The special tokens have the names '{string.Join("', '", names)}': each needs a different name.");
    }

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Names), Names));
}
