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
            var recurrent = body.RecurrentLayerOf(operation.Of);
            body.Assign(layer, recurrent.Bidirectional ? "the final hidden states of both directions." : "the final hidden state.",
                ForwardEmitter.LastOf(recurrent, body.FinalHiddenState(recurrent), names), output);
        }
    }
}
