using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(PoolingOperation operation) => new PoolingPrinter(operation, names);
}

internal sealed class PoolingPrinter(PoolingOperation operation, TypeNames names) : OperationPrinter
{
    public override string Code(OperationStep step, MethodScope scope)
    {
        var (x, kernel, stride) = (scope[step.Inputs[0]], Literal.Of(operation.Window.Kernel), Literal.Of(operation.Window.Stride));
        var function = $"{names.Nn}.functional.{(operation.Kind == PoolingKind.Mean ? "avg_pool" : "max_pool")}{Literal.Of(operation.Dimensions)}d";
        var options = kernel + (kernel == stride ? "" : $", stride: {stride}");
        return operation.Dimensions == 2 ? $"{function}({x}, {options})" : $"{function}({x}.transpose(1, 2), {options}).transpose(1, 2)";
    }
}
