using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Methods;

/// <summary>A step of a method: what it computes from which values.</summary>
/// <param name="Note">What it is for.</param>
/// <param name="Inputs">The values that it reads.</param>
/// <param name="Outputs">The values that it computes; null for one that nothing reads.</param>
/// <param name="Shape">The shape of the first output; null without one.</param>
internal abstract record MethodStep(string Note, EquatableArray<MethodValue> Inputs, EquatableArray<MethodValue?> Outputs, Shape? Shape)
{
    public abstract T Accept<T>(IMethodStepVisitor<T> visitor);
}

/// <summary>A result for each step. A target that does not print a step does not compile.</summary>
internal interface IMethodStepVisitor<out T>
{
    T Visit(OperationStep step);

    T Visit(NoteStep step);

    T Visit(ZeroPaddingStep step);

    T Visit(WindowLengthsStep step);

    T Visit(SequenceStep step);

    T Visit(CellStep step);

    T Visit(LayersLoopStep step);

    T Visit(AttentionLoopStep step);

    T Visit(AttentionStep step);

    T Visit(CoverageStep step);

    T Visit(KeepWeightsStep step);

    T Visit(ConcatenationStep step);

    T Visit(SummaryStep step);
}

/// <summary>An operation of a layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Result">The output shape.</param>
/// <param name="IsStep">Whether it is that of one time step.</param>
internal sealed record OperationStep(LayerReference Layer, Operation Operation, Shape Result, bool IsStep, string Note, EquatableArray<MethodValue> Inputs, MethodValue Output)
    : MethodStep(Note, Inputs, new([Output]), Result)
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A note on what needs no computation.</summary>
internal sealed record NoteStep(string Note) : MethodStep(Note, default, default, null)
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Sets padding to zero. Inputs: the sequences and their lengths.</summary>
internal sealed record ZeroPaddingStep(string Note, EquatableArray<MethodValue> Inputs, MethodValue Output, Shape Shape) : MethodStep(Note, Inputs, new([Output]), Shape)
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The lengths after a window over time.</summary>
internal sealed record WindowLengthsStep(Window Window, string Note, MethodValue Lengths, MethodValue Output) : MethodStep(Note, new([Lengths]), new([Output]), new LengthsShape())
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A recurrent layer over a whole sequence. Inputs: the sequence, and the lengths if there are any. Outputs: the sequence and the final states.</summary>
/// <param name="Recurrence">The recurrent layer.</param>
/// <param name="Initial">Where its initial states come from.</param>
/// <param name="KeepsStates">Whether all final states are results of the method.</param>
internal sealed record SequenceStep(Recurrence Recurrence, InitialStates Initial, bool KeepsStates, string Note, EquatableArray<MethodValue> Inputs, EquatableArray<MethodValue?> Outputs, Shape Shape)
    : MethodStep(Note, Inputs, Outputs, Shape)
{
    /// <summary>The embedding in whose table it looks its input up, which is tokens; null if its input is vectors.</summary>
    public LayerReference? Table { get; init; }

    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Where a recurrent layer takes its initial states from.</summary>
internal enum InitialStates
{
    /// <summary>They are zeros.</summary>
    Zeros,

    /// <summary>They are those of the state that the method is given, or zeros without one.</summary>
    OfStateOrZeros,

    /// <summary>They are those of the state that the method is given or creates.</summary>
    OfState,
}

/// <summary>
/// One time step of a recurrent layer, from the states before it. Inputs: the layer's input, and the output of the previous step if that is fed back. Outputs: the output and
/// the states.
/// </summary>
/// <param name="Recurrence">The recurrent layer.</param>
/// <param name="FedBack">The state with the output of the previous step, which is concatenated with the input; null if there is none.</param>
internal sealed record CellStep(Recurrence Recurrence, StateTensor? FedBack, string Note, EquatableArray<MethodValue> Inputs, EquatableArray<MethodValue?> Outputs, Shape Shape)
    : MethodStep(Note, Inputs, Outputs, Shape)
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The call of the method with the layers that run step by step.</summary>
internal sealed record LayersLoopStep(string Note, EquatableArray<MethodValue> Inputs, EquatableArray<MethodValue?> Outputs, Shape Shape) : MethodStep(Note, Inputs, Outputs, Shape)
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A recurrent layer and its attention over a whole sequence. Outputs: the sequence, the context vectors, the attention weights and the final states.</summary>
internal sealed record AttentionLoopStep(Recurrence Recurrence, string Note, EquatableArray<MethodValue> Inputs, EquatableArray<MethodValue?> Outputs, Shape Shape)
    : MethodStep(Note, Inputs, Outputs, Shape)
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Attention over the memory. Inputs: the query, unless it is a state before the step. Outputs: the context vector and the attention weights.</summary>
/// <param name="Layer">The attention.</param>
/// <param name="Steps">The queries.</param>
/// <param name="QueryState">The hidden state before the step that is the query; null if the query is an input.</param>
/// <param name="Coverage">The state with the sum of the attention weights so far; null if there is none.</param>
/// <param name="PreviousWeights">The state with the attention weights of the previous step; null if there is none.</param>
internal sealed record AttentionStep(
    LayerReference Layer, AttentionSteps Steps, StateTensor? QueryState, StateTensor? Coverage, StateTensor? PreviousWeights, string Note, EquatableArray<MethodValue> Inputs, EquatableArray<MethodValue?> Outputs, Shape Shape)
    : MethodStep(Note, Inputs, Outputs, Shape)
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The queries of an attention.</summary>
internal enum AttentionSteps
{
    /// <summary>One query for each sequence.</summary>
    One,

    /// <summary>The queries of all steps at once.</summary>
    AllAtOnce,

    /// <summary>The queries of all steps, step by step, because the attention weights depend on the previous ones.</summary>
    OneByOne,
}

/// <summary>The sum of the attention weights after the step, or after all steps. Input: the attention weights.</summary>
internal sealed record CoverageStep(StateTensor Before, bool IsStep, string Note, MethodValue Weights, MethodValue Output) : MethodStep(Note, new([Weights]), new([Output]), Before.Shape)
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The attention weights of the last step as a state. Input: the attention weights.</summary>
internal sealed record KeepWeightsStep(bool IsStep, string Note, MethodValue Weights, MethodValue Output, Shape Shape) : MethodStep(Note, new([Weights]), new([Output]), Shape)
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Values concatenated along their features.</summary>
internal sealed record ConcatenationStep(string Note, EquatableArray<MethodValue> Inputs, MethodValue Output, Shape Shape) : MethodStep(Note, Inputs, new([Output]), Shape)
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The summary vector of the source at every step of a value.</summary>
internal sealed record SummaryStep(string Note, MethodValue At, MethodValue Output, Shape Shape) : MethodStep(Note, new([At]), new([Output]), Shape)
{
    public override T Accept<T>(IMethodStepVisitor<T> visitor) => visitor.Visit(this);
}
