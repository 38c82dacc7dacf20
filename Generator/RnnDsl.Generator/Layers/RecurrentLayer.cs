using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A stack of recurrent layers.</summary>
/// <param name="Operation">What it computes: its cell, sizes and options.</param>
internal sealed record RecurrentLayer(string Key, RecurrenceOperation Operation)
    : Layer(Key, new SequenceShape(Operation.InputSize), new SequenceShape(Operation.OutputSize), CellWeights.Count(Operation))
{
    public override bool IsRecurrent => true;

    public override string TypeName => Operation.UserCell?.Name ?? Operation.Cell.ToString();

    public override IEnumerable<Operation> Operations => [Operation];

    public override string? WhyNoStep =>
        Operation.Bidirectional ? $"'{Key}' is bidirectional and reads every sequence from its last step"
        : Operation.Options.Reverse ? $"'{Key}' reads every sequence from its end"
        : null;
}
