using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record LastStateDeclaration(string? Name)
    : LayerDeclaration("LastState", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [];

    public override LookAhead LooksAhead => new(null, "is the state after the last step" + LookAhead.NoLaterSteps, LookAhead.Remove);

    public static LastStateDeclaration Read(ILayerArguments arguments) => new(arguments.Name);

    public override void Check(ILayerChecks checks)
    {
    }

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        // In a decoder it has been reported. Omit it, so that the decoder has its members.
        if (flow.IsDecoder)
        {
            return input;
        }

        var current = flow.Flattened(input, Attribute);
        if (current is VectorShape && flow.SequenceReduction is { Layer: PoolingLayer } pooling)
        {
            flow.ReportAt(Rules.SecondPooling, pooling, flow.Declared[pooling.Index].Attribute, pooling.Layer.Output.ToString(), Attribute);
            return current;
        }

        if (current is VectorShape)
        {
            flow.Report(Rules.SecondLastState, null, current.ToString());
            return current;
        }

        if (flow.Above.LastOrDefault(bound => bound.Layer is RecurrentLayer) is not { Layer: RecurrentLayer recurrent } above)
        {
            // A model without any recurrent layer has been reported.
            if (flow.Declared.Skip(flow.Index).FirstOrDefault(layer => layer.IsRecurrent) is { } below)
            {
                flow.Report(Rules.LastStateNotAfterRecurrence, null,
                    flow.Index == 0 ? "at the top" : $"after [{flow.Declared[flow.Index - 1].Attribute}]", $"to directly below [{below.Attribute}]");
            }

            return current;
        }

        var layer = new LastStateLayer(flow.Key, recurrent);
        if (flow.Above[flow.Above.Count - 1] == above)
        {
            return flow.Add(layer);
        }

        var between = flow.Declared[flow.Index - 1].Attribute;
        flow.Report(Rules.LastStateNotAfterRecurrence, null,
            $"after [{between}]", $"up to directly below [{flow.Declared[above.Index].Attribute}]: [{between}] then acts on the one vector");
        return flow.Add(layer with { Output = new VectorShape(current.FeatureCount()) });
    }
}

/// <param name="Of">The recurrent layer.</param>
internal sealed record LastStateLayer(string Key, RecurrentLayer Of)
    : StatelessLayer(Key, Of.Output, Of.Output.Step, 0)
{
    public override IEnumerable<Operation> Operations => [new FinalStateOperation(Of.Key, Of.Operation.Bidirectional, Of.Operation.Options.Merge)];

    public override string Note => Of.Operation.Bidirectional ? "final state of both directions" : "final state";

    public override string? Summary => null;

    public override string? WhyNoStep => null;
}
