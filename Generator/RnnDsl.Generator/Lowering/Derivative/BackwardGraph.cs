using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Derivative;

/// <summary>
/// The derivative of one time step. The gradient of a value is the sum of its terms; that of the next value of a state has the gradient that later steps
/// and the output hand to the state as a further term. The gradient of a state before the step is that of its <see cref="PreviousNode"/>.
/// </summary>
/// <param name="cell">The step.</param>
/// <param name="terms">The terms of each value with a gradient.</param>
/// <param name="weights">The gradients of the weights.</param>
internal sealed class BackwardGraph(CellGraph cell, IReadOnlyDictionary<CellNode, IReadOnlyList<GradientTerm>> terms, IReadOnlyList<WeightGradient> weights)
{
    public CellGraph Cell => cell;

    /// <summary>The gradients of the weights: sums over all steps and sequences.</summary>
    public IReadOnlyList<WeightGradient> Weights => weights;

    /// <summary>The terms of a value's gradient, without that of a state; empty for a value without a gradient.</summary>
    public IReadOnlyList<GradientTerm> TermsOf(CellNode node) => terms.TryGetValue(node, out var found) ? found : [];

    /// <summary>Whether a value has a gradient.</summary>
    public bool Reaches(CellNode node) => terms.ContainsKey(node);
}

/// <summary>A term of a gradient: the gradient of a value that reads the node, times the derivative of that value.</summary>
/// <param name="Reader">The value that reads the node.</param>
internal abstract record GradientTerm(CellNode Reader);

/// <summary>Scale × ∂reader ⊙ factors.</summary>
internal sealed record ElementwiseTerm(CellNode Reader, double Scale, IReadOnlyList<GradientFactor> Factors) : GradientTerm(Reader);

/// <summary>∂reader times the matrix of the product.</summary>
internal sealed record MatrixTerm(ProductNode Product) : GradientTerm(Product);

/// <summary>∂reader is the gradient of the slice's columns.</summary>
internal sealed record SliceTerm(SliceNode Slice) : GradientTerm(Slice);

/// <summary>The columns of ∂reader at which the node lies in the concatenation.</summary>
internal sealed record ColumnsTerm(ConcatNode Concat, CellExtent First, CellExtent Extent) : GradientTerm(Concat);

/// <summary>Backward through a layer normalisation.</summary>
internal sealed record NormTerm(NormNode Norm) : GradientTerm(Norm);

/// <summary>Backward through a softmax.</summary>
internal sealed record SoftmaxTerm(SoftmaxNode Softmax) : GradientTerm(Softmax);

/// <summary>What an outer product, a product with a matrix of the step or a repeated column hands to an operand.</summary>
/// <param name="Reader">The product.</param>
/// <param name="Operand">The operand.</param>
internal sealed record OperandTerm(CellNode Reader, CellNode Operand) : GradientTerm(Reader);

/// <summary>A factor of a term, made of values of the forward pass.</summary>
internal sealed record GradientFactor(FactorKind Kind, CellNode Node, CellNode? Other = null)
{
    /// <summary>The value of the forward pass that it is computed from: the node, or the operand of the node.</summary>
    public CellNode Read => this switch
    {
        { Kind: FactorKind.Unbound, Node: ClampNode clamp } => clamp.Operand,
        { Kind: FactorKind.Selected or FactorKind.NotSelected, Node: SelectNode select } => select.Left.Node ?? select.Right.Node!,
        { Kind: FactorKind.WholeQuotient, Node: RemainderNode remainder } => remainder.Operand.Node ?? remainder.Modulus.Node!,
        { Kind: FactorKind.ActivationGradient, Node: FunctionNode { Function: not (CellFunction.Sigmoid or CellFunction.Tanh or CellFunction.Relu) } function } => function.Operand,
        _ => Node,
    };
}

internal enum FactorKind
{
    /// <summary>The value.</summary>
    Value,

    /// <summary>1 - value.</summary>
    Complement,

    /// <summary>value - other.</summary>
    Difference,

    /// <summary>The derivative of a function of one number: σ(1 - σ), 1 - tanh², [relu > 0], σ(operand) for softplus.</summary>
    ActivationGradient,

    /// <summary>1 / value.</summary>
    Reciprocal,

    /// <summary>1 where the value is larger than the other, 0 where it is smaller, one half where they are equal.</summary>
    Larger,

    /// <summary>1 where the bound of a clamp does not act, else 0.</summary>
    Unbound,

    /// <summary>1 where the condition of a selection holds, else 0.</summary>
    Selected,

    /// <summary>0 where the condition of a selection holds, else 1.</summary>
    NotSelected,

    /// <summary>⌊operand / modulus⌋ of a remainder.</summary>
    WholeQuotient,
}

/// <summary>The gradient of a weight.</summary>
internal abstract record WeightGradient(CellWeight Weight);

/// <summary>The sum over steps of ∂productᵀ · operand.</summary>
internal sealed record MatrixGradient(CellWeight Weight, ProductNode Product) : WeightGradient(Weight);

/// <summary>The sum over steps and sequences of the gradient of a product with this bias, of a normalisation with it, or of the vector itself.</summary>
internal sealed record VectorGradient(CellWeight Weight, CellNode Of) : WeightGradient(Weight);

/// <summary>The sum over steps and sequences of ∂norm ⊙ the normalised operand.</summary>
internal sealed record GainGradient(CellWeight Weight, NormNode Norm) : WeightGradient(Weight);
