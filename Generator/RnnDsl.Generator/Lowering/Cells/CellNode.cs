using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>
/// A value of one time step of a cell, and how it comes about. Nodes are compared by reference: two that compute the same are two.
/// </summary>
internal abstract class CellNode
{
    // Computed once: a value may be reached in very many ways.
    private bool? _isOfWeights;

    /// <summary>Its name; empty for a part of another value's equation.</summary>
    public string Name { get; set; } = "";

    /// <summary>The equation that defines it, as a paper prints it; empty without a name.</summary>
    public string Equation { get; set; } = "";

    /// <summary>Its lines.</summary>
    public IEnumerable<string> EquationLines => Equation.Split('\n').Where(line => line.Length > 0);

    /// <summary>How the equations write it: i, z, c.</summary>
    public string Symbol { get; set; } = "";

    public abstract IReadOnlyList<CellNode> Operands { get; }

    /// <summary>Its width: the number of features.</summary>
    public virtual CellExtent Extent => Operands[0].Extent;

    /// <summary>Whether a gradient flows through it to a weight, a state or the input.</summary>
    public virtual bool IsDifferentiable => Operands.Any(operand => operand.IsDifferentiable);

    /// <summary>Whether it is made of weights alone, and is the same for all sequences.</summary>
    public bool IsOfWeights => _isOfWeights ??= this is VectorNode || (this is not LeafNode && Operands.All(operand => operand.IsOfWeights));
}

/// <summary>An input of the step.</summary>
internal abstract class LeafNode(CellExtent extent) : CellNode
{
    public override IReadOnlyList<CellNode> Operands => [];

    public override CellExtent Extent => extent;

    public override bool IsDifferentiable => true;
}

/// <summary>A value that depends on the input only: computed for all steps before the loop.</summary>
internal abstract class SequenceNode(CellExtent extent) : LeafNode(extent);

/// <summary>The input projection of all gates. Only the loop reads it, and may overwrite it.</summary>
internal sealed class ProjectedNode(CellExtent extent) : SequenceNode(extent);

/// <summary>Another value of the input, which nothing modifies.</summary>
/// <param name="value">The value of the equations.</param>
/// <param name="extent">Its width.</param>
internal sealed class InputNode(CellValue value, CellExtent extent) : SequenceNode(extent)
{
    public CellValue Value => value;
}

/// <summary>A state of the previous step.</summary>
internal sealed class PreviousNode(CellState state) : LeafNode(state.Extent)
{
    public CellState State => state;
}

/// <summary>A vector of weights, the same at every step.</summary>
internal sealed class VectorNode(CellWeight weight) : LeafNode(weight.Extent)
{
    public CellWeight Weight => weight;
}

/// <summary>A mask of recurrent dropout or of zoneout, given for every step, without a gradient.</summary>
/// <param name="of">The state it acts on.</param>
/// <param name="isZoneout">Whether it is a zoneout mask; else it is one of recurrent dropout.</param>
internal sealed class MaskNode(CellState of, bool isZoneout) : LeafNode(of.Extent)
{
    public CellState Of => of;

    public bool IsZoneout => isZoneout;

    public override bool IsDifferentiable => false;
}

/// <summary>Columns of a wider value.</summary>
internal sealed class SliceNode(CellNode of, CellExtent first, CellExtent extent) : CellNode
{
    public CellNode Of => of;

    /// <summary>The number of columns before them.</summary>
    public CellExtent First => first;

    public override CellExtent Extent => extent;

    public override IReadOnlyList<CellNode> Operands => [of];
}

/// <summary>A product with a matrix, with or without a bias.</summary>
internal sealed class ProductNode(CellNode operand, CellWeight weight, CellWeight? bias) : CellNode
{
    public CellNode Operand => operand;

    public CellWeight Weight => weight;

    public CellWeight? Bias => bias;

    public override CellExtent Extent => weight.Extent;

    public override bool IsDifferentiable => true;

    public override IReadOnlyList<CellNode> Operands => [operand];
}

internal sealed class SumNode(CellNode left, CellNode right) : CellNode
{
    public CellNode Left => left;

    public CellNode Right => right;

    public override IReadOnlyList<CellNode> Operands => [left, right];
}

/// <summary>left - right</summary>
internal sealed class DifferenceNode(CellNode left, CellNode right) : CellNode
{
    public CellNode Left => left;

    public CellNode Right => right;

    public override IReadOnlyList<CellNode> Operands => [left, right];
}

/// <summary>left ⊙ right</summary>
internal sealed class TimesNode(CellNode left, CellNode right) : CellNode
{
    public CellNode Left => left;

    public CellNode Right => right;

    public override IReadOnlyList<CellNode> Operands => [left, right];
}

/// <summary>left / right, elementwise.</summary>
internal sealed class QuotientNode(CellNode left, CellNode right) : CellNode
{
    public CellNode Left => left;

    public CellNode Right => right;

    public override IReadOnlyList<CellNode> Operands => [left, right];
}

/// <summary>The larger or the smaller of two, elementwise.</summary>
internal sealed class ExtremeNode(CellNode left, CellNode right, bool isLargest) : CellNode
{
    public CellNode Left => left;

    public CellNode Right => right;

    public bool IsLargest => isLargest;

    public override IReadOnlyList<CellNode> Operands => [left, right];
}

/// <summary>The larger or the smaller of a value and a number.</summary>
internal sealed class ClampNode(CellNode operand, double bound, bool isLargest) : CellNode
{
    public CellNode Operand => operand;

    public double Bound => bound;

    public bool IsLargest => isLargest;

