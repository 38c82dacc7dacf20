using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(LookupOperation operation) => new LookupPrinter(operation, names);
}

internal sealed class LookupPrinter(LookupOperation operation, TypeNames names) : OperationPrinter
{
    public override string ModuleType => names["Embedding"];

    public override string Construct =>
        $"{names.Nn}.Embedding({operation.Vocabulary.ToCSharp()}, {operation.Features.ToCSharp()}"
        + (operation.PaddingIndex is { } row ? $", padding_idx: {Literal.Of(row)}" : "") + $", {TorchOperations.DeviceAndDtype})";

    public override string Code(OperationStep step, MethodScope scope) => operation.Dropout > 0
        ? $"{names["WordDropout"]}.Call({step.Layer.Property}, {scope[step.Inputs[0]]}, {Literal.Of(operation.Dropout)}, {names.Training})"
        : base.Code(step, scope);
}
