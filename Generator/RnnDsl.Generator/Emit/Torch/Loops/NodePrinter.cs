using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Prints values of a step as expressions of ordinary operations, which autograd can differentiate.</summary>
/// <param name="scalars">The numbers that they compute with.</param>
/// <param name="names">How types are written.</param>
/// <param name="weight">How a weight is written; null for the gain of a normalisation that has none.</param>
/// <param name="batch">The sizes before the last one, as code: what a vector of weights is repeated over beside other values.</param>
/// <param name="dimension">The last dimension.</param>
internal sealed class NodePrinter(LoopScalars scalars, TypeNames names, Func<CellWeight, string?> weight, string batch, int dimension)
{
    private readonly Dictionary<CellNode, string> _locals = [];

    /// <summary>How a value is written that has no local; null for the expression of its operands.</summary>
    public Func<CellNode, string>? Place { get; init; }

    /// <summary>The function of products with a matrix.</summary>
    public string Linear { get; init; } = names.Nn + ".functional.linear";

    /// <summary>The numbers that expressions compute with.</summary>
    public LoopScalars Scalars => scalars;

    /// <summary>The names of the sizes in expressions.</summary>
    public HashSet<string> Sizes { get; } = [];

    /// <summary>Sets the local of a value.</summary>
    public void Declare(CellNode node, string local)
    {
        if (!_locals.ContainsKey(node))
        {
            _locals.Add(node, local);
        }
    }

    /// <summary>Forgets the local of a value.</summary>
    public void Undeclare(CellNode node) => _locals.Remove(node);

    public bool IsDeclared(CellNode node) => _locals.ContainsKey(node);

    /// <summary>The value as an expression, or its local.</summary>
    public string Print(CellNode node) => Print(node, Level.Sum);

    /// <summary>The value as a factor, or as what a method is called on.</summary>
    public string Within(CellNode node) => Print(node, Level.Primary);

    private string Print(CellNode node, Level level)
    {
        if (_locals.TryGetValue(node, out var local))
        {
            return local;
        }

        if (Place is not null)
        {
            return Place(node);
        }

        var text = PrintAnew(node);
        return LevelOf(node) >= level ? text : $"({text})";
    }

    /// <summary>The value as an expression of its operands, also where a local holds it.</summary>
    public string PrintAnew(CellNode node) => node switch
    {
        SumNode sum => $"{Within(sum.Left)}.add({Print(sum.Right)}, {scalars.One})",
        DifferenceNode difference => $"{Print(difference.Left)} - {Print(difference.Right, Level.Factor)}",
        TimesNode times => $"{Print(times.Left, Level.Factor)} * {Within(times.Right)}",
        QuotientNode quotient => $"{Print(quotient.Left, Level.Factor)} / {Within(quotient.Right)}",
        AffineNode { Shift: 0, Operand: FunctionNode { Function: CellFunction.Reciprocal } inverse } affine when !IsDeclared(inverse) => $"{scalars[affine.Scale]} / {Within(inverse.Operand)}",
        AffineNode { Shift: 0 } affine => Scaled(affine),
        AffineNode { Scale: 1 } affine => $"{Scaled(affine)}.add({scalars[affine.Shift]}, {scalars.One})",
        AffineNode { Scale: -1 } affine => $"{Within(affine.Operand)}.neg().add({scalars[affine.Shift]}, {scalars.One})",
        AffineNode affine => $"({Scaled(affine)}).add({scalars[affine.Shift]}, {scalars.One})",
        ClampNode clamp => $"{Within(clamp.Operand)}.clamp_{(clamp.IsLargest ? "min" : "max")}({scalars[clamp.Bound]})",
        ExtremeNode extreme => $"{names.Torch}.{(extreme.IsLargest ? "maximum" : "minimum")}({Print(extreme.Left)}, {Print(extreme.Right)})",
        SelectNode select => Selection(select),
        RemainderNode remainder => Remainder(remainder),
        LerpNode lerp => $"{names.Torch}.lerp({Print(lerp.Start)}, {Print(lerp.End)}, {Print(lerp.Weight)})",
        FunctionNode { Function: CellFunction.Softplus } softplus => $"{names["CellFunctions"]}.Softplus({Print(softplus.Operand)})",
        FunctionNode function => $"{Within(function.Operand)}.{function.Function.ToString().ToLowerInvariant()}()",
        SoftmaxNode softmax => $"{names.Nn}.functional.softmax({Print(softmax.Operand)}, {Literal.Of(dimension)})",
        ConcatNode concat => $"{names.Torch}.cat([{string.Join(", ", concat.Operands.Select(item => Item(item, concat)))}], {Literal.Of(dimension)})",
        ProductNode product => $"{Linear}({Print(product.Operand)}, {weight(product.Weight)}{(product.Bias is { } bias ? ", " + weight(bias) : "")})",
        NormNode { Blocks: > 1 } norm => $"{names["CellNorm"]}.OfBlocks({Print(norm.Operand)}, {weight(norm.Gain)}, {Literal.Of(norm.Blocks)})",
        NormNode norm => $"{names["CellNorm"]}.Of({string.Join(", ", new[] { Print(norm.Operand), weight(norm.Gain), norm.Bias is { } bias ? weight(bias) : null }.Where(argument => argument is not null))})",
        SliceNode slice => $"{Within(slice.Of)}.narrow({Literal.Of(dimension)}, {Size(slice.First)}, {Size(slice.Extent)})",
        OuterNode outer => $"{names["StateMatrix"]}.Outer({Print(outer.Left)}, {Print(outer.Right)})",
        ContractedNode contracted => $"{names["StateMatrix"]}.{(contracted.IsTransposed ? "TransposedTimes" : "Times")}({Print(contracted.Matrix)}, {Print(contracted.Vector)})",
        RepeatNode repeat => $"{Within(repeat.Operand)}.expand({batch}, {Size(repeat.Extent)})",
        SameNode same => Print(same.Operand),
        VectorNode vector => weight(vector.Weight)!,
        LeafNode => node.Name,
        _ => throw new InvalidOperationException($"A {node.GetType().Name} has no code."),
    };

