using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(PoolingOperation operation) => new PoolingPrinter(operation, names);
}

internal sealed class PoolingPrinter(PoolingOperation operation, TypeNames names) : OperationPrinter
{
    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output)
    {
        var (kernel, stride) = (Literal.Of(operation.Window.Kernel), Literal.Of(operation.Window.Stride));
        var (kind, function) = operation.Kind == PoolingKind.Mean ? ("average", "avg_pool") : ("max", "max_pool");
        var options = kernel + (kernel == stride ? "" : $", stride: {stride}");
        if (operation.Dimensions == 2)
        {
            body.Assign(layer, $"{kind} pooling over windows of {kernel} × {kernel}.", $"{names.Nn}.functional.{function}2d({body.Current}, {options})", output);
        }
        else
        {
            body.Assign(layer, $"{kind} pooling over windows of {Messages.Count(operation.Window.Kernel, "time step")}.",
                $"{names.Nn}.functional.{function}1d({body.Current}.transpose(1, 2), {options}).transpose(1, 2)", output);
            body.LengthsAfter(layer, operation.Window);
        }
    }
}
