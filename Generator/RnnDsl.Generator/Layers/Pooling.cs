using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A layer that reduces a sequence to one vector.</summary>
internal abstract record PoolingDeclaration(string Attribute, string? Name)
    : LayerDeclaration(Attribute, Name)
{
    public sealed override LookAhead LooksAhead => new(null, "reads all steps of a sequence" + LookAhead.NoLaterSteps, LookAhead.Remove);

    public sealed override void Check(ILayerChecks checks)
    {
    }

    public sealed override Shape Bind(ILayerFlow flow, Shape input)
    {
        // A pooling layer in a decoder has been reported. Omit it, so that the decoder has its members.
        if (flow.IsDecoder)
        {
            return input;
        }

        var current = flow.Flattened(input, Attribute);
        if (current is VectorShape && flow.SequenceReduction is { } reduction)
        {
            flow.ReportAt(Rules.SecondPooling, reduction, flow.Declared[reduction.Index].Attribute, reduction.Layer.Output.ToString(), Attribute);
            return current;
        }

        return flow.Add(LayerOf(flow, current, current.FeatureCount()));
    }

    /// <summary>The bound layer.</summary>
    protected abstract PoolingLayer LayerOf(ILayerFlow flow, Shape input, Polynomial features);
}

/// <summary>A layer that reduces a sequence to one vector.</summary>
internal abstract record PoolingLayer(string Key, Shape Input, Polynomial Features, Polynomial ParameterCount)
    : StatelessLayer(Key, Input, new VectorShape(Features), ParameterCount)
{
    public sealed override string WhyNoStep => $"'{Key}' reads all steps of a sequence";
}
