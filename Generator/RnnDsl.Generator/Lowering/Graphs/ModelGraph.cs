using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Graphs;

/// <summary>The layers of a model as a graph of operations on whole tensors, in evaluation mode: over a whole sequence, or one step of a decoder.</summary>
/// <param name="Shape">The shape of the input.</param>
/// <param name="Input">What the first layer reads.</param>
/// <param name="Lengths">The lengths that the graph is given; null without them.</param>
/// <param name="Steps">The steps in their order.</param>
/// <param name="Output">The output of the last layer.</param>
/// <param name="OutputShape">Its shape.</param>
/// <param name="OutputLengths">Its lengths; null where there are none.</param>
/// <param name="Weights">The attention weights; null without attention.</param>
/// <param name="Final">The states afterwards.</param>
internal sealed record ModelGraph(
    Shape Shape, MethodValue Input, MethodValue? Lengths, EquatableArray<GraphStep> Steps, MethodValue Output, Shape OutputShape, MethodValue? OutputLengths, MethodValue? Weights, EquatableArray<FinalState> Final)
{
    /// <summary>What a decoder reads at every step; null for another model, whose graph is that of a whole sequence.</summary>
    public GraphMemory? Memory { get; init; }

    /// <summary>The summary vector of the source, which the step of a decoder may read.</summary>
    public MethodValue Summary { get; init; } = null!;

    /// <summary>The state tensors that the graph takes and returns.</summary>
    public EquatableArray<StateTensor> States { get; init; }

    /// <summary>A state afterwards.</summary>
    public FinalState After(StateTensor state) => Final.First(final => final.State == state);
}

/// <summary>What a decoder reads at every step.</summary>
/// <param name="Attention">The attention over the positions of the source; null without one.</param>
/// <param name="ValueSize">The number of features of a position.</param>
/// <param name="Context">The layer that reads the summary vector; null without one.</param>
/// <param name="SummarySize">The size of the summary vector.</param>
/// <param name="Copy">The copying of source tokens; null without it.</param>
internal sealed record GraphMemory(LayerReference? Attention, Polynomial ValueSize, LayerReference? Context, Polynomial SummarySize, GraphCopies? Copy);

/// <summary>The copying of source tokens.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Vocabulary">The number of tokens in the vocabulary.</param>
/// <param name="Extra">The number of tokens beyond it.</param>
/// <param name="Unknown">The token as which the model reads them.</param>
internal sealed record GraphCopies(LayerReference Layer, Polynomial Vocabulary, long Extra, long Unknown);

/// <summary>A state after a graph.</summary>
internal abstract record FinalState(StateTensor State);

/// <summary>A value, with the dimension of the layers.</summary>
internal sealed record ValueState(StateTensor State, MethodValue Value) : FinalState(State);

/// <summary>One of several values.</summary>
/// <param name="Values">The values.</param>
/// <param name="Index">Its index.</param>
internal sealed record ItemState(StateTensor State, MethodValue Values, int Index) : FinalState(State);

/// <summary>A value of the step, which has its batch before its steps.</summary>
internal sealed record StepState(StateTensor State, MethodValue Value) : FinalState(State);

/// <summary>The sum of the state before the step and of a value of the step.</summary>
internal sealed record SummedState(StateTensor State, MethodValue Value) : FinalState(State);
