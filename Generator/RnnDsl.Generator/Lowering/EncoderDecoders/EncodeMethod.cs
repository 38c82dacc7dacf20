using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.EncoderDecoders;

/// <summary>The method that reads the sources: the memory that the decoder reads, and its initial state.</summary>
/// <param name="Steps">The steps in their order.</param>
/// <param name="Memory">The memory.</param>
/// <param name="State">The initial state.</param>
internal sealed record EncodeMethod(EquatableArray<EncodeStep> Steps, MethodValue Memory, MethodValue State);

/// <summary>A step of the method.</summary>
/// <param name="Note">What it computes.</param>
/// <param name="Output">The result.</param>
/// <param name="Shapes">The shapes of its tensors: one, or those that a memory or a state is made of.</param>
internal abstract record EncodeStep(string Note, MethodValue Output, EquatableArray<Shape> Shapes);

/// <summary>Replaces tokens beyond the vocabulary by the unknown token.</summary>
/// <param name="Table">The encoder's table.</param>
internal sealed record ReplaceExtraTokens(MethodValue Source, string Table, long Extra, long Unknown, string Note, MethodValue Output, Shape Shape) : EncodeStep(Note, Output, new([Shape]));

/// <summary>Runs the encoder.</summary>
/// <param name="CarriesState">Whether it returns a state as well.</param>
/// <param name="State">The final state; null if nothing reads it.</param>
internal sealed record RunEncoder(MethodValue Source, MethodValue? Lengths, bool CarriesState, MethodValue? State, string Note, MethodValue Output, Shape Shape) : EncodeStep(Note, Output, new([Shape]));

/// <summary>Checks the lengths, and moves them to the device of the sources.</summary>
internal sealed record CheckLengths(MethodValue Source, MethodValue Lengths) : EncodeStep("The lengths, on the device of the source.", Lengths, new([new LengthsShape()]));

/// <summary>The number of encoder outputs of each source.</summary>
internal sealed record CountOutputs(MethodValue Lengths, MethodValue Output) : EncodeStep("The number of encoder outputs of each source.", Output, new([new LengthsShape()]));

/// <summary>One summary vector per source.</summary>
/// <param name="Vector">The encoder's output, if it is one vector per source; else null.</param>
/// <param name="States">The encoder's final states.</param>
/// <param name="Hidden">The hidden state of its last layer, if it is the summary; else null.</param>
internal sealed record Summarise(MethodValue? Vector, MethodValue? States, StateTensor? Hidden, string Note, MethodValue Output, Shape Shape) : EncodeStep(Note, Output, new([Shape]));

/// <summary>The decoder's memory.</summary>
/// <param name="Parts">What it is made of, in the order of the decoder's parameters; null for lengths that no source has.</param>
internal sealed record MakeMemory(EquatableArray<MethodValue?> Parts, string Note, MethodValue Output, EquatableArray<Shape> Shapes) : EncodeStep(Note, Output, Shapes);

/// <summary>A memory without content, of a decoder that reads none.</summary>
/// <param name="Sources">A value with one row for each source.</param>
internal sealed record EmptyMemory(MethodValue Sources, string Note, MethodValue Output) : EncodeStep(Note, Output, default);

/// <summary>The mean of the encoder's outputs over the valid positions.</summary>
internal sealed record AverageOutputs(MethodValue Outputs, MethodValue? Lengths, string Note, MethodValue Output, Shape Shape) : EncodeStep(Note, Output, new([Shape]));

/// <summary>What a dense bridge reads: the encoder's final states as one vector.</summary>
/// <param name="Vector">The encoder's output, if it is one vector per source; else null.</param>
/// <param name="States">The encoder's final states; null if it has none.</param>
internal sealed record JoinStates(MethodValue? Vector, MethodValue? States, string Note, MethodValue Output, Shape Shape) : EncodeStep(Note, Output, new([Shape]));

/// <summary>The decoder's initial state.</summary>
/// <param name="Memory">The memory that it is for; null for a decoder that reads none.</param>
/// <param name="Sources">A value with one row for each source.</param>
/// <param name="Bridged">The states of the recurrences.</param>
internal sealed record InitialiseState(MethodValue? Memory, MethodValue Sources, EquatableArray<BridgedState> Bridged, string Note, MethodValue Output, EquatableArray<Shape> Shapes) : EncodeStep(Note, Output, Shapes);

/// <summary>What an initial state of the decoder is.</summary>
/// <param name="State">The state.</param>
internal abstract record BridgedState(StateTensor State);

/// <summary>Zeros.</summary>
internal sealed record ZeroState(StateTensor State) : BridgedState(State);

/// <summary>The encoder's output, one vector per source.</summary>
internal sealed record OutputState(StateTensor State, MethodValue Vector) : BridgedState(State);

/// <summary>The same vector in every layer.</summary>
internal sealed record RepeatedState(StateTensor State, MethodValue Vector) : BridgedState(State);

/// <summary>A final state of the encoder, with both directions as one.</summary>
internal sealed record EncoderState(StateTensor State, MethodValue States, StateTensor Of) : BridgedState(State);

/// <summary>tanh(W s + b) of a vector.</summary>
internal sealed record DenseState(StateTensor State, MethodValue Vector, EncoderDecoderBridge Bridge) : BridgedState(State);
