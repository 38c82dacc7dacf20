using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(CopyOperation operation) => new CopyPrinter(operation, names);
}

internal sealed class CopyPrinter(CopyOperation operation, TypeNames names) : OperationPrinter
{
    public override string ModuleType => names["PointerGenerator"];

    public override string Construct =>
        $"new {ModuleType}({operation.GateInputSize.ToCSharp()}{(operation.Extra > 0 ? $", extra: {Literal.Of(operation.Extra)}" : "")}, {TorchOperations.DeviceAndDtype})";

    public override string Code(OperationStep step, MethodScope scope) =>
        $"{step.Layer.Property}.Mix({scope[step.Inputs[0]]}, {names.Torch}.cat([{scope.List(step.Inputs.Skip(1).Take(3))}], -1), {scope[step.Inputs[4]]}, memory)";
}
