using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A convolution over images, with a square window.</summary>
internal sealed record Conv2dDeclaration(string? Name, SizeArgument Channels, int Kernel, int Stride, int Padding)
    : ImageLayerDeclaration("Conv2d", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [new(Channels, "number of channels", "Channels")];

    public static Conv2dDeclaration Read(ILayerArguments arguments) =>
        new(arguments.Name, arguments.Size(0), arguments.Named("Kernel", 3), arguments.Named("Stride", 1), arguments.Named("Padding", 0));

    public override void Check(ILayerChecks checks)
    {
        checks.Positive(Kernel, "Kernel", "3");
        checks.Positive(Stride, "Stride", "1");
        if (Padding == (int)ConvolutionPadding.Causal)
        {
            checks.Report(Rules.CausalImage, "Padding");
        }
        else
        {
            checks.Member<ConvolutionPadding>(Padding, "Padding");
        }
    }

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var (kernel, stride) = (Math.Max(Kernel, 1), Math.Max(Stride, 1));
        var window = Padding == (int)ConvolutionPadding.Valid ? new Window(kernel, stride) : Window.Same(kernel, stride);
        var size = flow[Channels];
        return flow.Add(flow.ImageOf(input, flow.IsDecoder ? "use [Conv1d] with Kernel = 1" : "use [Conv1d] over time") is { } image
            ? new Conv2dLayer(flow.Key, image, flow.Over(image, window, "Kernel", Convolution.TooWide) with { Channels = size }, image.Channels, size, window)
            : new Conv2dLayer(flow.Key, input, input.WithFeatures(size), input.FeatureCount(), size, window));
    }
}

internal sealed record Conv2dLayer(string Key, Shape Input, Shape Output, Polynomial InputSize, Polynomial OutputSize, Window Window)
    : StatelessLayer(Key, Input, Output, OutputSize * ((Window.Kernel * (Polynomial)Window.Kernel * InputSize) + 1))
{
    public override IEnumerable<Operation> Operations => [new ConvolutionOperation(InputSize, OutputSize, Window, Dimensions: 2)];

    public override string Note => $"window of {Messages.Number(Window.Kernel)} × {Messages.Number(Window.Kernel)}{Convolution.Note(Window)}";

    public override string Summary => $"Convolution over images, {Note}: {Input} to {Output}.";

    public override string? WhyNoStep => null;
}
