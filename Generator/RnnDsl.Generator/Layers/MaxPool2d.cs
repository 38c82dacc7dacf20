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

    public override void Check(ILayerChecks checks)
    {
        checks.Positive(Size, "Size", "");
        if (this is { Size: 1, Stride: 1 })
        {
            checks.Report(Rules.NoEffect, "Size", Attribute, "a window of 1", "Write a window of 2 or more, or remove [MaxPool2d].");
        }
        else if (Stride != Size)
        {
            checks.Positive(Stride, "Stride", "the window's own size");
        }
    }

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var window = new Window(Math.Max(Size, 1), Math.Max(Stride, 1));
        return flow.ImageOf(input, "remove [MaxPool2d]") is { } image
            ? flow.Add(new MaxPool2dLayer(flow.Key, image, flow.Over(image, window, "Size", TooWide), window))
            : input;
    }

    private static string TooWide(long input) => input == 1 ? "Remove [MaxPool2d]." : $"Write a window of {Messages.Number(input)} or less.";
}

internal sealed record MaxPool2dLayer(string Key, Shape Input, Shape Output, Window Window)
    : StatelessLayer(Key, Input, Output, 0)
{
    public override IEnumerable<Operation> Operations => [new PoolingOperation(PoolingKind.Max, Window, Dimensions: 2)];

    public override string Note =>
        $"maximum of {Messages.Number(Window.Kernel)} × {Messages.Number(Window.Kernel)}{(Window.Stride == Window.Kernel ? "" : $", stride {Messages.Number(Window.Stride)}")}";

    public override string? Summary => null;

    public override string? WhyNoStep => null;
}
