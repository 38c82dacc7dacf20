using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Analysis;

/// <summary>(1 - weight) ⊙ start + weight ⊙ end, which is one operation.</summary>
internal sealed record Interpolation(CellValue Start, CellValue End, CellValue Weight)
{
    /// <summary>A sum of that form, in any order; null for any other value.</summary>
    public static Interpolation? Of(CellValue value) =>
        Find(value) is { Start.Term: not null, End.Term: not null, Weight.Term: not null } found ? found : null;

    private static Interpolation? Find(CellValue value) => value is not BinaryValue { Operator: ValueOperator.Add } sum ? null
        : sum is { Left: BinaryValue { Operator: ValueOperator.Times } one, Right: BinaryValue { Operator: ValueOperator.Times } other } && (Of(one, other) ?? Of(other, one)) is { } two ? two
        : Match(sum.Left, sum.Right) ?? Match(sum.Right, sum.Left);

    /// <summary>start + weight ⊙ (end - start)</summary>
    private static Interpolation? Match(CellValue start, CellValue step)
    {
        if (step is BinaryValue { Operator: ValueOperator.Times } times)
        {
            foreach (var (weight, way) in new[] { (times.Left, times.Right), (times.Right, times.Left) })
            {
                if (way is BinaryValue { Operator: ValueOperator.Subtract, Left: var end, Right: var from } && from == start && weight is not NumberValue)
                {
                    return new Interpolation(start, end, weight);
                }
            }
        }

        return null;
    }

    private static Interpolation? Of(BinaryValue kept, BinaryValue added)
    {
        foreach (var (complement, start) in new[] { (kept.Left, kept.Right), (kept.Right, kept.Left) })
        {
            if (complement is BinaryValue { Operator: ValueOperator.Subtract, Left: NumberValue { Value: 1 }, Right: var weight })
            {
                if (added.Left == weight)
                {
                    return new Interpolation(start, added.Right, weight);
                }

                if (added.Right == weight)
                {
                    return new Interpolation(start, added.Left, weight);
                }
            }
        }

        return null;
    }
}
