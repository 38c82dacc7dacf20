using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Prints the backward pass of a loop as formulas. "all ∂a" is a tensor over all steps, "∂state h" the gradient carried from step to step.</summary>
internal static class GradientText
{
    public static string Print(BackwardStatement statement) => statement switch
    {
        AddToState add => $"∂state {add.State.Name} += {Print(add.Term)}",
        SaveGradient save => $"{Print(save.Region)} = {Print(save.Terms)}",
        ComputeGradient compute => $"{Print(compute.Value)} = {Print(compute.Terms)}",
        NormBackward norm => $"{Print(norm.Value)} = backward through norm({NodeText.Label(norm.Norm.Operand)}) ⊙ {norm.Norm.Gain.Name} of {Print(norm.Gradient)}",
        SoftmaxBackward softmax => $"{Print(softmax.Value)} = backward through {NodeText.Label(softmax.Softmax)} of {Print(softmax.Gradient)}",
        OperandBackward operand => $"{Print(operand.Value)} = backward of {Print(operand.Gradient)}",
        PreserveState preserve => $"{Print(new PreservedStateGradient(preserve.State))} = ∂state {preserve.State.Name}",
        UpdateState update => $"∂state {update.State.Name} before = {(update.Terms.Count == 0 ? "0" : Print(update.Terms))}",
        AttentionBackward attention => $"∂state {attention.Query.Name} before += backward through the attention of {Print(attention.Projection)}",
        _ => throw new InvalidOperationException($"A {statement.GetType().Name} is not printed."),
    };

    public static string Print(ScheduledWeightGradient gradient) => $"∂{gradient.Weight.Name} = " + gradient switch
    {
        MatrixProductGradient matrix => $"Σ {Print(matrix.Region)}ᵀ · {NodeText.Label(matrix.Operand)}",
        RegionSum sum => $"Σ {Print(sum.Region)}",
        TermSum sum => $"Σ ({Print(sum.Terms)})",
        NormGainGradient gain => $"Σ {Print(gain.Region)} ⊙ norm({NodeText.Label(gain.Norm.Operand)})",
        _ => throw new InvalidOperationException($"A {gradient.GetType().Name} is not printed."),
    };

    public static string Print(GradientRegion region) => NodeText.Columns("all ∂" + NodeText.Label(region.Buffer.Of), region.First, region.Width);

    private static string Print(IEnumerable<ScheduledTerm> terms) => string.Join(" + ", terms.Select(Print));

    private static string Print(ScheduledTerm term)
    {
        var value = term.Columns is { } columns ? NodeText.Columns(Print(term.Value), columns.First, columns.Extent) : Print(term.Value);
        var scale = term.Scale switch { 1 => "", -1 => "-", var number => NodeText.Number(number) + " " };
        return scale + string.Join(" ⊙ ", term.Factors.Select(Print).Prepend(term.Matrix is { } matrix ? $"{value} · {matrix.Name}" : value));
    }

    private static string Print(GradientValue value) => value switch
    {
        StateGradient state => "∂state " + state.State.Name,
        PreservedStateGradient state => $"∂state {state.State.Name} (copy)",
        SavedGradient saved => Print(saved.Region),
        TemporaryGradient temporary => "∂" + NodeText.Label(temporary.Of),
        OperandGradient operand => $"∂{NodeText.Label(operand.Operand)} by {NodeText.Label(operand.Reader)}",
        _ => throw new InvalidOperationException($"A {value.GetType().Name} is not printed."),
    };

    private static string Print(GradientFactor factor)
    {
        var value = NodeText.Label(factor.Node);
        return factor.Kind switch
        {
            FactorKind.Value => value,
            FactorKind.Complement => $"(1 - {value})",
            FactorKind.Difference => $"({value} - {NodeText.Label(factor.Other!)})",
            FactorKind.Reciprocal => $"(1 / {value})",
            FactorKind.Larger => $"[{value} > {NodeText.Label(factor.Other!)}]",
            FactorKind.Unbound when factor.Node is ClampNode clamp => $"[{NodeText.Label(clamp.Operand)} {(clamp.IsLargest ? "≥" : "≤")} {NodeText.Number(clamp.Bound)}]",
            FactorKind.Selected when factor.Node is SelectNode select => $"[{NodeText.Label(select.Left)} {select.Comparison.Sign()} {NodeText.Label(select.Right)}]",
            FactorKind.NotSelected when factor.Node is SelectNode select => $"[{NodeText.Label(select.Left)} {select.Comparison.OppositeSign()} {NodeText.Label(select.Right)}]",
            FactorKind.WholeQuotient when factor.Node is RemainderNode remainder => $"⌊{NodeText.Label(remainder.Operand)} / {NodeText.Label(remainder.Modulus)}⌋",
            FactorKind.ActivationGradient when factor.Node is FunctionNode function => function.Function switch
            {
                CellFunction.Sigmoid => $"{value} ⊙ (1 - {value})",
                CellFunction.Tanh => $"(1 - {value}²)",
                CellFunction.Relu => $"[{value} > 0]",
                CellFunction.Softplus => $"σ({NodeText.Label(function.Operand)})",
                _ => $"{function.Function.ToString().ToLowerInvariant()}'({NodeText.Label(function.Operand)})",
            },
            _ => throw new InvalidOperationException($"{factor.Kind} is not printed."),
        };
    }
}
