using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(FlattenOperation operation) => new FlattenPrinter(operation);
}

internal sealed class FlattenPrinter(FlattenOperation operation) : OperationPrinter
{
    public override string Code(OperationStep step, MethodScope scope) => scope[step.Inputs[0]] + operation.Axis switch
    {
        ImageAxis.Columns => ".permute(0, 3, 1, 2).flatten(2)",
        ImageAxis.Positions => ".flatten(2).transpose(1, 2)",
        _ => ".permute(0, 2, 1, 3).flatten(2)",
    };
}
