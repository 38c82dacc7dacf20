using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(ContextOperation operation) => new ContextPrinter();
}

internal sealed class ContextPrinter : OperationPrinter
{
}
