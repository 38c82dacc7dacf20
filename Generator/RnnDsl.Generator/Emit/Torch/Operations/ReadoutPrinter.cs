using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(ReadoutOperation operation) => new ReadoutPrinter(operation, names);
}

internal sealed class ReadoutPrinter(ReadoutOperation operation, TypeNames names) : OperationPrinter
{
    public override string ModuleType => names["Linear"];

    public override string Construct => $"{names.Nn}.Linear({operation.InputSize.ToCSharp()}, {operation.ProjectionSize.ToCSharp()}, {TorchOperations.DeviceAndDtype})";

    public override string Code(OperationStep step, MethodScope scope)
    {
        var input = step.Inputs.Count == 1 ? scope[step.Inputs[0]] : $"{names.Torch}.cat([{scope.List(step.Inputs)}], -1)";
        return LinearPrinter.Projection(step, input, names) + operation.Function switch
        {
            ReadoutFunction.Tanh => ".tanh()",
            ReadoutFunction.Maxout => $".unflatten({(step.Result is VectorShape ? "1" : "2")}, [-1, 2]).amax([-1])",
            _ => "",
        };
    }
}
