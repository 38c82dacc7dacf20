using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(FinalStateOperation operation) => new FinalStatePrinter(operation, names);
}

internal sealed class FinalStatePrinter(FinalStateOperation operation, TypeNames names) : OperationPrinter
{
    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output)
    {
        if (body.IsStep)
        {
            body.Comment($"{layer.Key}: the state after this step.");
        }
        else
        {
            body.Assign(layer, operation.Of.Bidirectional ? "the final hidden states of both directions." : "the final hidden state.",
                ForwardEmitter.LastOf(operation.Of, body.FinalHiddenState(operation.Of), names), output);
        }
    }
}
