using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>A layer attribute as it was written, before anything is checked.</summary>
/// <param name="Attribute">The attribute's name without its suffix, as messages print it.</param>
/// <param name="Name">The layer's name, where one was given.</param>
internal abstract record LayerDeclaration(string Attribute, string? Name);

internal sealed record EmbeddingDeclaration(string? Name, SizeArgument Vocabulary, SizeArgument Features)
    : LayerDeclaration("Embedding", Name), IInputDeclaration
{
    /// <summary>The token whose row stays zero; -1 is none.</summary>
    public int PaddingIndex { get; init; } = -1;

    /// <summary>The probability with which a word is dropped.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the constructor takes the table's first numbers.</summary>
    public bool Pretrained { get; init; }

    /// <summary>Whether training leaves the table as it is.</summary>
    public bool Frozen { get; init; }
}

internal sealed record FeaturesDeclaration(string? Name, SizeArgument Size)
    : LayerDeclaration("Features", Name), IInputDeclaration;

/// <summary>A recurrent layer.</summary>
internal sealed record RecurrentDeclaration(CellKind Cell, string? Name, SizeArgument HiddenSize) : LayerDeclaration(Cell.ToString(), Name)
{
    public int Layers { get; init; } = 1;

    public bool Bidirectional { get; init; }

    /// <summary>The number of the enumeration's member, which a cast can make any number, as in <see cref="Initialization"/> and <see cref="Activation"/>.</summary>
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

    /// <summary>Null where it is not written.</summary>
    public int? ChronoLength { get; init; }

    /// <summary>Of an Elman network.</summary>
    public int Activation { get; init; }

    /// <summary>Of an LSTM; null where there is none.</summary>
    public SizeArgument? ProjectionSize { get; init; }

    /// <summary>Of an LSTM.</summary>
    public bool Peepholes { get; init; }

    /// <summary>Of a GRU.</summary>
    public bool ResetAfter { get; init; } = true;

    /// <summary>The cell of the author's own; null for a built-in one.</summary>
    public CellDeclaration? UserCell { get; init; }

    /// <summary>The sizes given to such a cell.</summary>
    public EquatableArray<NamedSizeArgument> CellSizes { get; init; }

    /// <summary>The states of such a cell that zoneout acts on; null for all.</summary>
    public string? ZoneoutStates { get; init; }
}

internal enum CellKind
{
    Rnn,
    Lstm,
    Gru,

    /// <summary>One of the author's own.</summary>
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
    /// <summary>Whether one mask holds for all steps of a sequence.</summary>
    public bool Locked { get; init; }
}

/// <summary>An activation; the number is that of the enumeration's member, which a cast can make any number.</summary>
internal sealed record ActivationDeclaration(string? Name, int Function)
    : LayerDeclaration("Activation", Name);

internal sealed record LastStateDeclaration(string? Name)
    : LayerDeclaration("LastState", Name);
