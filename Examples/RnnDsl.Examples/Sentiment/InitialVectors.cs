using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Sentiment;

/// <summary>Initial word embeddings: random, or from a file.</summary>
internal static class InitialVectors
{
    private const int DefaultEmbedding = 100;

    // Small compared with the recurrent weights, so that training soon dominates the initial values.
    private const double Deviation = 0.1;

    /// <summary>The embedding matrix of a vocabulary, float32 [words, embedding].</summary>
    /// <exception cref="UsageException">The file is missing, has none of the words, or its vectors have another size than requested.</exception>
    public static Tensor For(SentimentOptions options, WordVocabulary vocabulary, IReadOnlyList<Review> reviews) => options.Vectors is { } path
        ? FromFile(path, options.Embedding, vocabulary, reviews)
        : Random(vocabulary.Count, options.Embedding ?? DefaultEmbedding);

    /// <summary>Normally distributed vectors with mean zero.</summary>
    public static Tensor Random(int words, int embedding)
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
            throw new UsageException($"--embedding {Show.Count(wanted)}: the vectors in {path} have {Show.Count(table.Dimensions)} dimensions. Leave --embedding out.");
        if (table.Vectors.Count == 0)
            throw new UsageException($"--vectors {path}: none of its {Show.Count(table.WordsRead)} words is a word of the reviews. The file must hold vectors of English words.");

        var all = reviews.Sum(static review => (long)review.Words.Count);
        var covered = reviews.Sum(review => (long)review.Words.Count(table.Vectors.ContainsKey));
        Show.Line($"Word vectors: {Show.Count(table.Dimensions)} dimensions, for {Show.Count(table.Vectors.Count)} of {Show.Count(vocabulary.Count - SpecialTokens.Count)} words ({Show.Percent((double)covered / all)} of the training text)");
        return WordVectors.For(table, vocabulary);
    }
}
