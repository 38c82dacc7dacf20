using static TorchSharp.torch;

namespace RnnDsl.Examples.Reverse;

/// <summary>Strings of the letters a to z and their reverses.</summary>
internal static class Letters
{
    /// <summary>The special tokens, then the letters.</summary>
    public static WordVocabulary Vocabulary { get; } = new(Enumerable.Range('a', 26).Select(static letter => ((char)letter).ToString()));

    /// <summary>A random string of this length.</summary>
    public static string Draw(RandomSource random, int length) =>
        string.Create(length, random, static (letters, random) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = (char)('a' + random.NextInt64(26));
        });

    public static string Reverse(string text) => new([.. text.AsEnumerable().Reverse()]);

    /// <summary>A batch of strings with their reverses.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    public static SequencePairBatch Batch(IReadOnlyCollection<string> texts, Device device)
    {
        var pairs = new SequencePairs(texts.Select(static text => (Encode(text), Encode(Reverse(text)))), device: device);
        return pairs.Batch([.. Enumerable.Range(0, texts.Count)]);
    }

    public static string Decode(IReadOnlyList<long> tokens) => string.Concat(Vocabulary.Decode([.. tokens]));

    /// <summary>The label of a token in figures.</summary>
    public static string Label(long token) => token == SpecialTokens.End ? "·" : Vocabulary[token];

    public static long[] Encode(string text) => Vocabulary.Encode([.. text.Select(static letter => letter.ToString())]);
}
