using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

internal partial interface IStreamStepVisitor<out T>
{
    T Visit(MultiplyMemory step);

    T Visit(DotScores step);

    T Visit(AdditiveScores step);

    T Visit(LocatePrevious step);

    T Visit(AttendHeads step);

    T Visit(ReadContext step);

    T Visit(AddCoverage step);

    T Visit(KeepWeights step);

    T Visit(MixCopies step);
}

/// <summary>The products of the values of a memory with a matrix.</summary>
/// <param name="IsValue">Whether they are the values of heads; else they are the keys.</param>
internal sealed record MultiplyMemory(StreamWeight Matrix, StreamWeight? Bias, bool IsValue) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The attention weights of scores that are inner products of the query with the keys.</summary>
/// <param name="Size">The size of the query.</param>
/// <param name="IsScaled">Whether they are divided by the root of the size.</param>
internal sealed record DotScores(RowsPlace Query, Polynomial Size, bool IsScaled) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The attention weights of additive scores.</summary>
/// <param name="Query">The projected query.</param>
/// <param name="Score">The vector v.</param>
/// <param name="Coverage">The weight of the coverage and the state with it; null without one.</param>
/// <param name="IsLocated">Whether the scores read what <see cref="LocatePrevious"/> computes.</param>
internal sealed record AdditiveScores(StreamRows Query, StreamWeight Score, (StreamWeight Weight, StreamRows State)? Coverage, bool IsLocated) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The projected convolutions of the previous attention weights.</summary>
internal sealed record LocatePrevious(StreamRows Previous, StreamWeight Filters, StreamWeight Location) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The attention weights and the context vectors of several heads.</summary>
/// <param name="Query">The projected query.</param>
/// <param name="Heads">The number of heads.</param>
/// <param name="Target">The context vectors, side by side.</param>
internal sealed record AttendHeads(StreamRows Query, long Heads, StreamRows Target) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The context vector.</summary>
internal sealed record ReadContext(RowsPlace Target) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Adds the attention weights to the coverage.</summary>
internal sealed record AddCoverage(StreamRows Coverage) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Keeps the attention weights for the next step.</summary>
internal sealed record KeepWeights(StreamRows Previous) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Log-probabilities of a mixture of generation and copying.</summary>
/// <param name="Scores">The scores of the vocabulary.</param>
/// <param name="Gate">The gate's pre-activation.</param>
internal sealed record MixCopies(RowsPlace Scores, RowsPlace Gate, RowsPlace Target) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}
