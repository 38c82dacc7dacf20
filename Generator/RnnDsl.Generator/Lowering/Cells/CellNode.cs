namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>
/// A value of one time step of a cell, and how it comes about. Nodes are compared by reference: two that compute the same are two.
/// </summary>
internal abstract class CellNode
{
    /// <summary>What emitted code calls it; empty for a value that has no name of its own in the equations.</summary>
    public string Name { get; set; } = "";

    /// <summary>The equation that defines it, as a paper prints it; empty where <see cref="Name"/> is.</summary>
    public string Equation { get; set; } = "";

    /// <summary>How the equations write it: i, z, c.</summary>
    public string Symbol { get; set; } = "";

    public abstract IReadOnlyList<CellNode> Operands { get; }

    /// <summary>Whether a gradient flows through it to a weight, a state or the input.</summary>
    public virtual bool IsDifferentiable => Operands.Any(operand => operand.IsDifferentiable);

    public CellNode Called(string name, string symbol, string equation)
    {
        (Name, Symbol, Equation) = (name, symbol, symbol + " = " + equation);
        return this;
    }
}

/// <summary>What comes from outside of the step.</summary>
internal abstract class LeafNode : CellNode
{
    public override IReadOnlyList<CellNode> Operands => [];

    public override bool IsDifferentiable => true;
}

/// <summary>The product of the input with the weights of all gates, computed for all steps before the loop.</summary>
internal sealed class ProjectedNode : LeafNode;

/// <summary>A state as the step before left it.</summary>
internal sealed class PreviousNode(CellState state) : LeafNode
{
    public CellState State => state;
}

/// <summary>A vector of weights, the same at every step.</summary>
internal sealed class VectorNode(CellWeight weight) : LeafNode
{
    public CellWeight Weight => weight;
}

/// <summary>A mask or share that is given for every step, and that nothing is learned from.</summary>
internal sealed class MaskNode : LeafNode
{
    public override bool IsDifferentiable => false;
}

/// <summary>Some of the blocks of a wide value, each as long as the hidden state.</summary>
internal sealed class SliceNode(CellNode of, int first, int count) : CellNode
{
    public CellNode Of => of;

    public int First => first;

    public int Count => count;

    public override IReadOnlyList<CellNode> Operands => [of];
}

/// <summary>A product with a matrix, with or without a bias.</summary>
internal sealed class ProductNode(CellNode operand, CellWeight weight, CellWeight? bias) : CellNode
{
    public CellNode Operand => operand;

    public CellWeight Weight => weight;

    public CellWeight? Bias => bias;

    public override IReadOnlyList<CellNode> Operands => [operand];
}

internal sealed class SumNode(CellNode left, CellNode right) : CellNode
{
    public CellNode Left => left;

    public CellNode Right => right;

    public override IReadOnlyList<CellNode> Operands => [left, right];
}

/// <summary>Number by number.</summary>
internal sealed class TimesNode(CellNode left, CellNode right) : CellNode
{
    public CellNode Left => left;

    public CellNode Right => right;

    public override IReadOnlyList<CellNode> Operands => [left, right];
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

/// <summary>Mean 0 and variance 1 over the features, then a gain for each and, where there is one, a bias.</summary>
internal sealed class NormNode(CellNode operand, CellWeight gain, CellWeight? bias) : CellNode
{
    public CellNode Operand => operand;

    public CellWeight Gain => gain;

    public CellWeight? Bias => bias;

    public override IReadOnlyList<CellNode> Operands => [operand];
}

/// <summary>Functions of one number whose derivative follows from their value.</summary>
internal enum CellFunction
{
    Sigmoid,
    Tanh,
    Relu,
}
