namespace RnnDsl.Examples.Caption;

/// <summary>What is wrong with a caption.</summary>
internal enum CaptionMistake
{
    /// <summary>Every digit stands where it should, and one at least is taken for another.</summary>
    Digit,

    /// <summary>All digits are named in their order, but not how they stand.</summary>
    Relation,

    /// <summary>Both, another order, or another number of digits.</summary>
    More,
}

/// <summary>Finds it.</summary>
internal static class CaptionMistakes
{
    /// <returns><c>null</c> where the caption is right.</returns>
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

    /// <summary>The caption without the names, and without the articles that go with them.</summary>
    private static IEnumerable<string> Relations(IEnumerable<string> words) => words.Select(static word => Captions.IsDigit(word) ? "digit" : word == "an" ? "a" : word);
}
