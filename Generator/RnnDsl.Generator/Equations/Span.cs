namespace RnnDsl.Generator.Equations;

/// <summary>A range of characters of a cell's equations.</summary>
/// <param name="Start">The index of the first character.</param>
/// <param name="Length">The number of characters.</param>
internal readonly record struct Span(int Start, int Length)
{
    public int End => Start + Length;

    public Span To(Span other) => new(Start, other.End - Start);
}
