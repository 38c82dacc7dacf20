using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Sentiment;

/// <summary>What the table of words begins with: numbers drawn at random, or vectors of a file.</summary>
internal static class StartVectors
{
    private const int DefaultEmbedding = 100;

    // Small beside the recurrent weights, so that what is learned soon outweighs what was drawn.
    private const double Deviation = 0.1;

    /// <summary>The table for a vocabulary, float32 [words, embedding].</summary>
    /// <exception cref="UsageException">The file of vectors is not there, or has none of the words, or vectors of another length than was asked for.</exception>
    public static Tensor For(SentimentOptions options, WordVocabulary vocabulary, IReadOnlyList<Review> reviews) => options.Vectors is { } path
        ? FromFile(path, options.Embedding, vocabulary, reviews)
        : Drawn(vocabulary.Count, options.Embedding ?? DefaultEmbedding);

    /// <summary>Vectors drawn from a normal distribution around zero.</summary>
    public static Tensor Drawn(int words, int embedding)
    {
        using var scope = NewDisposeScope();
        return (randn(words, embedding, device: CPU) * Deviation).MoveToOuterDisposeScope();
    }

    private static Tensor FromFile(string path, int? embedding, WordVocabulary vocabulary, IReadOnlyList<Review> reviews)
    {
        if (!File.Exists(path))
            throw new UsageException($"--vectors {path}: there is no such file.");
        var table = WordVectorTable.Read(path, word => vocabulary.TryGetToken(word, out _));
        if (embedding is { } wanted && wanted != table.Dimensions)
            throw new UsageException($"--embedding {Show.Count(wanted)}: the vectors in {path} have {Show.Count(table.Dimensions)} numbers. Leave --embedding out.");
        if (table.Vectors.Count == 0)
            throw new UsageException($"--vectors {path}: none of its {Show.Count(table.WordsRead)} words is a word of the reviews. Vectors of English words are wanted.");

        var all = reviews.Sum(static review => (long)review.Words.Count);
        var covered = reviews.Sum(review => (long)review.Words.Count(table.Vectors.ContainsKey));
        Show.Line($"Word vectors: {Show.Count(table.Dimensions)} numbers each, for {Show.Count(table.Vectors.Count)} of {Show.Count(vocabulary.Count - SpecialTokens.Count)} words ({Show.Share((double)covered / all)} of the text to learn from)");
        return WordVectors.For(table, vocabulary);
    }
}
