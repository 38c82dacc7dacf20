using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(ReadoutOperation operation) => new ReadoutPrinter(operation, names);
}

internal sealed class ReadoutPrinter(ReadoutOperation operation, TypeNames names) : OperationPrinter
{
    public override string ModuleType => names["Linear"];

    public override string Construct => $"{names.Nn}.Linear({operation.InputSize.ToCSharp()}, {operation.ProjectionSize.ToCSharp()}, {TorchOperations.DeviceAndDtype})";

    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output)
    {
        List<string> parts = [body.Current, .. operation.AddsContext ? [body.Context] : Array.Empty<string>(), .. operation.AddsSummary ? [body.Summary(layer)] : Array.Empty<string>(), .. operation.AddsToken ? [body.Token] : Array.Empty<string>()];
        var input = parts.Count == 1 ? parts[0] : $"{names.Torch}.cat([{string.Join(", ", parts)}], -1)";
        var (function, meaning) = operation.Function switch
        {
            ReadoutFunction.Tanh => (".tanh()", "tanh of "),
            ReadoutFunction.Maxout => ($".unflatten({(output is VectorShape ? "1" : "2")}, [-1, 2]).amax([-1])", "maxout of "),
            _ => ("", ""),
        };
        body.Assign(layer, $"{meaning}a linear projection of {operation.Parts}.", $"{body.Projection(layer, input)}{function}", output);
        body.FeedBack();
    }
}
