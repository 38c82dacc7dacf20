using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(FinalStateOperation operation) => new FinalStatePrinter(operation, names);
}

internal sealed class FinalStatePrinter(FinalStateOperation operation, TypeNames names) : OperationPrinter
{
    public override string Code(OperationStep step, MethodScope scope) => LastOf(operation.IsBidirectional, operation.Merge, scope[step.Inputs[0]], names);

    /// <summary>The last layer's part of a final hidden state, with both directions where there are two.</summary>
    public static string LastOf(bool isBidirectional, MergeKind merge, string hidden, TypeNames names)
    {
        var (forth, back) = ($"{hidden}.select(0, -2)", $"{hidden}.select(0, -1)");
        return !isBidirectional ? back : merge switch
        {
            MergeKind.Sum => $"{forth}.add({back}, {names["Scalars"]}.One)",
            MergeKind.Mean => $"{forth}.add({back}, {names["Scalars"]}.One) / {names["Scalars"]}.Two",
            _ => $"{names.Torch}.cat([{forth}, {back}], 1)",
        };
    }
}
