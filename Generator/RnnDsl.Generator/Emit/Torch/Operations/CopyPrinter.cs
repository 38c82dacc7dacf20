using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

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

    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output) =>
        body.Assign(layer, "log-probabilities, a mixture of generation from the vocabulary and copying from the source.",
            $"{layer.Property}.Mix({body.Current}, {names.Torch}.cat([{body.LastOutput}, {body.Context}, {body.Token}], -1), {body.AttentionWeights}, memory)", output);
}
