namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>A layer of a random declaration.</summary>
/// <param name="Attribute">As it is written, without brackets.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">What it makes of the features; null where it keeps them.</param>
/// <param name="Vocabulary">How many tokens an embedding knows.</param>
/// <param name="Bidirectional">Whether a recurrence gives both of its directions side by side.</param>
internal sealed record RandomLayer(
    string Attribute, RandomLayerKind Kind, RandomSize? Size = null, RandomSize? Vocabulary = null, bool Bidirectional = false)
{
    /// <summary>Whether it reads several steps at once, or at none.</summary>
    public bool HasNoStep { get; init; }

    /// <summary>How many steps it leaves of so many.</summary>
    public Func<long, long> Steps { get; init; } = steps => steps;

    /// <summary>Channels, height and width.</summary>
    public RandomSize[] Image { get; init; } = [];
}

internal enum RandomLayerKind
{
    Embedding,
    Features,
    Image,
    Flatten,
    Recurrence,
    Linear,
    Dropout,
    Activation,
    Other,
    LastState,
    Pooling,
    Head,
}
