using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(DropoutOperation operation) => new DropoutPrinter(operation, names);
}

internal sealed class DropoutPrinter(DropoutOperation operation, TypeNames names) : OperationPrinter
{
    public override string ModuleType => names[operation.IsLocked ? "LockedDropout" : "Dropout"];

    public override string Construct =>
        operation.IsLocked ? $"new {names["LockedDropout"]}({Literal.Of(operation.Probability)})" : $"{names.Nn}.Dropout({Literal.Of(operation.Probability)})";
}
