using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>A model whose every name and shape is known.</summary>
/// <param name="Type">The class.</param>
/// <param name="Parameters">The constructor's sizes: those without a default first.</param>
/// <param name="Layers">The layers in their order; the first is the input.</param>
/// <param name="Errors">Ids and messages that keep it from working; its members are emitted nevertheless.</param>
internal sealed record Model(
    TypeDeclaration Type,
    EquatableArray<SizeParameter> Parameters,
    EquatableArray<Layer> Layers,
    EquatableArray<string> Errors)
{
    public ModelKind Kind { get; init; }

    public bool IsDecoder => Kind == ModelKind.Decoder;

    public AttentionLayer? Attention => Layers.OfType<AttentionLayer>().FirstOrDefault();

    public ContextLayer? Context => Layers.OfType<ContextLayer>().FirstOrDefault();

    public CopyLayer? Copy => Layers.OfType<CopyLayer>().FirstOrDefault();

    /// <summary>Whether it reads anything of a source while it writes.</summary>
    public bool ReadsMemory => Attention is not null || Context is not null;

    public Shape Input => Layers.Count > 0 ? Layers[0].Input : new TokenShape();

    public Shape Output => Layers.Count > 0 ? Layers[Layers.Count - 1].Output : new SequenceShape(1);

    public Polynomial ParameterCount => Layers.Aggregate((Polynomial)0, (sum, layer) => sum + layer.ParameterCount);

    public IEnumerable<RecurrentLayer> Recurrences => Layers.OfType<RecurrentLayer>();

    /// <summary>Whether <c>forward</c> takes and gives a state: one vector for a sequence leaves none to carry on, and without recurrence there is none.</summary>
    public bool CarriesState => Output is not VectorShape && (Kind != ModelKind.Encoder || Recurrences.Any());

    /// <summary>
    /// Whether <c>forward</c> takes lengths: sequences of a batch need not end together. What a decoder writes behind the end of one reaches nothing else.
    /// </summary>
    public bool TakesLengths => Input is TokenShape or SequenceShape && !ReadsMemory;

    /// <summary>What the scores are for, where that is declared.</summary>
    public HeadLayer? Head => Layers.OfType<HeadLayer>().FirstOrDefault();

    /// <summary>How many steps sequences have at the end, or where they are pooled.</summary>
    public TimeExtent EndTime => Layers.Select(layer => layer.Output).OfType<SequenceShape>().LastOrDefault()?.Time ?? TimeExtent.Whole;

    /// <summary>How lengths change on their way to what has them: an output for each step, or the weights of an attention. Null where they do not.</summary>
    public TimeExtent? TimeOfLengths =>
        EndTime.IsChanged && (Output is SequenceShape || Layers.Any(layer => layer is AttentionPoolingLayer)) ? EndTime : null;

    public bool HasStep => SingleStep.WhyNot(this) is null;

    public bool HasState => CarriesState || HasStep;
}

/// <summary>A size that the constructor takes.</summary>
/// <param name="Name">Its name, as it was written.</param>
/// <param name="Default">The value it has when it is not given.</param>
/// <param name="Uses">What it sizes.</param>
internal sealed record SizeParameter(string Name, long? Default, EquatableArray<SizeUse> Uses);

/// <summary>One use of a size: the hidden size of the layer lstm.</summary>
internal sealed record SizeUse(string Role, string Layer);

/// <summary>A layer with its names and shapes.</summary>
/// <param name="Key">Its name, and its key in the state_dict.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Output">What it gives.</param>
/// <param name="ParameterCount">How many numbers it learns.</param>
internal abstract record Layer(string Key, Shape Input, Shape Output, Polynomial ParameterCount)
{
    /// <summary>The property that holds it.</summary>
    public string Property => Identifiers.ToPascalCase(Key);
}

internal sealed record EmbeddingLayer(string Key, Polynomial Vocabulary, Polynomial Features)
    : Layer(Key, new TokenShape(), new SequenceShape(Features), Vocabulary * Features)
{
    /// <summary>The token whose row stays zero; null is none.</summary>
    public long? PaddingIndex { get; init; }

    /// <summary>The probability with which a word is dropped.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the constructor takes the table's first numbers.</summary>
    public bool Pretrained { get; init; }

    /// <summary>Whether training leaves the table as it is.</summary>
    public bool Frozen { get; init; }

    /// <summary>The constructor's parameter for the table's first numbers.</summary>
    public string VectorsParameter => Identifiers.ToCamelCase(Property) + "Vectors";

    /// <summary>The parameter of a decoder's constructor for a table that is another network's.</summary>
    public string SharedParameter => "shared" + Property;
}

