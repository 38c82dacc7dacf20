using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>An encoder-decoder model.</summary>
/// <param name="Type">The class.</param>
/// <param name="Encoder">The encoder.</param>
/// <param name="Decoder">The decoder.</param>
/// <param name="Bridge">The computation of the decoder's initial state.</param>
/// <param name="Parameters">The constructor's sizes: those without a default first.</param>
/// <param name="Errors">The ids and messages of errors; the members are emitted nevertheless.</param>
internal sealed record EncoderDecoder(
    TypeDeclaration Type, Side Encoder, Side Decoder, BridgeKind Bridge, EquatableArray<SizeParameter> Parameters, EquatableArray<string> Errors)
{
    public bool SharedEmbedding { get; init; }

    /// <summary>The names of its members.</summary>
    public EquatableArray<string> Members { get; init; }

    /// <summary>Whether it also runs as a stream without TorchSharp.</summary>
    public bool Streams { get; init; }

    /// <summary>Whether it runs as a stream only.</summary>
    public bool IsStreamingOnly { get; init; }

    /// <summary>Whether it has a method that writes it as two ONNX files.</summary>
    public bool ExportsOnnx { get; init; }

    /// <summary>The number of features of the memory.</summary>
    public Polynomial MemorySize => (Encoder.Model.Output as SequenceShape)?.Features ?? 1;

    /// <summary>The size of the summary vector.</summary>
    public Polynomial SummarySize => Encoder.Model.Output is VectorShape vector ? vector.Features : Encoder.Model.Recurrences.LastOrDefault()?.Operation.OutputSize ?? 1;

    /// <summary>Whether the bridge has a weight matrix for each state of the decoder.</summary>
    public bool HasBridgeWeights => Bridge is BridgeKind.Dense or BridgeKind.DenseMean;
}

/// <summary>The encoder or the decoder of an encoder-decoder.</summary>
/// <param name="Model">The model of its declaration.</param>
/// <param name="FullName">Its name in emitted code; null if no member can have the type, which occurs only with errors.</param>
/// <param name="State">The type of its state in emitted code; null if there is none.</param>
/// <param name="Display">Its name in messages.</param>
internal sealed record Side(Model Model, string? FullName, string? State, string Display)
{
    /// <summary>The accessibility of members with this type in their signature: that of the encoder-decoder, or that of the side if it is narrower.</summary>
    public string Accessibility { get; init; } = "public";
}

/// <summary>The runtime's enumeration Bridge, in its order.</summary>
internal enum BridgeKind
{
    Last,
    Zero,
    Mean,
    Dense,
    DenseMean,
}
