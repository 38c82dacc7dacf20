using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Layers;

/// <summary>A GRU.</summary>
internal sealed record GruDeclaration(string? Name, SizeArgument HiddenSize)
    : RecurrentLayerDeclaration(CellKind.Gru, Name, HiddenSize)
{
    /// <summary>Whether the reset gate acts after the recurrent projection.</summary>
    public bool ResetAfter { get; init; } = true;

    protected override InitializationKinds Initializations => InitializationKinds.Orthogonal | InitializationKinds.Chrono;

    public static GruDeclaration Read(ILayerArguments arguments) =>
        WithOptions(new GruDeclaration(arguments.Name, arguments.Size(0)) { ResetAfter = arguments.Named("ResetAfter", true) }, arguments);

    protected override RecurrentOptions WithCellOptions(RecurrentOptions options) => options with { ResetAfter = ResetAfter };
}
