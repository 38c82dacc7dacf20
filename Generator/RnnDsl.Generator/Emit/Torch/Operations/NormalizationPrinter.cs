using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(NormalizationOperation operation) => new NormalizationPrinter(operation, names);
}

internal sealed class NormalizationPrinter(NormalizationOperation operation, TypeNames names) : OperationPrinter
{
    public override string ModuleType => names["LayerNorm"];

    public override string Construct => $"{names.Nn}.LayerNorm({operation.Features.ToCSharp()}, {TorchOperations.DeviceAndDtype})";
}
