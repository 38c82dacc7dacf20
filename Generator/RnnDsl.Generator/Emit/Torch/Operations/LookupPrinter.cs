using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

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

    public override bool HasWeight => true;

    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output)
    {
        if (operation.Dropout > 0)
        {
            body.Assign(layer, $"table lookup, word dropout {Messages.Number(operation.Dropout)}.",
                $"{names["WordDropout"]}.Call({layer.Property}, {body.Current}, {Literal.Of(operation.Dropout)}, {names.Training})", output);
        }
        else
        {
            body.Call(layer, "table lookup.", output);
        }
    }
}
