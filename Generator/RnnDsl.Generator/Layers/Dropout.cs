using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record DropoutDeclaration(string? Name, double Probability)
    : LayerDeclaration("Dropout", Name)
{
    /// <summary>Whether one mask is used for all steps of a sequence.</summary>
    public bool Locked { get; init; }

    public override IEnumerable<SizeOfLayer> Sizes => [];

    public override LookAhead? LooksAhead => null;

    public static DropoutDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Positional(0, 0.0)) { Locked = arguments.Named("Locked", false) };

    public override void Check(ILayerChecks checks)
    {
        if (checks.Probability(Probability, "dropout", "Probability") && Probability == 0)
        {
            checks.Report(Rules.NoEffect, "Probability", Attribute, "a probability of 0", "Write a number between 0 and 1, such as 0.3, or remove [Dropout].");
        }
    }

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var current = Locked ? flow.Flattened(input, "Dropout(Locked = true)") : input;
        if (Locked && current is VectorShape && flow.SequenceReduction is { } reduction)
        {
            flow.Report(Rules.LockedOnVector, "Locked", flow.Declared[reduction.Index].Attribute, reduction.Layer.Output.ToString());
        }

        return flow.Add(new DropoutLayer(flow.Key, current, Probability) { Locked = Locked });
    }
}

internal sealed record DropoutLayer(string Key, Shape Input, double Probability)
    : StatelessLayer(Key, Input, Input, 0)
{
    /// <summary>Whether one mask is used for all steps of a sequence.</summary>
    public bool Locked { get; init; }

    public override IEnumerable<Operation> Operations => [new DropoutOperation(Probability, Locked)];

    public override string Note => $"p = {Messages.Number(Probability)}{(Locked ? ", one mask per sequence" : "")}";

    public override string Summary => Locked
        ? $"Locked dropout with probability {Messages.Number(Probability)}: one mask per sequence."
        : $"Dropout with probability {Messages.Number(Probability)}.";

    public override string? WhyNoStep => null;
}
