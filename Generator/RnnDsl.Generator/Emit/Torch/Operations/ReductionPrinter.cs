using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(ReductionOperation operation) => new ReductionPrinter(operation, names);
}

internal sealed class ReductionPrinter(ReductionOperation operation, TypeNames names) : OperationPrinter
{
    public override string Code(OperationStep step, MethodScope scope) => $"{names["SequencePooling"]}.{operation.Kind}({scope.List(step.Inputs)})";
}
