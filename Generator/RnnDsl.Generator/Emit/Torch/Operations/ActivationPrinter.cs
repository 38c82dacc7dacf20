using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(ActivationOperation operation) => new ActivationPrinter(operation, names);
}

internal sealed class ActivationPrinter(ActivationOperation operation, TypeNames names) : OperationPrinter
{
    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output)
    {
        var (function, x) = (operation.Function.ToString().ToLowerInvariant(), body.Current);
        var (code, intent) = operation.Function switch
        {
            ActivationFunction.Softmax => ($"{names.Nn}.functional.softmax({x}, -1)", "softmax over the features."),
            ActivationFunction.LogSoftmax => ($"{names.Nn}.functional.log_softmax({x}, -1)", "log-softmax over the features."),
            ActivationFunction.Softplus or ActivationFunction.Elu => ($"{names["CellFunctions"]}.{operation.Function}({x})", $"{function}, elementwise."),
            _ => ($"{x}.{function}()", $"{function}, elementwise."),
        };
        body.Assign(layer, intent, code, output);
    }
}
