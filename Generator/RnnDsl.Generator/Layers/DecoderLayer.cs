namespace RnnDsl.Generator.Layers;

/// <summary>
/// A layer of decoders alone. Its arguments and its position depend on the other layers of the decoder: DecoderRules checks them together, and
/// ShapeFlow binds it.
/// </summary>
internal abstract record DecoderLayerDeclaration(string Attribute, string? Name)
    : LayerDeclaration(Attribute, Name)
{
    public sealed override LookAhead? LooksAhead => null;
}
