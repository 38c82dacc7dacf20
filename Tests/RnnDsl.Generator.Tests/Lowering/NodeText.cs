using System.Globalization;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Prints the values of a step as formulas.</summary>
internal static class NodeText
{
    /// <summary>The name of a value. A value without one is printed as what it is.</summary>
    public static string Label(CellNode node) => node switch
    {
        PreviousNode previous => previous.State.Name + " before",
        SliceNode slice => Columns(Label(slice.Of), slice.First, slice.Extent),
        { Name.Length: > 0 } => node.Name,
        _ => $"({Operation(node, static _ => false)})",
    };

    public static string Columns(string whole, CellExtent first, CellExtent? width) => width is null ? whole : $"{whole}[{first} .. {first + width}]";

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Label(NodeOrNumber operand) => operand.Node is { } node ? Label(node) : Number(operand.Number);

    /// <summary>What computes a value.</summary>
    /// <param name="node">The value.</param>
    /// <param name="isInlined">Whether an operand is a part of the operation.</param>
    public static string Operation(CellNode node, Func<CellNode, bool> isInlined)
    {
        switch (node)
        {
            case ProductNode product:
                return $"{product.Weight.Name} · {Operand(product.Operand)}{(product.Bias is { } bias ? " + " + bias.Name : "")}";

            case NormNode norm:
                return $"norm({Operand(norm.Operand)}){(norm.Blocks > 1 ? $" of {Number(norm.Blocks)} blocks" : "")} ⊙ {norm.Gain.Name}{(norm.Bias is { } shift ? " + " + shift.Name : "")}";

            case SumNode sum:
                return $"{Operand(sum.Left)} + {Operand(sum.Right)}";

            case DifferenceNode difference:
                return $"{Operand(difference.Left)} - {Operand(difference.Right)}";

            case TimesNode times:
                return $"{Operand(times.Left)} ⊙ {Operand(times.Right)}";

            case QuotientNode quotient:
                return $"{Operand(quotient.Left)} / {Operand(quotient.Right)}";

            case ExtremeNode extreme:
                return $"{(extreme.IsLargest ? "max" : "min")}({Operand(extreme.Left)}, {Operand(extreme.Right)})";

            case ClampNode clamp:
                return $"{(clamp.IsLargest ? "max" : "min")}({Operand(clamp.Operand)}, {Number(clamp.Bound)})";

            case SelectNode select:
                return $"{Value(select.Then)} if {Value(select.Left)} {select.Comparison.Sign()} {Value(select.Right)} else {Value(select.Otherwise)}";

            case RemainderNode remainder:
                return $"{Value(remainder.Operand)} mod {Value(remainder.Modulus)}";

            case AffineNode affine:
                return $"{Number(affine.Scale)} ⊙ {Operand(affine.Operand)}{(affine.Shift == 0 ? "" : affine.Shift < 0 ? " - " + Number(-affine.Shift) : " + " + Number(affine.Shift))}";

            case LerpNode lerp:
                return $"(1 - {Operand(lerp.Weight)}) ⊙ {Operand(lerp.Start)} + {Operand(lerp.Weight)} ⊙ {Operand(lerp.End)}";

            case FunctionNode { Function: CellFunction.Reciprocal } reciprocal:
                return $"1 / {Operand(reciprocal.Operand)}";

            case FunctionNode function:
                return $"{(function.Function == CellFunction.Sigmoid ? "σ" : function.Function.ToString().ToLowerInvariant())}({Operand(function.Operand)})";

            case OuterNode outer:
                return $"{Operand(outer.Left)} ⊗ {Operand(outer.Right)}";

            case ContractedNode contracted:
                return $"{Operand(contracted.Matrix)}{(contracted.IsTransposed ? "ᵀ" : "")} · {Operand(contracted.Vector)}";

            case RepeatNode repeat:
                return $"{Operand(repeat.Operand)} × {repeat.Extent}";

            case SoftmaxNode softmax:
                return $"softmax({Operand(softmax.Operand)})";

            case ConcatNode concat:
                return $"[{string.Join(", ", concat.Operands.Select(Operand))}]";

            case SameNode same:
                return Operand(same.Operand);

            default:
                throw new InvalidOperationException($"A {node.GetType().Name} is not printed.");
        }

        string Value(NodeOrNumber operand) => operand.Node is { } value ? Operand(value) : Number(operand.Number);

        string Operand(CellNode operand) => isInlined(operand) ? $"({Operation(operand, isInlined)})" : Label(operand);
    }
}