    public override IReadOnlyList<CellNode> Operands => [operand];
}

/// <summary>One of two values, elementwise.</summary>
/// <param name="comparison">The condition.</param>
/// <param name="left">What is compared.</param>
/// <param name="right">What it is compared with.</param>
/// <param name="then">The value where the condition holds.</param>
/// <param name="otherwise">The value elsewhere.</param>
internal sealed class SelectNode(SelectionKind comparison, NodeOrNumber left, NodeOrNumber right, NodeOrNumber then, NodeOrNumber otherwise) : CellNode
{
    public SelectionKind Comparison => comparison;

    public NodeOrNumber Left => left;

    public NodeOrNumber Right => right;

    public NodeOrNumber Then => then;

    public NodeOrNumber Otherwise => otherwise;

    public override IReadOnlyList<CellNode> Operands { get; } = NodeOrNumber.Nodes(left, right, then, otherwise);
}

/// <summary>operand - modulus ⌊operand / modulus⌋: between 0 and the modulus.</summary>
internal sealed class RemainderNode(NodeOrNumber operand, NodeOrNumber modulus) : CellNode
{
    public NodeOrNumber Operand => operand;

    public NodeOrNumber Modulus => modulus;

    public override IReadOnlyList<CellNode> Operands { get; } = NodeOrNumber.Nodes(operand, modulus);
}

/// <summary>An operand that is a value or a number.</summary>
/// <param name="Node">The value; null for a number.</param>
/// <param name="Number">The number.</param>
internal sealed record NodeOrNumber(CellNode? Node, double Number = 0)
{
    /// <summary>The values among operands.</summary>
    public static IReadOnlyList<CellNode> Nodes(params NodeOrNumber[] operands) => [.. operands.Select(operand => operand.Node).OfType<CellNode>()];
}

/// <summary>scale × operand + shift, with numbers for both.</summary>
internal sealed class AffineNode(CellNode operand, double scale, double shift) : CellNode
{
    public CellNode Operand => operand;

    public double Scale => scale;

    public double Shift => shift;

    public override IReadOnlyList<CellNode> Operands => [operand];
}

/// <summary>(1 - weight) ⊙ start + weight ⊙ end.</summary>
internal sealed class LerpNode(CellNode start, CellNode end, CellNode weight) : CellNode
{
    public CellNode Start => start;

    public CellNode End => end;

    public CellNode Weight => weight;

    public override IReadOnlyList<CellNode> Operands => [start, end, weight];
}

internal sealed class FunctionNode(CellFunction function, CellNode operand) : CellNode
{
    public CellFunction Function => function;

    public CellNode Operand => operand;

    public override IReadOnlyList<CellNode> Operands => [operand];
}

/// <summary>Layer normalisation over the features, with a gain and optionally a bias.</summary>
/// <param name="blocks">How many parts of it, equally wide and one behind the other, have a mean and a variance each.</param>
internal sealed class NormNode(CellNode operand, CellWeight gain, CellWeight? bias, int blocks = 1) : CellNode
{
    public int Blocks => blocks;

    public CellNode Operand => operand;

    public CellWeight Gain => gain;

    public CellWeight? Bias => bias;

    public override IReadOnlyList<CellNode> Operands => [operand];
}

/// <summary>A softmax over the features.</summary>
internal sealed class SoftmaxNode(CellNode operand) : CellNode
{
    public CellNode Operand => operand;

    public override IReadOnlyList<CellNode> Operands => [operand];
}

/// <summary>A concatenation.</summary>
internal sealed class ConcatNode(IReadOnlyList<CellNode> items) : CellNode
{
    public override CellExtent Extent => items.Aggregate(CellExtent.Zero, (sum, item) => sum + item.Extent);

    public override IReadOnlyList<CellNode> Operands => items;
}

/// <summary>
/// The outer product of two rows: left_i right_j, row after row. That of one column on the left is a multiple of the right.
/// </summary>
internal sealed class OuterNode(CellNode left, CellNode right) : CellNode
{
    public CellNode Left => left;

    public CellNode Right => right;

    public override CellExtent Extent { get; } = left.Extent * right.Extent;

    public override IReadOnlyList<CellNode> Operands { get; } = [left, right];
}

/// <summary>The product of a matrix that a row holds, row after row, or of its transpose, with a vector. A matrix of one row gives the inner product of two vectors.</summary>
internal sealed class ContractedNode(CellNode matrix, CellNode vector, bool isTransposed, CellExtent extent) : CellNode
{
    public CellNode Matrix => matrix;

    public CellNode Vector => vector;

    public bool IsTransposed => isTransposed;

    public override CellExtent Extent => extent;

    public override IReadOnlyList<CellNode> Operands { get; } = [matrix, vector];
}

/// <summary>A value of one column, repeated to a width.</summary>
internal sealed class RepeatNode(CellNode operand, CellExtent extent) : CellNode
{
    public CellNode Operand => operand;

    public override CellExtent Extent => extent;

    public override IReadOnlyList<CellNode> Operands => [operand];
}

/// <summary>The same value under another name, such as a state that becomes the previous value of another state.</summary>
internal sealed class SameNode(CellNode operand) : CellNode
{
    public CellNode Operand => operand;

    public override IReadOnlyList<CellNode> Operands => [operand];
}

/// <summary>Functions of one number.</summary>
internal enum CellFunction
{
    Sigmoid,
    Tanh,
    Relu,
    Exp,
    Log,
    Sqrt,
    Softplus,
    Reciprocal,
    Sin,
    Cos,
    Erf,
    Sign,
    Floor,
}
