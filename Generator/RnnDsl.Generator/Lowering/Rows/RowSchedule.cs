using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Lowering.Rows;

/// <summary>
/// A loop for a target that takes each row of the batch through the time steps by itself: products, reductions, and passes, which compute everything element by
/// element that stands between two of them, with the values in registers. It reads and saves the same tensors as a <see cref="LoopSchedule"/>, so the one may run
/// forward and the other backward. A target that calls a library for each operation uses the latter.
/// </summary>
/// <param name="Forward">The forward pass of a step.</param>
/// <param name="Backward">The backward pass of a step.</param>
internal sealed record RowSchedule(IReadOnlyList<RowStage> Forward, IReadOnlyList<RowStage> Backward)
{
    /// <summary>The values of a step up to which a loop is scheduled by rows: the code of longer ones would take long to compile, for the compiler and at the first call.</summary>
    public const int MostValues = CellGraph.MostValuesByRows;

    /// <summary>Whether no stage mixes the elements of a row, so that each element of the states runs through all time steps by itself.</summary>
    public bool IsSweep => Forward.All(stage => stage is PassStage);

    public static RowSchedule Of(LoopSchedule loop)
    {
        var (forward, backward) = (ForwardRows.Schedule(loop.Cell, loop.Forward), BackwardRows.Schedule(loop));
        if (loop.Backward.Statements.OfType<AttentionBackward>().SingleOrDefault() is { } attention)
        {
            // The context is in the pre-activations before anything reads them; the gradient of the query is the last that the previous state gets.
            var projection = new RowLocation(new GradientRow(attention.Projection.Buffer), attention.Projection.First);
            forward = [new AttentionStage(attention.Query, RowLocation.Of(new GivenRow(loop.Cell.Attention!.Projection))), .. forward];
            backward = [.. backward, new AttentionGradientStage(projection, attention.Query)];
        }

        return new RowSchedule(forward, backward);
    }
}

/// <summary>A stage of a step.</summary>
internal abstract record RowStage;

/// <summary>A product of a row with a matrix.</summary>
/// <param name="Product">The product, or the product whose operand's gradient it is.</param>
/// <param name="Operand">The row.</param>
/// <param name="Target">Where the result goes.</param>
/// <param name="Accumulates">Whether it is added to what is there.</param>
internal sealed record ProductStage(ProductNode Product, RowLocation Operand, RowLocation Target, bool Accumulates) : RowStage;

/// <summary>A normalisation or a softmax.</summary>
internal sealed record ReductionStage(CellNode Node, RowLocation Operand, RowLocation Target) : RowStage;

/// <summary>The gradient of the operand of a normalisation or a softmax.</summary>
/// <param name="Node">The normalisation or softmax.</param>
/// <param name="Gradient">Its gradient.</param>
/// <param name="Value">The operand of a normalisation, the result of a softmax.</param>
/// <param name="Target">Where the result goes.</param>
/// <param name="Accumulates">Whether it is added to what is there.</param>
internal sealed record ReductionGradientStage(CellNode Node, RowLocation Gradient, RowLocation Value, RowLocation Target, bool Accumulates) : RowStage;

/// <summary>An attention whose query is the previous value of a state, and whose context is added to the input projection.</summary>
internal sealed record AttentionStage(CellState Query, RowLocation Projection) : RowStage;

/// <summary>Backward through such an attention: the gradient of the query is added to that of the previous value of the state.</summary>
/// <param name="Projection">The gradient of the input projection.</param>
/// <param name="Query">The state.</param>
internal sealed record AttentionGradientStage(RowLocation Projection, CellState Query) : RowStage;

/// <summary>A concatenation.</summary>
internal sealed record ConcatStage(ConcatNode Node, IReadOnlyList<RowLocation> Operands, RowLocation Target) : RowStage;

/// <summary>One column, repeated.</summary>
internal sealed record RepeatStage(RepeatNode Node, RowLocation Operand, RowLocation Target) : RowStage;

/// <summary>The sum of all columns: the gradient of one that is repeated.</summary>
internal sealed record SumStage(RepeatNode Node, RowLocation Operand, RowLocation Target, bool Accumulates) : RowStage;

