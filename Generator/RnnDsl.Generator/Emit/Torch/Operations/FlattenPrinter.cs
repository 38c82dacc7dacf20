using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(FlattenOperation operation) => new FlattenPrinter(operation);
}

internal sealed class FlattenPrinter(FlattenOperation operation) : OperationPrinter
{
    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output)
    {
        var (step, code) = operation.Axis switch
        {
            ImageAxis.Columns => ("column", ".permute(0, 3, 1, 2).flatten(2)"),
            ImageAxis.Positions => ("pixel", ".flatten(2).transpose(1, 2)"),
            _ => ("row", ".permute(0, 2, 1, 3).flatten(2)"),
        };
        body.Assign(layer, $"one time step per {step}.", body.Current + code, output);
    }
}
