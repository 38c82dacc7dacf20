using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>
/// Gives a name to every value that must lie somewhere. One that is read once, right where it is computed, needs none: it becomes a part of the
/// operation that reads it.
/// </summary>
internal static class NodeNames
{
    public static void Complete(IReadOnlyList<CellNode> nodes, IReadOnlyList<CellState> states, CellNames names)
    {
        var kept = new HashSet<CellNode>(nodes.Where(node => node.IsDifferentiable).SelectMany(DerivativeReads.Of));
        var readers = nodes.SelectMany(node => node.Operands.Distinct().Select(operand => (operand, node))).ToLookup(pair => pair.operand, pair => pair.node);
        var placed = new HashSet<CellNode>();

        // Readers before what they read: a value that is a part of its reader may itself ask that its operands lie somewhere.
        foreach (var node in nodes.Reverse().Where(node => node is not (LeafNode or SliceNode)))
        {
            var isPart = node.Name.Length == 0 && !placed.Contains(node) && !kept.Contains(node) && !states.Any(state => state.Next == node)
                && readers[node].Count() == 1 && IsPartOf(node, readers[node].First());
            if (!isPart)
            {
                placed.Add(node);
            }

            foreach (var operand in MustLieSomewhere(node, isPart ? readers[node].First() : null))
            {
                placed.Add(operand);
            }
        }

        foreach (var node in nodes.Where(node => placed.Contains(node) && node.Name.Length == 0 && node is not (LeafNode or SliceNode)))
        {
            node.Name = names.Reserve(Wanted(node));
            if (node.Symbol.Length == 0)
            {
                node.Symbol = node.Name;
            }
        }

        string Wanted(CellNode node) => node switch
        {
            FunctionNode { Operand.Name: { Length: > 0 } operand } function => $"{function.Function.ToString().ToLowerInvariant()}_{operand}",
            FunctionNode function => $"{Stem(node)}_{function.Function.ToString().ToLowerInvariant()}",
            SumNode or DifferenceNode or AffineNode => Stem(node) + "_sum",
            ProductNode => Stem(node) + "_product",
            TimesNode times when times.Operands.All(operand => operand.Name.Length is > 0 and < 16) => $"{times.Left.Name}_times_{times.Right.Name}",
            NormNode => Stem(node) + "_normed",
            _ => Stem(node) + "_part",
        };

        string Stem(CellNode node) => node.Name.Length > 0 ? node.Name : readers[node].FirstOrDefault() is { } reader ? Stem(reader) : "value";
    }

    /// <summary>Whether a value can be a part of the operation that reads it.</summary>
    private static bool IsPartOf(CellNode node, CellNode reader) => node switch
    {
        TimesNode => IsFirst(node, reader) || IsSecond(node, reader),
        ProductNode { Bias: null } => reader is SumNode sum && sum.Right == node && sum.Left != node,
        AffineNode { Shift: 0 } when reader is SumNode scaled && scaled.Right == node => scaled.Left != node,
        SumNode or DifferenceNode or QuotientNode or AffineNode or ClampNode => IsFirst(node, reader),
        _ => false,
    };

    private static bool IsFirst(CellNode node, CellNode reader) => reader switch
    {
        SumNode sum => sum.Left == node && sum.Right != node,
        DifferenceNode difference => difference.Left == node && difference.Right != node,
        TimesNode times => times.Left == node && times.Right != node,
        QuotientNode quotient => quotient.Left == node && quotient.Right != node,
        AffineNode or ClampNode => true,
        FunctionNode function => function.Function != CellFunction.Softplus,
        _ => false,
    };

    private static bool IsSecond(CellNode node, CellNode reader) => reader switch
    {
        SumNode sum => sum.Right == node && sum.Left != node,
        DifferenceNode difference => difference.Right == node && difference.Left != node,
        _ => false,
    };

    /// <summary>The operands that an operation reads from a place.</summary>
    /// <param name="node">The operation.</param>
    /// <param name="reader">What it is a part of, where it is one.</param>
    private static IEnumerable<CellNode> MustLieSomewhere(CellNode node, CellNode? reader) => node switch
    {
        AffineNode affine when reader is SumNode sum && sum.Right == node => affine.Operands,
        SumNode or DifferenceNode or AffineNode or ClampNode or FunctionNode => [],
        TimesNode times when reader is not null && IsSecond(node, reader) => times.Operands,
        TimesNode times => [times.Right],
        QuotientNode quotient => [quotient.Right],
        _ => node.Operands,
    };
}
