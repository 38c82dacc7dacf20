using System.Globalization;

namespace RnnDsl.Benchmarks;

/// <summary>How large the networks are that are measured.</summary>
internal sealed record NetworkSizes(int Vocabulary, int Embedding, int Hidden, int Batch, int Time)
{
    /// <summary>The character model of lab 1.</summary>
    public static readonly NetworkSizes Article = new(Vocabulary: 65, Embedding: 128, Hidden: 256, Batch: 64, Time: 100);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"embedding {Embedding}, 2 × {Hidden}, batch {Batch} × {Time}, {Vocabulary} tokens");
}
