using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(LinearOperation operation) => new LinearPrinter(operation, names);
}

internal sealed class LinearPrinter(LinearOperation operation, TypeNames names) : OperationPrinter
{
    public override string ModuleType => names[operation.TiedTo is null ? "Linear" : "TiedLinear"];

    public override string Construct => operation.TiedTo is { } table
        ? $"new {names["TiedLinear"]}({table.Property}{(table.PaddingIndex is { } row ? $", paddingIndex: {Literal.Of(row)}" : "")}, {TorchOperations.DeviceAndDtype})"
        : $"{names.Nn}.Linear({operation.InputSize.ToCSharp()}, {operation.OutputSize.ToCSharp()}, {TorchOperations.DeviceAndDtype})";

    public override bool HasWeight => true;

    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output)
    {
        var weight = operation.TiedTo is { } table ? $" with the weight of {table.Key}" : "";
        var code = operation.TiedTo is null ? body.Projection(layer, body.Current) : $"{layer.Property}.call({body.Current})";
        body.Assign(layer, $"linear projection{weight}{(layer.Input is SequenceShape && !body.IsStep ? " at every time step" : "")}.", code, output);
    }
}
