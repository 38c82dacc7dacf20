using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering.Methods;

/// <summary>A method that computes layers.</summary>
/// <param name="Signature">Its parameters and results.</param>
/// <param name="Opening">What it checks; null for a model with errors, whose members throw.</param>
/// <param name="Body">The computation; null for a model with errors.</param>
internal sealed record MethodPlan(MethodSignature Signature, MethodOpening? Opening, MethodBody? Body);

/// <summary>The computation of layers.</summary>
/// <param name="Input">What the first layer reads.</param>
/// <param name="Lengths">The lengths that the method is given; null without them.</param>
/// <param name="Steps">The steps in their order.</param>
/// <param name="Output">The output of the last layer.</param>
/// <param name="States">The states afterwards.</param>
/// <param name="Weights">The attention weights; null without attention.</param>
internal sealed record MethodBody(MethodValue Input, MethodValue? Lengths, EquatableArray<MethodStep> Steps, MethodValue Output, EquatableArray<StateAfter> States, MethodValue? Weights)
{
    /// <summary>The lengths of what the last layer reads; null where there are none.</summary>
    public MethodValue? RemainingLengths { get; init; }

    /// <summary>The state tensor afterwards.</summary>
    public StateAfter After(StateTensor state) => States.First(after => after.State == state);
}

/// <summary>A state after a method.</summary>
/// <param name="State">The state.</param>
/// <param name="Value">Its value; null if no result of the method needs it.</param>
/// <param name="LacksLayers">Whether the value is [batch, size], without the dimension of the layers.</param>
internal sealed record StateAfter(StateTensor State, MethodValue? Value, bool LacksLayers);
