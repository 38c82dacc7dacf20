using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(ActivationOperation operation) => new ActivationPrinter(operation, names);
}

internal sealed class ActivationPrinter(ActivationOperation operation, TypeNames names) : OperationPrinter
{
    public override string Code(OperationStep step, MethodScope scope)
    {
        var x = scope[step.Inputs[0]];
        return operation.Function switch
        {
            ActivationFunction.Softmax => $"{names.Nn}.functional.softmax({x}, -1)",
            ActivationFunction.LogSoftmax => $"{names.Nn}.functional.log_softmax({x}, -1)",
            ActivationFunction.Softplus or ActivationFunction.Elu => $"{names["CellFunctions"]}.{operation.Function}({x})",
            var function => $"{x}.{function.ToString().ToLowerInvariant()}()",
        };
    }
}
