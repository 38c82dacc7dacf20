using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;

namespace RnnDsl.Generator.Lowering.Schedule;

/// <summary>The backward pass of a loop: the statements of a step, last step first, and where the gradients lie.</summary>
/// <param name="Statements">The statements of a step. Before them the gradient of each state is that of its next value; after them, of its previous value.</param>
/// <param name="Buffers">The tensors over all steps that hold gradients.</param>
/// <param name="Regions">The regions of them that statements use.</param>
/// <param name="Saved">The region of each value whose gradient is saved.</param>
/// <param name="Sequences">Where the gradient of each input lies; null for an input that nothing reads.</param>
/// <param name="Weights">The gradients of the weights, computed after the loop.</param>
internal sealed record BackwardSchedule(
    IReadOnlyList<BackwardStatement> Statements,
    IReadOnlyList<GradientBuffer> Buffers,
    IReadOnlyList<GradientRegion> Regions,
    IReadOnlyDictionary<CellNode, GradientRegion> Saved,
    IReadOnlyList<GradientRegion?> Sequences,
    IReadOnlyList<ScheduledWeightGradient> Weights);

/// <summary>A gradient of a step.</summary>
internal abstract record GradientValue;

/// <summary>The gradient of a state, which is carried from step to step.</summary>
internal sealed record StateGradient(CellState State) : GradientValue;

/// <summary>The same, as it was before the update of the state's gradient.</summary>
internal sealed record PreservedStateGradient(CellState State) : GradientValue;

/// <summary>A gradient in a tensor over all steps.</summary>
/// <param name="Region">Where it lies.</param>
/// <param name="Of">The value that it is the gradient of; values in one sum share their gradient.</param>
internal sealed record SavedGradient(GradientRegion Region, CellNode Of) : GradientValue;

/// <summary>The gradient of a value, which exists during the step only.</summary>
internal sealed record TemporaryGradient(CellNode Of) : GradientValue;

/// <summary>The gradient of an operand that an operation on whole rows hands down: a normalisation, a softmax, an outer product, a product with a matrix of the step.</summary>
internal sealed record OperandGradient(CellNode Reader, CellNode Operand) : GradientValue;

/// <summary>A tensor over all steps that holds gradients: [time, batch, width]. Buffers are compared by reference.</summary>
/// <param name="of">The value, or the nearest value with a name that is made of it.</param>
internal sealed class GradientBuffer(CellNode of, CellExtent width)
{
    public CellNode Of => of;

    public CellExtent Width => width;

    public bool IsOfProjection => of is ProjectedNode;
}

/// <summary>Columns of such a tensor. Regions are compared by reference; there is one object for each.</summary>
/// <param name="of">The value whose gradient lies there.</param>
/// <param name="buffer">The tensor.</param>
/// <param name="first">The number of columns before it.</param>
/// <param name="width">The number of columns; null for all.</param>
internal sealed class GradientRegion(CellNode of, GradientBuffer buffer, CellExtent first, CellExtent? width)
{
    public CellNode Of => of;

    public GradientBuffer Buffer => buffer;

    public CellExtent First => first;

    public CellExtent? Width => width;
}

/// <summary>A term of a gradient as it is computed: scale × value · matrix ⊙ factors.</summary>
/// <param name="Value">The gradient that it is made of.</param>
/// <param name="Scale">The number it is multiplied by.</param>
/// <param name="Factors">Values of the forward pass that it is multiplied by, element by element.</param>
internal sealed record ScheduledTerm(GradientValue Value, double Scale, IReadOnlyList<GradientFactor> Factors)
{
    /// <summary>The columns of the value; null for all.</summary>
    public (CellExtent First, CellExtent Extent)? Columns { get; init; }

    /// <summary>The matrix that the value is multiplied by.</summary>
    public CellWeight? Matrix { get; init; }

    /// <summary>The value of the forward pass that is its one factor; null where it has another kind of factor, or several.</summary>
    public CellNode? OneValue => Factors.Count == 1 && Factors[0].Kind == FactorKind.Value ? Factors[0].Node : null;

    /// <summary>Whether the value still exists after its step.</summary>
    public bool IsSaved => Value is SavedGradient;

    /// <summary>Whether it is the gradient of a state, or columns of it.</summary>
    public bool IsOf(CellState state) => Value is StateGradient gradient && gradient.State == state;
}

internal abstract record BackwardStatement;

/// <summary>Adds a term to the gradient of a state.</summary>
internal sealed record AddToState(CellState State, ScheduledTerm Term) : BackwardStatement;

/// <summary>Writes a sum of terms into a tensor over all steps.</summary>
internal sealed record SaveGradient(GradientRegion Region, IReadOnlyList<ScheduledTerm> Terms, CellNode Of) : BackwardStatement;

/// <summary>Makes a tensor of a sum of terms.</summary>
internal sealed record ComputeGradient(TemporaryGradient Value, IReadOnlyList<ScheduledTerm> Terms) : BackwardStatement;

/// <summary>Backward through a normalisation.</summary>
internal sealed record NormBackward(NormNode Norm, ScheduledTerm Gradient, OperandGradient Value) : BackwardStatement;

/// <summary>Backward through a softmax.</summary>
internal sealed record SoftmaxBackward(SoftmaxNode Softmax, ScheduledTerm Gradient, OperandGradient Value) : BackwardStatement;

/// <summary>The gradient of an operand of an outer product, of a product with a matrix of the step, or of a repeated column.</summary>
internal sealed record OperandBackward(ScheduledTerm Gradient, OperandGradient Value) : BackwardStatement;

/// <summary>Copies the gradient of a state that another state's update still reads.</summary>
internal sealed record PreserveState(CellState State) : BackwardStatement;

/// <summary>The gradient of a state before the step.</summary>
internal sealed record UpdateState(CellState State, IReadOnlyList<ScheduledTerm> Terms) : BackwardStatement;

/// <summary>Backward through the attention whose query is the first state and whose context is added to the input projection.</summary>
internal sealed record AttentionBackward(GradientRegion Projection, CellState Query) : BackwardStatement;

/// <summary>The gradient of a weight, computed after the loop.</summary>
internal abstract record ScheduledWeightGradient(CellWeight Weight);

/// <summary>The sum over steps of regionᵀ · operand.</summary>
internal sealed record MatrixProductGradient(CellWeight Weight, GradientRegion Region, CellNode Operand) : ScheduledWeightGradient(Weight);

/// <summary>The sum of a region over steps and sequences.</summary>
internal sealed record RegionSum(CellWeight Weight, GradientRegion Region) : ScheduledWeightGradient(Weight);

/// <summary>The sum of terms over steps and sequences.</summary>
internal sealed record TermSum(CellWeight Weight, IReadOnlyList<ScheduledTerm> Terms) : ScheduledWeightGradient(Weight);

/// <summary>The gradient of a normalisation's gain.</summary>
internal sealed record NormGainGradient(CellWeight Weight, GradientRegion Region, NormNode Norm) : ScheduledWeightGradient(Weight);