    private string Selection(SelectNode select)
    {
        var arguments = new List<string> { Comparison(select, Within, scalars), Branch(select.Then), Branch(select.Otherwise) };
        if (select is { Then.Node: null, Otherwise.Node: null })
        {
            arguments.Add($"{Within(select.Operands[0])}.dtype");
        }

        return $"{names["CellFunctions"]}.Select({string.Join(", ", arguments)})";

        string Branch(NodeOrNumber branch) => branch.Node is { } node ? Print(node) : scalars[branch.Number];
    }

    /// <summary>The condition of a selection, as a tensor of booleans.</summary>
    /// <param name="select">The selection.</param>
    /// <param name="read">How a value is written.</param>
    /// <param name="scalars">The numbers.</param>
    public static string Comparison(SelectNode select, Func<CellNode, string> read, LoopScalars scalars)
    {
        // What compares left with right, and right with left.
        var (method, turned) = select.Comparison switch
        {
            SelectionKind.Equal => ("eq", "eq"),
            SelectionKind.AtLeast => ("ge", "le"),
            _ => ("gt", "lt"),
        };
        return select.Left.Node is { } left
            ? $"{read(left)}.{method}({(select.Right.Node is { } right ? read(right) : scalars[select.Right.Number])})"
            : $"{read(select.Right.Node!)}.{turned}({scalars[select.Left.Number]})";
    }

    private string Remainder(RemainderNode remainder) => remainder.Operand.Node is { } operand
        ? $"{Within(operand)}.remainder({(remainder.Modulus.Node is { } modulus ? Print(modulus) : scalars[remainder.Modulus.Number])})"
        : $"{names["CellFunctions"]}.Remainder({scalars[remainder.Operand.Number]}, {Print(remainder.Modulus.Node!)})";

    private string Size(CellExtent extent)
    {
        Sizes.UnionWith(extent.Sizes);
        return extent.ToString();
    }

    private string Scaled(AffineNode affine) => affine.Scale switch
    {
        1 => Within(affine.Operand),
        -1 => "-" + Within(affine.Operand),
        var scale => $"{scalars[scale]} * {Within(affine.Operand)}",
    };

    /// <summary>An item of a concatenation: what is the same for all sequences is repeated beside what is not.</summary>
    private string Item(CellNode item, ConcatNode concat) => item.IsOfWeights && !concat.IsOfWeights ? $"{Within(item)}.expand({batch}, -1)" : Print(item);

    private static Level LevelOf(CellNode node) => node switch
    {
        AffineNode { Shift: 0, Operand: FunctionNode { Function: CellFunction.Reciprocal } } => Level.Factor,
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
