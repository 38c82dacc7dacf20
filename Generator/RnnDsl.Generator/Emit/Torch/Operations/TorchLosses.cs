using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

/// <summary>The printers of all losses. The file of a printer adds its method.</summary>
internal sealed partial class TorchLosses : ILossVisitor<LossPrinter>
{
    private static readonly TorchLosses All = new();

    public static LossPrinter Of(Loss loss) => loss.Accept(All);
}
