using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>Copying of source tokens.</summary>
internal sealed record CopyDeclaration(string? Name, int Extra, int Unknown)
    : DecoderLayerDeclaration("Copy", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [];

    public static CopyDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Named("Extra", 0), arguments.Named("Unknown", -1));
}

/// <summary>Copying of source tokens.</summary>
/// <param name="Vocabulary">The size of the vocabulary without the extra tokens.</param>
/// <param name="GateInputSize">The size of the gate's input: state, context and token.</param>
internal sealed record CopyLayer(string Key, Shape Input, Shape Output, Polynomial Vocabulary, Polynomial GateInputSize, long Extra, long Unknown)
    : DecoderLayer(Key, Input, Output, GateInputSize + 1)
{
    public override string Note => Extra > 0 ? $"copies source tokens, {Messages.Number(Extra)} beyond the vocabulary" : "copies source tokens";

    public override string Summary => "Pointer-generator: mixes generation from the vocabulary with copying from the source.";

    public override IEnumerable<Polynomial> StoredSizes => [Vocabulary];
}