/// <summary>A product of rows, of which one may hold a matrix: a value, or the gradient of an operand of one.</summary>
/// <param name="Product">What is computed.</param>
/// <param name="Node">The value.</param>
/// <param name="Operand">The operand whose gradient it is; null for the value.</param>
/// <param name="Left">The first vector of an outer product, or the matrix.</param>
/// <param name="Right">The second vector of an outer product, or the vector.</param>
/// <param name="Target">Where the result goes.</param>
/// <param name="Rows">The number of rows of the matrix.</param>
/// <param name="Columns">The number of its columns.</param>
/// <param name="Accumulates">Whether it is added to what is there.</param>
internal sealed record RowProductStage(
    RowProduct Product, CellNode Node, CellNode? Operand, RowLocation Left, RowLocation Right, RowLocation Target, CellExtent Rows, CellExtent Columns, bool Accumulates) : RowStage;

/// <summary>The products of rows.</summary>
internal enum RowProduct
{
    /// <summary>left rightᵀ, row after row.</summary>
    Outer,

    /// <summary>The matrix of the left row times the right row.</summary>
    Times,

    /// <summary>The transposed matrix of the left row times the right row.</summary>
    TransposedTimes,
}

/// <summary>Loops over the columns of a row, one after the other.</summary>
internal sealed record PassStage(IReadOnlyList<RowLoop> Loops) : RowStage;

/// <summary>A loop over columns.</summary>
/// <param name="Width">The number of columns.</param>
/// <param name="Assignments">What is computed for each column, in this order.</param>
internal sealed record RowLoop(CellExtent Width, IReadOnlyList<RowAssignment> Assignments)
{
    /// <summary>Where it reads and writes, in its order.</summary>
    public IEnumerable<RowLocation> Locations => Assignments.SelectMany(assignment =>
        assignment.Operands.SelectMany(All).OfType<LoadedValue>().Select(value => value.Location).Concat(assignment.Target is { } target ? [target] : Array.Empty<RowLocation>()));

    /// <summary>The values in memory or in registers that a value is made of.</summary>
    public static IEnumerable<RowValue> All(RowValue value) => value is ComputedValue computed ? computed.Operands.SelectMany(All) : [value];
}

/// <summary>A value, or a gradient, of each column.</summary>
/// <param name="Node">The value, or the value whose gradient it is.</param>
/// <param name="Target">Where it is stored; null if it stays in a register.</param>
internal abstract record RowAssignment(CellNode Node, RowLocation? Target)
{
    /// <summary>What it is made of, in its order.</summary>
    public abstract IEnumerable<RowValue> Operands { get; }
}

/// <summary>A value.</summary>
internal sealed record ValueAssignment(CellNode Node, RowValue Value, RowLocation? Target) : RowAssignment(Node, Target)
{
    public override IEnumerable<RowValue> Operands => [Value];
}

/// <summary>A gradient: the sum of its terms.</summary>
internal sealed record GradientAssignment(CellNode Node, IReadOnlyList<RowTerm> Terms, RowLocation? Target) : RowAssignment(Node, Target)
{
    public override IEnumerable<RowValue> Operands => Terms.SelectMany(term => term.Factors.SelectMany(factor => factor.Operands).Prepend(term.Gradient));
}

/// <summary>A number of each column.</summary>
internal abstract record RowValue;

/// <summary>A number in memory.</summary>
internal sealed record LoadedValue(RowLocation Location) : RowValue;

/// <summary>A value, or a gradient, that the same loop has computed.</summary>
internal sealed record LocalValue(CellNode Node) : RowValue;

/// <summary>An operation.</summary>
internal sealed record ComputedValue(CellNode Node, IReadOnlyList<RowValue> Operands) : RowValue;

/// <summary>A term of a gradient: scale × gradient ⊙ factors.</summary>
/// <param name="Of">The value whose gradient it is made of.</param>
/// <param name="Gradient">Where that gradient is.</param>
/// <param name="Scale">The number it is multiplied by.</param>
/// <param name="Factors">What it is multiplied by, element by element.</param>
internal sealed record RowTerm(CellNode Of, RowValue Gradient, double Scale, IReadOnlyList<RowFactor> Factors);

/// <summary>A factor of a term.</summary>
/// <param name="Factor">How it is computed.</param>
/// <param name="Value">The value of the forward pass that it is made of: for a clamp or a softplus the operand.</param>
/// <param name="Other">The other value.</param>
internal sealed record RowFactor(GradientFactor Factor, RowValue Value, RowValue? Other)
{
    /// <summary>The values that it reads; 1 - s², s(1 - s) and e^(-x²) read theirs twice.</summary>
    public IEnumerable<RowValue> Operands => this switch
    {
        { Other: { } other } => [Value, other],
        { Factor: { Kind: FactorKind.ActivationGradient, Node: FunctionNode { Function: CellFunction.Sigmoid or CellFunction.Tanh or CellFunction.Erf } } } => [Value, Value],
        _ => [Value],
    };
}
