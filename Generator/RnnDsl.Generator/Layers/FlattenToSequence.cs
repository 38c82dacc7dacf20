using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>Flattens an image to a sequence. The axis is the value of the enumeration; with a cast, any integer.</summary>
internal sealed record FlattenToSequenceDeclaration(string? Name, int Axis)
    : ImageLayerDeclaration("FlattenToSequence", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [];

    public static FlattenToSequenceDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Positional(0, 0));

    public override void Check(ILayerChecks checks) => checks.Member<ImageAxis>(Axis, "Axis");

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        if (flow.ImageOf(input, "remove [FlattenToSequence]") is not { } image)
        {
            return input;
        }

        var axis = (ImageAxis)Axis;
        var (steps, features) = axis switch
        {
            ImageAxis.Columns => (image.Width, image.Channels * image.Height),
            ImageAxis.Positions => (image.Height * image.Width, image.Channels),
            _ => (image.Height, image.Channels * image.Width),
        };
        var time = new TimeExtent(steps);
        return flow.Add(new FlattenToSequenceLayer(flow.Key, image, new SequenceShape(features) { Time = time }, axis), time);
    }
}

internal sealed record FlattenToSequenceLayer(string Key, Shape Input, Shape Output, ImageAxis Axis)
    : StatelessLayer(Key, Input, Output, 0)
{
    public override IEnumerable<Operation> Operations => [new FlattenOperation(Axis)];

    public override string Note => "one time step per " + Axis switch
    {
        ImageAxis.Columns => "column",
        ImageAxis.Positions => "pixel",
        _ => "row",
    };

    public override string? Summary => null;

    public override string? WhyNoStep => null;
}
