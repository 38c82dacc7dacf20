using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A head: the loss of the model.</summary>
internal abstract record HeadDeclaration(string Attribute, string? Name)
    : LayerDeclaration(Attribute, Name)
{
    public sealed override IEnumerable<SizeOfLayer> Sizes => [];

    public sealed override Shape Bind(ILayerFlow flow, Shape input)
    {
        var current = flow.Flattened(input, Attribute);
        CheckPosition(flow);
        CheckInput(flow, current);
        return flow.Add(LayerOf(flow.Key, current));
    }

    /// <summary>Checks that the loss can read the output of the layers above.</summary>
    protected abstract void CheckInput(ILayerFlow flow, Shape input);

    /// <summary>The bound layer.</summary>
    protected abstract HeadLayer LayerOf(string key, Shape input);

    /// <summary>A loss over classes needs two of them.</summary>
    /// <returns>The number of classes, and where it came from, as messages print it; null if it is not known or too small.</returns>
    protected (long Classes, string ByDefault)? CheckClasses(ILayerFlow flow, Shape input)
    {
        var features = input.FeatureCount();
        if (flow.Known(features) is not { } classes)
        {
            return null;
        }

        var byDefault = features.Number is null ? " by default" : "";
        var producer = flow.Above.LastOrDefault(bound => bound.Layer.Input.FeatureCount() != features);
        if (flow.IsOne(features) && (producer ?? (flow.Above.Count > 0 ? flow.Above[flow.Above.Count - 1] : null)) is { } one)
        {
            flow.ReportAt(Rules.OneClass, one, flow.Declared[one.Index].Attribute, Attribute, byDefault);
            return null;
        }

        return (classes, byDefault);
    }

    /// <summary>A model has at most one head, as its last layer.</summary>
    private void CheckPosition(ILayerFlow flow)
    {
        if (flow.Declared.Take(flow.Index).OfType<HeadDeclaration>().FirstOrDefault() is { } first)
        {
            flow.Report(Rules.SecondHead, null, Attribute, flow.Model, first.Attribute);
        }
        // A second head is reported only as such.
        else if (flow.Declared.Skip(flow.Index + 1).LastOrDefault(layer => layer is not (HeadDeclaration or InputDeclaration)) is { } below)
        {
            flow.Report(Rules.HeadNotLast, null, Attribute, below.Attribute);
        }
    }
}

/// <summary>The loss of the model; the layer does not change the output.</summary>
internal abstract record HeadLayer(string Key, Shape Input)
    : StatelessLayer(Key, Input, Input, 0)
{
    public abstract Loss Loss { get; }

    public sealed override IEnumerable<Operation> Operations => [];

    public sealed override string? Summary => null;

    public sealed override string? WhyNoStep => null;
}
