using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>Average pooling over windows of time steps.</summary>
internal sealed record AveragePool1dDeclaration(string? Name, int Kernel, int Stride)
    : LayerDeclaration("AveragePool1d", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [];

    public override LookAhead? LooksAhead => LookAhead.OfWindow(Kernel, Stride, LookAhead.Remove, LookAhead.Remove);

    public static AveragePool1dDeclaration Read(ILayerArguments arguments) =>
        new(arguments.Name, arguments.Positional(0, 0), arguments.Named("Stride", arguments.Positional(0, 0)));

    public override void Check(ILayerChecks checks) => PoolingWindow.Check(checks, Attribute, "Kernel", Kernel, Stride, "a window of 1 step");

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        // In a decoder, a window over several steps has been reported.
        var window = flow.IsDecoder ? new Window(1, 1) : PoolingWindow.Of(Kernel, Stride);
        var sequence = flow.SequenceOf(flow.Flattened(input, Attribute));
        var time = flow.Over(sequence, window, "Kernel", steps => PoolingWindow.TooWide(Attribute, steps));
        return flow.Add(new AveragePool1dLayer(flow.Key, sequence, sequence with { Time = time }, window), time);
    }
}

internal sealed record AveragePool1dLayer(string Key, Shape Input, Shape Output, Window Window)
    : StatelessLayer(Key, Input, Output, 0)
{
    public override IEnumerable<Operation> Operations => [new PoolingOperation(PoolingKind.Mean, Window, Dimensions: 1)];

    public override string Note => $"mean of {Messages.Count(Window.Kernel, "step")}{PoolingWindow.StrideOf(Window)}";

    public override string? Summary => null;

    public override string? WhyNoStep => LookAhead.WhyNoStep(Key, Window);
}
