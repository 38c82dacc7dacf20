using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record MaxPool2dDeclaration(string? Name, int Size, int Stride)
    : ImageLayerDeclaration("MaxPool2d", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [];

    public static MaxPool2dDeclaration Read(ILayerArguments arguments) =>
        new(arguments.Name, arguments.Positional(0, 0), arguments.Named("Stride", arguments.Positional(0, 0)));

    public override void Check(ILayerChecks checks) => PoolingWindow.Check(checks, Attribute, "Size", Size, Stride, "a window of 1");

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var window = PoolingWindow.Of(Size, Stride);
        return flow.ImageOf(input, "remove [MaxPool2d]") is { } image
            ? flow.Add(new MaxPool2dLayer(flow.Key, image, flow.Over(image, window, "Size", pixels => PoolingWindow.TooWide(Attribute, pixels)), window))
            : input;
    }
}

internal sealed record MaxPool2dLayer(string Key, Shape Input, Shape Output, Window Window)
    : StatelessLayer(Key, Input, Output, 0)
{
    public override IEnumerable<Operation> Operations => [new PoolingOperation(PoolingKind.Max, Window, Dimensions: 2)];

    public override string Note =>
        $"maximum of {Messages.Number(Window.Kernel)} × {Messages.Number(Window.Kernel)}{PoolingWindow.StrideOf(Window)}";

    public override string? Summary => null;

    public override string? WhyNoStep => null;
}
