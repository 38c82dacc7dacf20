using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A layer of decoders alone. Its arguments and its position depend on the other layers of the decoder, so DecoderRules checks them together.</summary>
internal abstract record DecoderLayerDeclaration(string Attribute, string? Name)
    : LayerDeclaration(Attribute, Name)
{
    public sealed override LookAhead? LooksAhead => null;

    public sealed override void Check(ILayerChecks checks)
    {
    }
}

/// <summary>A layer of decoders alone.</summary>
internal abstract record DecoderLayer(string Key, Shape Input, Shape Output, Polynomial ParameterCount)
    : StatelessLayer(Key, Input, Output, ParameterCount)
{
    public sealed override string? WhyNoStep => null;
}
