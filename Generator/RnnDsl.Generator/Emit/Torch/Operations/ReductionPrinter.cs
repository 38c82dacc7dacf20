using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(ReductionOperation operation) => new ReductionPrinter(operation, names);
}

internal sealed class ReductionPrinter(ReductionOperation operation, TypeNames names) : OperationPrinter
{
    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output)
    {
        var what = operation.Kind == PoolingKind.Max ? "maximum of each feature" : "mean";
        body.Assign(layer, $"{what} over the {body.ValidTimeSteps}.", $"{names["SequencePooling"]}.{operation.Kind}({body.Current}{body.WithLengths})", output);
        body.EndLengths();
    }
}
