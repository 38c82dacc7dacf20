using System.Security.Cryptography;
using System.Text;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Sentiment;

/// <summary>All reviews with their ten folds.</summary>
internal sealed class ReviewData
{
    public const int FoldCount = 10;

    /// <summary>Seed of the folds, the same in every run.</summary>
    private const long FoldSeed = 2005;

    private readonly StratifiedFolds _folds;

    private ReviewData(IReadOnlyList<Review> reviews, StratifiedFolds folds) => (Reviews, _folds) = (reviews, folds);

    public static WordTokenizer Tokenizer { get; } = new();

    public IReadOnlyList<Review> Reviews { get; }

    /// <summary>Reads MR, the file or folder of <c>--data</c>, or the embedded sentences.</summary>
    /// <exception cref="UsageException">There are too few reviews for the folds.</exception>
    public static ReviewData Read(string? path)
    {
        var set = DataSets.MovieReviews with { Sample = SampleReviews.Open };
        var data = DataFinder.Find(set, path);
        Show.Line($"Reviews from {data.Location}");
        List<Review> reviews = [.. LabelledSentences.Read(data, set.Files[0].Name, Sentiments.Names, ["rt-polarity.neg", "rt-polarity.pos"])
            .Select(static sentence => new Review(Tokenizer.Split(sentence.Text), sentence.Label))
            .Where(static review => review.Words.Count > 0)];
        try
        {
            var keys = reviews.Select(static review => SentenceKey.Of(review.Words)).ToList();
            return new(reviews, StratifiedFolds.Create([.. reviews.Select(static review => review.Label)], keys, FoldCount, FoldSeed));
        }
        catch (ArgumentException problem)
        {
            throw new UsageException($"{data.Location}: {problem.Message}");
        }
    }

    /// <summary>Training, validation and test reviews of a fold, with at most <paramref name="limit"/> training reviews.</summary>
    public FoldReviews Fold(int number, int? limit)
    {
        var split = _folds.Split(number);
        return new(number, Some(Chosen(split.Training), limit), Chosen(split.Validation), Chosen(split.Test));
    }

    private List<Review> Chosen(IReadOnlyList<int> items) => [.. items.Select(item => Reviews[item])];

    /// <summary>A random sample of the reviews, or all.</summary>
    private static List<Review> Some(List<Review> reviews, int? limit)
    {
        if (limit is not { } count || count >= reviews.Count)
            return reviews;
        var drawn = reviews.ToArray();
        new RandomSource(FoldSeed).Shuffle(drawn.AsSpan());
        return [.. drawn[..count]];
    }
}

/// <summary>The reviews of one fold of the cross-validation.</summary>
/// <param name="Number">Index of the fold, from 1.</param>
/// <param name="Training">Training reviews.</param>
/// <param name="Validation">Validation reviews, which select the epoch and the penalty of the baseline.</param>
/// <param name="Test">Test reviews.</param>
internal sealed record FoldReviews(int Number, IReadOnlyList<Review> Training, IReadOnlyList<Review> Validation, IReadOnlyList<Review> Test)
{
    /// <summary>Name of its checkpoint and vocabulary.</summary>
    public string Name => NameOf(Number);

    public static string NameOf(int fold) => FormattableString.Invariant($"fold-{fold}");

    /// <summary>SHA-256 of the reviews, which identifies the data.</summary>
    public string Fingerprint()
    {
        var lines = Training.Concat(Validation).Concat(Test).Select(static review => FormattableString.Invariant($"{review.Label}\t{string.Join(' ', review.Words)}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }
}
