using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>A bound model: all names and shapes are known.</summary>
/// <param name="Type">The class.</param>
/// <param name="Parameters">The constructor's sizes: those without a default first.</param>
/// <param name="Layers">The layers in their order; the first is the input.</param>
/// <param name="Errors">The ids and messages of errors; the members are emitted nevertheless.</param>
internal sealed record Model(
    TypeDeclaration Type,
    EquatableArray<SizeParameter> Parameters,
    EquatableArray<Layer> Layers,
    EquatableArray<string> Errors)
{
    public ModelKind Kind { get; init; }

    /// <summary>The names of the members of the model as a whole.</summary>
    public EquatableArray<string> Members { get; init; }

    /// <summary>Whether the model also runs as a stream without TorchSharp.</summary>
    public bool Streams { get; init; }

    /// <summary>Whether it runs as a stream only.</summary>
    public bool IsStreamingOnly { get; init; }

    /// <summary>Whether it has a method that writes it as an ONNX file.</summary>
    public bool ExportsOnnx { get; init; }

    public bool IsDecoder => Kind == ModelKind.Decoder;

    public AttentionLayer? Attention => Layers.OfType<AttentionLayer>().FirstOrDefault();

    public ContextLayer? Context => Layers.OfType<ContextLayer>().FirstOrDefault();

    public CopyLayer? Copy => Layers.OfType<CopyLayer>().FirstOrDefault();

    /// <summary>The first layer that depends on the token's embedding: what layers of decoders call the token is what it reads. Null if there is none.</summary>
    public Layer? TokenReader => Layers.FirstOrDefault(layer => layer.IsRecurrent || layer is DecoderLayer);

    /// <summary>The layers that run step by step; null where none do.</summary>
    public StepLoop? StepLoop => StepLoop.Of(Layers);

    /// <summary>Whether it is a decoder with attention or context.</summary>
    public bool ReadsMemory => Attention is not null || Context is not null;

    public Shape Input => Layers.Count > 0 ? Layers[0].Input : new TokenShape();

    public Shape Output => Layers.Count > 0 ? Layers[Layers.Count - 1].Output : new SequenceShape(1);

    public Polynomial ParameterCount => Layers.Aggregate((Polynomial)0, (sum, layer) => sum + layer.ParameterCount);

    public IEnumerable<RecurrentLayer> Recurrences => Layers.OfType<RecurrentLayer>();

    /// <summary>Whether <c>forward</c> has a state parameter and result: not if the output is one vector per sequence, or without recurrence.</summary>
    public bool CarriesState => Output is not VectorShape && (Kind != ModelKind.Encoder || Recurrences.Any());

    /// <summary>
    /// Whether <c>forward</c> takes lengths. A decoder does not: it is causal, so padding at the end of a target does not affect other steps.
    /// </summary>
    public bool TakesLengths => Input is TokenShape or SequenceShape && !ReadsMemory;

    /// <summary>The head; null if there is none.</summary>
    public HeadLayer? Head => Layers.OfType<HeadLayer>().FirstOrDefault();

    /// <summary>The number of steps of the output, or at the pooling layer.</summary>
    public TimeExtent EndTime => Layers.Select(layer => layer.Output).OfType<SequenceShape>().LastOrDefault()?.Time ?? TimeExtent.Whole;

    /// <summary>The change of the lengths from the input to the output or to the attention weights. Null if there is none.</summary>
    public TimeExtent? TimeOfLengths =>
        EndTime.IsChanged && (Output is SequenceShape || Layers.Any(layer => layer is StatelessLayer { WeightsMethod: not null })) ? EndTime : null;

    public bool HasStep => SingleStep.WhyNot(this) is null;

    public bool HasState => CarriesState || HasStep;
}
