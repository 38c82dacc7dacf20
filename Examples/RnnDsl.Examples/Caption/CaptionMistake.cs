namespace RnnDsl.Examples.Caption;

/// <summary>Kind of mistake in a caption.</summary>
internal enum CaptionMistake
{
    /// <summary>The relations are right, and at least one digit is wrong.</summary>
    Digit,

    /// <summary>The digits and their order are right, and a relation is wrong.</summary>
    Relation,

    /// <summary>Both, another order, or another number of digits.</summary>
    More,
}

/// <summary>Classifies captions by their mistake.</summary>
internal static class CaptionMistakes
{
    /// <returns><c>null</c> if the caption is right.</returns>
    public static CaptionMistake? Find(IReadOnlyList<string> right, IReadOnlyList<string> written)
    {
        if (right.SequenceEqual(written, StringComparer.Ordinal))
            return null;
        if (Relations(right).SequenceEqual(Relations(written), StringComparer.Ordinal))
            return CaptionMistake.Digit;
        return right.Where(Captions.IsDigit).SequenceEqual(written.Where(Captions.IsDigit), StringComparer.Ordinal) ? CaptionMistake.Relation : CaptionMistake.More;
    }

    public static string NameOf(CaptionMistake mistake) => mistake switch
    {
        CaptionMistake.Digit => "Wrong digit",
        CaptionMistake.Relation => "Wrong relation, all digits right",
        _ => "Other mistakes",
    };

    /// <summary>The caption without the names of digits and their articles.</summary>
    private static IEnumerable<string> Relations(IEnumerable<string> words) => words.Select(static word => Captions.IsDigit(word) ? "digit" : word == "an" ? "a" : word);
}
