using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(CurrentStateAttentionOperation operation) => new AttentionPrinter(operation, names);

    public OperationPrinter Visit(PreviousStateAttentionOperation operation) => new AttentionPrinter(operation, names);
}

internal sealed class AttentionPrinter(AttentionOperation operation, TypeNames names) : OperationPrinter
{
    public override string ModuleType => names[Module];

    public override string Construct =>
        $"new {ModuleType}({operation.QuerySize.ToCSharp()}, {operation.MemorySize.ToCSharp()}{Options}, {TorchOperations.DeviceAndDtype})";

    private string Module => operation.Score switch
    {
        AttentionScoreKind.Additive or AttentionScoreKind.Concat or AttentionScoreKind.LocationAware => "AdditiveAttention",
        AttentionScoreKind.MultiHead => "MultiHeadAttention",
        _ => "ProductAttention",
    };

    private string Options =>
        (operation.Size is { } size ? ", " + size.ToCSharp() : "")
        + operation.Score switch
        {
            AttentionScoreKind.MultiHead => $", heads: {Literal.Of(operation.Heads)}",
            AttentionScoreKind.General => ", general: true",
            AttentionScoreKind.ScaledDot => ", scaled: true",
            AttentionScoreKind.Concat => ", joint: true",
            _ => "",
        }
        + (operation.Coverage ? ", coverage: true" : "")
        + (operation.Filters > 0 ? $", filters: {Literal.Of(operation.Filters)}, width: {Literal.Of(operation.Width)}" : "");
}
