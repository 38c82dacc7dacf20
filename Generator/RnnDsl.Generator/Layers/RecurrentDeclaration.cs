using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Layers;

/// <summary>A recurrent layer.</summary>
internal sealed record RecurrentDeclaration(CellKind Cell, string? Name, SizeArgument HiddenSize) : LayerDeclaration(Cell.ToString(), Name)
{
    public override bool IsRecurrent => true;

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

    /// <summary>The constants given to a user-defined cell, as written; null if there are none.</summary>
    public string? CellConstants { get; init; }

    /// <summary>The states of a user-defined cell that zoneout acts on; null for all.</summary>
    public string? ZoneoutStates { get; init; }

    public override IEnumerable<SizeOfLayer> Sizes =>
    [
        new(HiddenSize, "hidden size", "HiddenSize"),
        .. ProjectionSize is { } projection ? [new SizeOfLayer(projection, "projection size", "ProjectionSize")] : Array.Empty<SizeOfLayer>(),
        .. CellSizes.Where(named => named.Size.Text is not "").Select(named => new SizeOfLayer(named.Size, $"size '{named.Name}' of the cell", "Sizes")),
    ];

    public override LookAhead? LooksAhead => this switch
    {
        { Bidirectional: true } => new("Bidirectional", "reads from both ends" + LookAhead.NoLaterSteps, "Remove Bidirectional; an encoder may have it."),
        { Reverse: true } => new("Reverse", "reads from the end" + LookAhead.NoLaterSteps, "Remove Reverse; an encoder may have it."),
        _ => null,
    };
}

internal enum CellKind
{
    Rnn,
    Lstm,
    Gru,

    /// <summary>A user-defined cell.</summary>
    Recurrent,
}
