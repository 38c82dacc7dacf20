using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>An encoder and a decoder that are one network.</summary>
/// <param name="Type">The class.</param>
/// <param name="Encoder">What reads the source.</param>
/// <param name="Decoder">What writes the target.</param>
/// <param name="Bridge">How the decoder's first state comes about.</param>
/// <param name="Parameters">The constructor's sizes: those without a default first.</param>
/// <param name="Errors">Ids and messages that keep it from working; its members are emitted nevertheless.</param>
internal sealed record EncoderDecoder(
    TypeDeclaration Type, Side Encoder, Side Decoder, BridgeKind Bridge, EquatableArray<SizeParameter> Parameters, EquatableArray<string> Errors)
{
    public bool SharedEmbedding { get; init; }

    /// <summary>The features of what is attended to.</summary>
    public Polynomial MemorySize => (Encoder.Model.Output as SequenceShape)?.Features ?? 1;

    /// <summary>The length of the source's one vector.</summary>
    public Polynomial SummarySize => Encoder.Model.Output is VectorShape vector ? vector.Features : SizeOfLast(Encoder.Model.Recurrences.LastOrDefault());

    /// <summary>Whether a matrix of its own stands between the encoder and each of the decoder's states.</summary>
    public bool HasBridgeWeights => Bridge is BridgeKind.Dense or BridgeKind.DenseMean;

    /// <summary>A final state with both its directions.</summary>
    public static Polynomial SizeOfLast(RecurrentLayer? layer) =>
        layer is null ? 1 : layer.JoinedDirections * layer.StateSize;
}

/// <summary>One side of an encoder-decoder.</summary>
/// <param name="Model">What its declaration says.</param>
/// <param name="FullName">As emitted code names it; null for what no member can be, which only an encoder-decoder with errors has.</param>
/// <param name="State">Its state's type, as emitted code names it; null where there is none.</param>
/// <param name="Display">As messages name it.</param>
internal sealed record Side(Model Model, string? FullName, string? State, string Display)
{
    /// <summary>The accessibility of members that speak of it: that of the encoder-decoder, unless the side is hidden.</summary>
    public string Accessibility { get; init; } = "public";
}

/// <summary>The bridges of the runtime's enumeration, in its order.</summary>
internal enum BridgeKind
{
    Last,
    Zero,
    Mean,
    Dense,
    DenseMean,
}
