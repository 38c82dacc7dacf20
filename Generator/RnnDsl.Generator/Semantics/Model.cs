using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations.Typing;
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

/// <summary>A size parameter of the constructor.</summary>
/// <param name="Name">Its name, as written.</param>
/// <param name="Default">Its default value.</param>
/// <param name="Uses">The uses of the size.</param>
internal sealed record SizeParameter(string Name, long? Default, EquatableArray<SizeUse> Uses);

/// <summary>One use of a size: the hidden size of the layer lstm.</summary>
internal sealed record SizeUse(string Role, string Layer);

/// <summary>A stack of recurrent layers.</summary>
/// <param name="Projection">The size of an LSTM's hidden state, if projected.</param>
internal sealed record RecurrentLayer(
    string Key, CellKind Cell, Polynomial InputSize, Polynomial HiddenSize, Polynomial? Projection, int Layers, bool Bidirectional, RecurrentOptions Options)
    : Layer(
        Key,
        new SequenceShape(InputSize),
        new SequenceShape(Joined(Bidirectional, Options) * (Projection ?? HiddenSize)),
        CellWeights.Count(Cell, InputSize, HiddenSize, Projection, Layers, Bidirectional, Options))
{
    public override bool IsRecurrent => true;

    public override bool IsBidirectional => Bidirectional;

    public int Directions => Bidirectional ? 2 : 1;

    public override string? WhyNoStep =>
        Bidirectional ? $"'{Key}' is bidirectional and reads every sequence from its last step"
        : Options.Reverse ? $"'{Key}' reads every sequence from its end"
        : null;

    /// <summary>The number of directions that are concatenated in the output and in a final state.</summary>
    public int JoinedDirections => Joined(Bidirectional, Options);

    /// <summary>The user-defined cell; null for a built-in one.</summary>
    public UserCell? UserCell { get; init; }

    /// <summary>The sizes that a user-defined cell names.</summary>
    public EquatableArray<NamedSize> CellSizes { get; init; }

    public int Gates => CellWeights.Gates(Cell);

    /// <summary>The size of the hidden state.</summary>
    public Polynomial StateSize => Projection ?? HiddenSize;

    /// <summary>Whether it is a GRU with the reset gate before the recurrent projection, which has no fused kernel.</summary>
    public bool ResetsBefore => Cell == CellKind.Gru && !Options.ResetAfter;

    /// <summary>Whether a direction reads every sequence from its end.</summary>
    public bool ReadsFromTheEnd => Bidirectional || Options.Reverse;

    /// <summary>The states: the hidden state, and for an LSTM the cell state.</summary>
    public IEnumerable<string> States => UserCell is { } userCell ? userCell.Typed.States.Select(userCell.PropertyOf)
        : Cell == CellKind.Lstm ? ["Hidden", "Cell"] : ["Hidden"];

    /// <summary>The size of one of <see cref="States"/>.</summary>
    public Polynomial SizeOf(string state) => UserCell is { } userCell ? SizeOf(userCell.Typed.States.First(symbol => userCell.PropertyOf(symbol) == state).Length, InputSize)
        : state == "Cell" ? HiddenSize : StateSize;

    /// <summary>A length in a user-defined cell.</summary>
    /// <param name="length">The length.</param>
    /// <param name="features">The input size of the layer in the stack.</param>
    public Polynomial SizeOf(CellLength length, Polynomial features) => UserCell.SizeOf(length, features, HiddenSize, CellSizes);

    private static int Joined(bool bidirectional, RecurrentOptions options) => bidirectional && options.Merge == MergeKind.Concat ? 2 : 1;
}

/// <summary>A size that a user-defined cell names.</summary>
internal sealed record NamedSize(string Name, Polynomial Size);

/// <summary>The options of a recurrent layer except its sizes. Each option has its paper in the attribute's documentation.</summary>
internal sealed record RecurrentOptions
{
    public MergeKind Merge { get; init; }

    public bool Reverse { get; init; }

    public double Dropout { get; init; }

    public double LockedDropout { get; init; }

    public double RecurrentDropout { get; init; }

    public double WeightDrop { get; init; }

    public double Zoneout { get; init; }

    public bool LayerNorm { get; init; }

    public bool Residual { get; init; }

    public InitializationKinds Initialization { get; init; }

    public int ChronoLength { get; init; }

    public bool Relu { get; init; }

    public bool Peepholes { get; init; }

    public bool ResetAfter { get; init; } = true;

    /// <summary>The states without zoneout, by the names of their properties.</summary>
    public EquatableArray<string> WithoutZoneout { get; init; }
}

/// <summary>The runtime's enumeration Merge, in its order.</summary>
internal enum MergeKind
{
    Concat,
    Sum,
    Mean,
}

/// <summary>The runtime's enumeration Initialization, with its values.</summary>
[Flags]
internal enum InitializationKinds
{
    Uniform = 0,
    Orthogonal = 1,
    Identity = 2,
    ForgetGateBias = 4,
    Chrono = 8,
}
