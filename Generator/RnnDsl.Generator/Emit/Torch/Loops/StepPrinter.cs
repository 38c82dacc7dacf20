using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Prints one time step of a cell by ordinary operations, which autograd can differentiate: each equation as a comment, and below it what computes it.</summary>
/// <param name="cell">The cell.</param>
/// <param name="scalars">The numbers that it computes with.</param>
/// <param name="names">How types are written.</param>
/// <param name="weight">How a weight is written.</param>
internal sealed class StepPrinter(CellGraph cell, LoopScalars scalars, TypeNames names, Func<CellWeight, string> weight)
{
    /// <summary>The local of a state after the step.</summary>
    public static string Next(CellState state) => "next" + Identifiers.ToPascalCase(state.Name);

    /// <summary>The names of the sizes that the statements speak of.</summary>
    public HashSet<string> Sizes { get; } = [];

    /// <summary>The step's statements.</summary>
    public List<string> Print()
    {
        var lines = new List<string>();
        foreach (var node in cell.Nodes.Where(IsStatement))
        {
            if (lines.Count > 0)
            {
                lines.Add("");
            }

            lines.AddRange(node.Equation.Split('\n').Where(line => line.Length > 0).Select(line => "// " + line));
            lines.Add($"var {Local(node)} = {Print(node)};");
        }

        return lines;
    }

    private static bool IsStatement(CellNode node) => node is not (LeafNode or SliceNode) && node.Name.Length > 0;

    private string Local(CellNode node) => cell.StateOf(node) is { } state ? Next(state) : node.Name;

    private string Print(CellNode node) => node switch
    {
        SumNode sum => $"{Read(sum.Left, Level.Primary)}.add({Read(sum.Right)}, {scalars.One})",
        DifferenceNode difference => $"{Read(difference.Left)} - {Read(difference.Right, Level.Factor)}",
        TimesNode times => $"{Read(times.Left, Level.Factor)} * {Read(times.Right, Level.Primary)}",
        QuotientNode quotient => $"{Read(quotient.Left, Level.Factor)} / {Read(quotient.Right, Level.Primary)}",
        AffineNode { Shift: 0 } affine => Scaled(affine),
        AffineNode { Scale: 1 } affine => $"{Scaled(affine)}.add({scalars[affine.Shift]}, {scalars.One})",
        AffineNode { Scale: -1 } affine => $"{Read(affine.Operand, Level.Primary)}.neg().add({scalars[affine.Shift]}, {scalars.One})",
        AffineNode affine => $"({Scaled(affine)}).add({scalars[affine.Shift]}, {scalars.One})",
        ClampNode clamp => $"{Read(clamp.Operand, Level.Primary)}.clamp_{(clamp.IsLargest ? "min" : "max")}({scalars[clamp.Bound]})",
        ExtremeNode extreme => $"{names.Torch}.{(extreme.IsLargest ? "maximum" : "minimum")}({Read(extreme.Left)}, {Read(extreme.Right)})",
        LerpNode lerp => $"{names.Torch}.lerp({Read(lerp.Start)}, {Read(lerp.End)}, {Read(lerp.Weight)})",
        FunctionNode { Function: CellFunction.Softplus } softplus => $"{names["CellFunctions"]}.Softplus({Read(softplus.Operand)})",
        FunctionNode function => $"{Read(function.Operand, Level.Primary)}.{function.Function.ToString().ToLowerInvariant()}()",
        SoftmaxNode softmax => $"{names.Nn}.functional.softmax({Read(softmax.Operand)}, 1)",
        ConcatNode concat => $"{names.Torch}.cat([{string.Join(", ", concat.Operands.Select(Batched))}], 1)",
        ProductNode product => $"{names.Nn}.functional.linear({Read(product.Operand)}, {weight(product.Weight)}{(product.Bias is { } bias ? ", " + weight(bias) : "")})",
        NormNode { Blocks: > 1 } norm => $"{names["CellNorm"]}.OfBlocks({Read(norm.Operand)}, {weight(norm.Gain)}, {Literal.Of(norm.Blocks)})",
        NormNode norm => $"{names["CellNorm"]}.Of({Read(norm.Operand)}, {weight(norm.Gain)}{(norm.Bias is { } bias ? ", " + weight(bias) : "")})",
        SliceNode slice => $"{Read(slice.Of, Level.Primary)}.narrow(1, {Size(slice.First)}, {Size(slice.Extent)})",
        SameNode same => Read(same.Operand),
        VectorNode vector => weight(vector.Weight),
        LeafNode => node.Name,
        _ => throw new InvalidOperationException($"A {node.GetType().Name} is no value of a step."),
    };

    private string Read(CellNode node, Level level = Level.Sum)
    {
        if (IsStatement(node))
        {
            return Local(node);
        }

        var text = Print(node);
        return LevelOf(node) >= level ? text : $"({text})";
    }

    private string Size(CellExtent extent)
    {
        Sizes.UnionWith(extent.Sizes);
        return extent.ToString();
    }

    private string Scaled(AffineNode affine) => affine.Scale switch
    {
        1 => Read(affine.Operand, Level.Primary),
        -1 => "-" + Read(affine.Operand, Level.Primary),
        var scale => $"{scalars[scale]} * {Read(affine.Operand, Level.Primary)}",
    };

    /// <summary>A vector of weights beside values that there is one of for each sequence.</summary>
    private string Batched(CellNode node) => node is VectorNode ? $"{Read(node)}.expand({cell.States[0].Name}.size(0), -1)" : Read(node);

    private static Level LevelOf(CellNode node) => node switch
    {
        DifferenceNode or AffineNode { Scale: -1, Shift: 0 } => Level.Sum,
        TimesNode or QuotientNode or AffineNode { Scale: not 1, Shift: 0 } => Level.Factor,
        _ => Level.Primary,
    };

    private enum Level
    {
        Sum,
        Factor,
        Primary,
    }
}
