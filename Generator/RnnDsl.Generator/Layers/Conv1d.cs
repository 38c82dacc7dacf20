using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A convolution over time. The padding is the value of the enumeration; with a cast, any integer.</summary>
internal sealed record Conv1dDeclaration(string? Name, SizeArgument Channels, int Kernel, int Stride, int Dilation, int Padding)
    : LayerDeclaration("Conv1d", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [new(Channels, "number of channels", "Channels")];

    public override LookAhead? LooksAhead => LookAhead.OfWindow(Kernel, Stride, "Write Kernel = 1, or remove it; an encoder may have it.");

    public static Conv1dDeclaration Read(ILayerArguments arguments) => new(
        arguments.Name, arguments.Size(0), arguments.Named("Kernel", 3), arguments.Named("Stride", 1), arguments.Named("Dilation", 1), arguments.Named("Padding", 0));

    public override void Check(ILayerChecks checks)
    {
        checks.Positive(Kernel, "Kernel", "3");
        checks.Positive(Stride, "Stride", "1");
        checks.Positive(Dilation, "Dilation", "1");
        checks.Member<ConvolutionPadding>(Padding, "Padding");
        if (this is { Kernel: 1, Dilation: > 1 })
        {
            checks.Report(Rules.DilationOfNothing, "Dilation", Messages.Number(Dilation));
        }
    }

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        // In a decoder, a window over several steps has been reported.
        var (kernel, stride, dilation) = flow.IsDecoder ? (1, 1, 1) : (Math.Max(Kernel, 1), Math.Max(Stride, 1), Math.Max(Dilation, 1));
        var window = (ConvolutionPadding)Padding switch
        {
            ConvolutionPadding.Valid => new Window(kernel, stride, dilation),
            ConvolutionPadding.Causal => Window.Causal(kernel, stride, dilation),
            _ => Window.Same(kernel, stride, dilation),
        };

        var sequence = flow.SequenceOf(flow.Flattened(input, Attribute));
        var time = flow.Over(sequence, window, "Kernel", Convolution.TooWide);
        var size = flow[Channels];
        return flow.Add(new Conv1dLayer(flow.Key, sequence, new SequenceShape(size) { Time = time }, sequence.Features, size, window), time);
    }
}

internal sealed record Conv1dLayer(string Key, Shape Input, Shape Output, Polynomial InputSize, Polynomial OutputSize, Window Window)
    : StatelessLayer(Key, Input, Output, OutputSize * ((Window.Kernel * InputSize) + 1))
{
    public override IEnumerable<Operation> Operations => [new ConvolutionOperation(InputSize, OutputSize, Window, Dimensions: 1)];

    public override string Note => $"window of {Messages.Count(Window.Kernel, "step")}{Convolution.Note(Window)}";

    public override string Summary => $"Convolution over time, {Note}: {Input} to {Output}.";

    public override string? WhyNoStep => LookAhead.WhyNoStep(Key, Window);
}
