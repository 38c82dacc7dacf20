using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(AttentionPoolingOperation operation) => new AttentionPoolingPrinter(operation, names);
}

internal sealed class AttentionPoolingPrinter(AttentionPoolingOperation operation, TypeNames names) : OperationPrinter
{
    public override string ModuleType => names["AttentionPooling"];

    public override string Construct => $"new {names["AttentionPooling"]}({operation.Features.ToCSharp()}, {operation.Size.ToCSharp()}, {TorchOperations.DeviceAndDtype})";

    public override string Code(OperationStep step, MethodScope scope) => $"{step.Layer.Property}.call({scope[step.Inputs[0]]}, {scope.Optional(step.Inputs, 1)})";
}
