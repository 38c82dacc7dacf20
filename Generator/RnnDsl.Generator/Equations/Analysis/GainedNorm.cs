using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Analysis;

/// <summary>γ ⊙ layernorm(a), with or without γ, which is one operation.</summary>
/// <param name="Norm">layernorm(a)</param>
/// <param name="Gain">γ, a value that depends on parameters only; null if there is none.</param>
internal sealed record GainedNorm(FunctionValue Norm, CellValue? Gain)
{
    /// <summary>A value of that form whose parts have no other use; null for any other.</summary>
    /// <param name="value">The value.</param>
    /// <param name="facts">The dependencies of values.</param>
    /// <param name="hasName">Whether an equation defines a value.</param>
    /// <param name="isRead">Whether the whole value may have several uses and a name; its parts may not.</param>
    public static GainedNorm? Of(CellValue value, ValueFacts facts, Func<CellValue, bool> hasName, bool isRead = false)
    {
        if (!isRead && !IsOwn(value))
        {
            return null;
        }

        switch (value)
        {
            case FunctionValue { Function: FunctionKind.LayerNorm } alone:
                return new GainedNorm(alone, null);

            case BinaryValue { Operator: ValueOperator.Times } times:
                foreach (var (gain, inner) in new[] { (times.Left, times.Right), (times.Right, times.Left) })
                {
                    if (inner is FunctionValue { Function: FunctionKind.LayerNorm } norm && facts.Of(gain) == Dependence.Parameters && IsOwn(norm))
                    {
                        return new GainedNorm(norm, gain);
                    }
                }

                return null;

            default:
                return null;
        }

        bool IsOwn(CellValue part) => facts.ReadersOf(part) == 1 && !hasName(part);
    }
}
