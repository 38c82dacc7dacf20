namespace RnnDsl.Generator.Equations;

/// <summary>Some of the characters of a cell's equations.</summary>
/// <param name="Start">The first, counted from 0.</param>
/// <param name="Length">How many.</param>
internal readonly record struct Span(int Start, int Length)
{
    public int End => Start + Length;

    public Span To(Span other) => new(Start, other.End - Start);
}
