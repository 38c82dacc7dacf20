using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Lowering.Operations;

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
