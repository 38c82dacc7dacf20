using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Layers;

/// <summary>An LSTM.</summary>
/// <param name="Projection">The size that the hidden state is projected to; null if it is not.</param>
internal sealed record LstmDeclaration(string? Name, SizeArgument HiddenSize, SizeArgument? Projection)
    : RecurrentLayerDeclaration(CellKind.Lstm, Name, HiddenSize)
{
    public bool Peepholes { get; init; }

    public override SizeArgument? ProjectionSize => Projection;

    public override IEnumerable<SizeOfLayer> Sizes => Projection is { } projection ? base.Sizes.Append(new SizeOfLayer(projection, "projection size", "ProjectionSize")) : base.Sizes;

    protected override InitializationKinds Initializations => InitializationKinds.Orthogonal | InitializationKinds.ForgetGateBias | InitializationKinds.Chrono;

    public static LstmDeclaration Read(ILayerArguments arguments) =>
        WithOptions(new LstmDeclaration(arguments.Name, arguments.Size(0), arguments.NamedSize("ProjectionSize")) { Peepholes = arguments.Named("Peepholes", false) }, arguments);

    protected override RecurrentOptions WithCellOptions(RecurrentOptions options) => options with { Peepholes = Peepholes };
}
