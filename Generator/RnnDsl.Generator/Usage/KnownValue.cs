using Microsoft.CodeAnalysis;

namespace RnnDsl.Generator.Usage;

/// <summary>The statically known properties of a value; null for everything unknown.</summary>
internal abstract record KnownValue;

/// <summary>The elements of a tuple; null for unknown ones.</summary>
internal sealed record KnownTuple(IReadOnlyList<KnownValue?> Elements) : KnownValue;

/// <summary>A tensor.</summary>
internal sealed record KnownTensor : KnownValue
{
    /// <summary>The length of each dimension, null for unknown ones; null if the number of dimensions is unknown.</summary>
    public IReadOnlyList<long?>? Shape { get; init; }

    public DType? Type { get; init; }

    /// <summary>Whether the dtype is TorchSharp's default, which a program can change.</summary>
    public bool HasDefaultType { get; init; }

    public AxisOrder Order { get; init; }

    /// <summary>The minimum and the maximum of its integers.</summary>
    public (long Lowest, long Highest)? Range { get; init; }

    /// <summary>Whether it is the result of a softmax.</summary>
    public bool IsSoftmax { get; init; }

    /// <summary>Whether it is the result of a model's <c>OutputLengths</c>.</summary>
    public bool IsOutputLengths { get; init; }

    /// <summary>The expression that creates it, as messages print it.</summary>
    public SyntaxNode? Origin { get; init; }

    public int? Rank => Shape?.Count;

    /// <summary>The length of a dimension; null if it is unknown.</summary>
    public long? Length(int dimension) => Shape is { } shape && dimension < shape.Count ? shape[dimension] : null;
}

/// <summary>A state record of a model.</summary>
/// <param name="Network">The model of the state.</param>
/// <param name="Batch">The number of sequences.</param>
/// <param name="IsInitial">Whether it is the initial state: zeros are valid for every network.</param>
/// <param name="Origin">The expression that creates it.</param>
internal sealed record KnownState(KnownNetwork Network, long? Batch, bool IsInitial, SyntaxNode Origin) : KnownValue;

/// <summary>The memory of a decoder.</summary>
/// <param name="Network">The decoder, or the encoder-decoder.</param>
/// <param name="Origin">The expression that creates it.</param>
internal sealed record KnownMemory(KnownNetwork Network, SyntaxNode Origin) : KnownValue;

/// <summary>An instance of a model.</summary>
/// <param name="Model">The model of its class.</param>
internal sealed record KnownNetwork(UsedModel Model) : KnownValue
{
    /// <summary>The variable or member of the instance, or the encoder-decoder it is a part of; null if it has no name.</summary>
    public ISymbol? Holder { get; init; }

    /// <summary>Whether it was created for <see cref="Holder"/>, so that no other variable refers to it.</summary>
    public bool IsCreatedHere { get; init; }

    /// <summary>The sizes given to its constructor, by parameter.</summary>
    public IReadOnlyDictionary<string, long> Sizes { get; init; } = new Dictionary<string, long>();

    /// <summary>The dtype of its weights.</summary>
    public DType? Type { get; init; }

    /// <summary>Whether the dtype is TorchSharp's default, which a program can change.</summary>
    public bool HasDefaultType { get; init; }

    /// <summary>The name of its variable; the name of its class if there is none.</summary>
    public string Name => Holder?.Name ?? Model.Name;

    /// <summary>A size; null if it depends on an unknown one.</summary>
    public long? SizeOf(Shapes.Polynomial size) =>
        size.At(name => Sizes.TryGetValue(name, out var value) ? value : null);

    /// <summary>Whether another network is certainly a different instance.</summary>
    public bool IsOtherThan(KnownNetwork other) =>
        IsCreatedHere && other.IsCreatedHere && !SymbolEqualityComparer.Default.Equals(Holder, other.Holder);
}

/// <summary>The order of a tensor's first two dimensions, if it is known.</summary>
internal enum AxisOrder
{
    Unknown,
    BatchFirst,
    TimeFirst,
}
