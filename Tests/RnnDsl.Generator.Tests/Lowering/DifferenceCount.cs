namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>How many gradients were compared with differences of the loss.</summary>
internal sealed record DifferenceCount
{
    /// <summary>Gradients that agree, where a wrong factor would show.</summary>
    public int Significant { get; init; }

    /// <summary>Gradients that are zero, of inputs that the loss does not depend on.</summary>
    public int Zero { get; init; }

    /// <summary>Gradients that agree, and are smaller than the rounding of the loss shows; and those of a loss that no difference resolves.</summary>
    public int Insignificant { get; init; }

    /// <summary>Gradients of a loss with a kink so near that no difference estimates them.</summary>
    public int AtKinks { get; init; }

    public static DifferenceCount operator +(DifferenceCount one, DifferenceCount other) => new()
    {
        Significant = one.Significant + other.Significant,
        Zero = one.Zero + other.Zero,
        Insignificant = one.Insignificant + other.Insignificant,
        AtKinks = one.AtKinks + other.AtKinks,
    };

    public static DifferenceCount Of(CentralDifferences.Difference difference) => difference switch
    {
        { Value: 0 } => new DifferenceCount { Zero = 1 },
        { IsSignificant: true } => new DifferenceCount { Significant = 1 },
        _ => new DifferenceCount { Insignificant = 1 },
    };
}