internal sealed record FeaturesLayer(string Key, Polynomial Size)
    : Layer(Key, new SequenceShape(Size), new SequenceShape(Size), 0);

/// <summary>A stack of recurrent layers.</summary>
/// <param name="Projection">The length of an LSTM's hidden state where it is not the hidden size.</param>
internal sealed record RecurrentLayer(
    string Key, CellKind Cell, Polynomial InputSize, Polynomial HiddenSize, Polynomial? Projection, int Layers, bool Bidirectional, RecurrentOptions Options)
    : Layer(
        Key,
        new SequenceShape(InputSize),
        new SequenceShape(Joined(Bidirectional, Options) * (Projection ?? HiddenSize)),
        CellWeights.Count(Cell, InputSize, HiddenSize, Projection, Layers, Bidirectional, Options))
{
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>How many directions lie beside each other in its output, and in a state that is handed over.</summary>
    public int JoinedDirections => Joined(Bidirectional, Options);

    /// <summary>The cell of the author's own; null for a built-in one.</summary>
    public UserCell? UserCell { get; init; }

    /// <summary>The sizes that such a cell names.</summary>
    public EquatableArray<NamedSize> CellSizes { get; init; }

    public int Gates => CellWeights.Gates(Cell);

    /// <summary>How long the hidden state is.</summary>
    public Polynomial StateSize => Projection ?? HiddenSize;

    /// <summary>A GRU whose reset gate acts before the product, which no fused kernel computes.</summary>
    public bool ResetsBefore => Cell == CellKind.Gru && !Options.ResetAfter;

    /// <summary>Whether it reads every sequence from its end, in one direction or the only one.</summary>
    public bool ReadsFromTheEnd => Bidirectional || Options.Reverse;

    /// <summary>What a step leaves behind: a hidden state, and an LSTM a cell state too.</summary>
    public IEnumerable<string> States => UserCell is { } userCell ? userCell.Typed.States.Select(userCell.PropertyOf)
        : Cell == CellKind.Lstm ? ["Hidden", "Cell"] : ["Hidden"];

    /// <summary>The length of one of <see cref="States"/>.</summary>
    public Polynomial SizeOf(string state) => UserCell is { } userCell ? SizeOf(userCell.Typed.States.First(symbol => userCell.PropertyOf(symbol) == state).Length, InputSize)
        : state == "Cell" ? HiddenSize : StateSize;

    /// <summary>A length that a cell of the author's own speaks of.</summary>
    /// <param name="length">The length.</param>
    /// <param name="features">What the layer of the stack reads.</param>
    public Polynomial SizeOf(CellLength length, Polynomial features) => UserCell.SizeOf(length, features, HiddenSize, CellSizes);

    private static int Joined(bool bidirectional, RecurrentOptions options) => bidirectional && options.Merge == MergeKind.Concat ? 2 : 1;
}

/// <summary>A size that a cell of the author's own names.</summary>
internal sealed record NamedSize(string Name, Polynomial Size);

/// <summary>What changes a recurrent layer beside its sizes. Each option has its paper in the attribute's documentation.</summary>
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

    /// <summary>The states that zoneout leaves alone, by the names of their properties.</summary>
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

internal sealed record LinearLayer(string Key, Shape Input, Shape Output, Polynomial InputSize, Polynomial OutputSize)
    : Layer(Key, Input, Output, (InputSize + 1) * OutputSize)
{
    /// <summary>The embedding whose table is the weight; null where the layer has its own.</summary>
    public EmbeddingLayer? TiedTo { get; init; }
}

internal sealed record DropoutLayer(string Key, Shape Input, double Probability)
    : Layer(Key, Input, Input, 0)
{
    /// <summary>Whether one mask holds for all steps of a sequence.</summary>
    public bool Locked { get; init; }
}

internal sealed record ActivationLayer(string Key, Shape Input, ActivationFunction Function)
    : Layer(Key, Input, Input, 0);

internal sealed record LastStateLayer(string Key, RecurrentLayer Of)
    : Layer(Key, Of.Output, Of.Output.Step, 0);

/// <summary>The functions of the runtime's enumeration, in its order.</summary>
internal enum ActivationFunction
{
    Tanh,
    Sigmoid,
    Relu,
    Elu,
    Gelu,
    Silu,
    Softplus,
    Softmax,
    LogSoftmax,
    Maxout,
}
