using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(ContextOperation operation) => new ContextPrinter(operation);
}

internal sealed class ContextPrinter(ContextOperation operation) : OperationPrinter
{
    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output) => body.AddSummary(layer, operation.SummarySize, output);
}
