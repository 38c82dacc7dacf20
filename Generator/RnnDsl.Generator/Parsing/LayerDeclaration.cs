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

/// <summary>A recurrent layer; <paramref name="ResetAfter"/> says something of a GRU only.</summary>
internal sealed record RecurrentDeclaration(
    CellKind Cell, string? Name, SizeArgument HiddenSize, int Layers, bool Bidirectional, double Dropout, bool ResetAfter)
    : LayerDeclaration(Cell.ToString(), Name);

internal enum CellKind
{
    Rnn,
    Lstm,
    Gru,
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
