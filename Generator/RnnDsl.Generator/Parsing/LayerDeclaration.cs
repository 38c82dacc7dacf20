using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>A layer attribute as written, before any check.</summary>
/// <param name="Attribute">The attribute's name without its suffix, as messages print it.</param>
/// <param name="Name">The layer's name, if given.</param>
internal abstract record LayerDeclaration(string Attribute, string? Name);

internal sealed record EmbeddingDeclaration(string? Name, SizeArgument Vocabulary, SizeArgument Features)
    : LayerDeclaration("Embedding", Name), IInputDeclaration
{
    /// <summary>The padding token, whose row stays zero; -1 for none.</summary>
    public int PaddingIndex { get; init; } = -1;

    /// <summary>Embedding dropout: the probability with which a token is dropped.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the constructor takes the initial values of the table.</summary>
    public bool Pretrained { get; init; }

    /// <summary>Whether the table is not trained.</summary>
    public bool Frozen { get; init; }
}

internal sealed record FeaturesDeclaration(string? Name, SizeArgument Size)
    : LayerDeclaration("Features", Name), IInputDeclaration;

/// <summary>A recurrent layer.</summary>
internal sealed record RecurrentDeclaration(CellKind Cell, string? Name, SizeArgument HiddenSize) : LayerDeclaration(Cell.ToString(), Name)
{
    public int Layers { get; init; } = 1;

    public bool Bidirectional { get; init; }

    /// <summary>The value of the enumeration; with a cast, any integer. Likewise <see cref="Initialization"/> and <see cref="Activation"/>.</summary>
    public int Merge { get; init; }

    public bool Reverse { get; init; }

    public double Dropout { get; init; }

    public double LockedDropout { get; init; }

    public double RecurrentDropout { get; init; }

    public double WeightDrop { get; init; }

    public double Zoneout { get; init; }

    public bool LayerNorm { get; init; }

    public bool Residual { get; init; }

    public int Initialization { get; init; }

    /// <summary>Null if it is not given.</summary>
    public int? ChronoLength { get; init; }

    /// <summary>For an Elman network.</summary>
    public int Activation { get; init; }

    /// <summary>For an LSTM; null if there is none.</summary>
    public SizeArgument? ProjectionSize { get; init; }

    /// <summary>For an LSTM.</summary>
    public bool Peepholes { get; init; }

    /// <summary>For a GRU.</summary>
    public bool ResetAfter { get; init; } = true;

    /// <summary>The user-defined cell; null for a built-in one.</summary>
    public CellDeclaration? UserCell { get; init; }

    /// <summary>The sizes given to a user-defined cell.</summary>
    public EquatableArray<NamedSizeArgument> CellSizes { get; init; }

    /// <summary>The states of a user-defined cell that zoneout acts on; null for all.</summary>
    public string? ZoneoutStates { get; init; }
}

internal enum CellKind
{
    Rnn,
    Lstm,
    Gru,

    /// <summary>A user-defined cell.</summary>
    Recurrent,
}

internal sealed record LinearDeclaration(string? Name, SizeArgument Size)
    : LayerDeclaration("Linear", Name)
{
    /// <summary>The name of the embedding whose table is the weight.</summary>
    public string? TiedTo { get; init; }
}

internal sealed record DropoutDeclaration(string? Name, double Probability)
    : LayerDeclaration("Dropout", Name)
{
    /// <summary>Whether one mask is used for all steps of a sequence.</summary>
    public bool Locked { get; init; }
}

/// <summary>An activation; the value of the enumeration, with a cast any integer.</summary>
internal sealed record ActivationDeclaration(string? Name, int Function)
    : LayerDeclaration("Activation", Name);

internal sealed record LastStateDeclaration(string? Name)
    : LayerDeclaration("LastState", Name);
