using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Graphs;

/// <summary>A step of a graph: what it computes from which values.</summary>
/// <param name="Layer">The layer that it belongs to.</param>
/// <param name="Note">What it is for.</param>
/// <param name="Shape">The shape of the result.</param>
internal abstract record GraphStep(LayerReference Layer, string Note, Shape Shape)
{
    public abstract T Accept<T>(IGraphStepVisitor<T> visitor);
}

/// <summary>A result for each step. A target that does not print a step does not compile.</summary>
internal interface IGraphStepVisitor<out T>
{
    T Visit(ComputeOperation step);

    T Visit(CountWindowSteps step);

    T Visit(ConcatenateValues step);

    T Visit(FeedBackReadout step);

    T Visit(AttendToMemory step);

    T Visit(TakeLastState step);

    T Visit(RunOperator step);

    T Visit(RunScan step);
}

/// <summary>An operation of a layer.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Lengths">The lengths of the sequences; null where it reads none.</param>
internal sealed record ComputeOperation(LayerReference Layer, Operation Operation, string Note, EquatableArray<MethodValue> Inputs, MethodValue? Lengths, MethodValue Output, Shape Shape)
    : GraphStep(Layer, Note, Shape)
{
    public override T Accept<T>(IGraphStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The lengths after a window over time.</summary>
internal sealed record CountWindowSteps(LayerReference Layer, Window Window, string Note, MethodValue Lengths, MethodValue Output) : GraphStep(Layer, Note, new LengthsShape())
{
    public override T Accept<T>(IGraphStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Values concatenated along their features.</summary>
internal sealed record ConcatenateValues(LayerReference Layer, string Note, EquatableArray<MethodValue> Inputs, MethodValue Output, Shape Shape) : GraphStep(Layer, Note, Shape)
{
    public override T Accept<T>(IGraphStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The input concatenated with the readout of the previous step.</summary>
/// <param name="Readout">The state with the readout.</param>
internal sealed record FeedBackReadout(LayerReference Layer, StateTensor Readout, string Note, MethodValue Input, MethodValue Output, Shape Shape) : GraphStep(Layer, Note, Shape)
{
    public override T Accept<T>(IGraphStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The context vector of an attention, and the attention weights.</summary>
/// <param name="Query">The query; null if it is a state.</param>
/// <param name="QueryState">The state before the step whose first layer is the query; null if the query is a value.</param>
/// <param name="Coverage">The state with the sum of the attention weights so far; null if there is none.</param>
/// <param name="PreviousWeights">The state with the attention weights of the previous step; null if there is none.</param>
internal sealed record AttendToMemory(
    LayerReference Layer, string Note, MethodValue? Query, StateTensor? QueryState, StateTensor? Coverage, StateTensor? PreviousWeights, MethodValue Context, MethodValue Weights, Shape Shape) : GraphStep(Layer, Note, Shape)
{
    public override T Accept<T>(IGraphStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The last layer's part of a final hidden state.</summary>
internal sealed record TakeLastState(LayerReference Layer, string Note, StateTensor Hidden, MethodValue Output, Shape Shape) : GraphStep(Layer, Note, Shape)
{
    public override T Accept<T>(IGraphStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A recurrent layer with an operator of its own.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="HasKernelWeights">Whether the parameters of a user-defined cell are arranged as the operator's weights; else they are those of the layer.</param>
/// <param name="Stack">Its layers and directions.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Lengths">The lengths of the sequences; null where there are none.</param>
/// <param name="States">The states before.</param>
/// <param name="Output">The hidden states of all steps.</param>
/// <param name="Final">The states afterwards.</param>
internal sealed record RunOperator(
    LayerReference Layer, RecurrentOperator Operator, bool HasKernelWeights, RecurrentStack Stack, string Note, MethodValue Input, MethodValue? Lengths, EquatableArray<StateTensor> States, MethodValue Output, EquatableArray<MethodValue> Final, Shape Shape)
    : GraphStep(Layer, Note, Shape)
{
    public override T Accept<T>(IGraphStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A recurrent layer whose cell is a loop over its equations.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Stack">Its layers and directions.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Lengths">The lengths of the sequences; null where there are none.</param>
/// <param name="States">The states before.</param>
/// <param name="Output">The first state after each step.</param>
/// <param name="Final">The states afterwards, as one list.</param>
internal sealed record RunScan(
    LayerReference Layer, GraphCell Cell, RecurrentStack Stack, string Note, MethodValue Input, MethodValue? Lengths, EquatableArray<StateTensor> States, MethodValue Output, MethodValue Final, Shape Shape)
    : GraphStep(Layer, Note, Shape)
{
    public override T Accept<T>(IGraphStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The layers and directions of a recurrent layer.</summary>
internal sealed record RecurrentStack(int Layers, bool IsBidirectional, MergeKind Merge, bool IsReverse, bool IsResidual);

/// <summary>The operators of recurrent layers.</summary>
internal enum RecurrentOperator
{
    Lstm,
    Gru,

    /// <summary>The GRU with the reset gate before the recurrent projection.</summary>
    GruWithResetBefore,
    Elman,
    ElmanRelu,
}
