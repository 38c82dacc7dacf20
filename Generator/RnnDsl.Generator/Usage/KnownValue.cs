using Microsoft.CodeAnalysis;

namespace RnnDsl.Generator.Usage;

/// <summary>What is known of a value before the program runs. Of what is not known nothing is said: null stands for it throughout.</summary>
internal abstract record KnownValue;

/// <summary>The elements of a tuple; null for those that are not known.</summary>
internal sealed record KnownTuple(IReadOnlyList<KnownValue?> Elements) : KnownValue;

/// <summary>A tensor.</summary>
internal sealed record KnownTensor : KnownValue
{
    /// <summary>The length of each dimension, null where it is not known; null where not even the number of dimensions is.</summary>
    public IReadOnlyList<long?>? Shape { get; init; }

    public DType? Type { get; init; }

    /// <summary>Whether the dtype is TorchSharp's default, which a program can change.</summary>
    public bool HasDefaultType { get; init; }

    public AxisOrder Order { get; init; }

    /// <summary>The lowest and the highest integer in it.</summary>
    public (long Lowest, long Highest)? Range { get; init; }

    /// <summary>Whether it is the result of a softmax.</summary>
    public bool IsSoftmax { get; init; }

    /// <summary>Whether it is the result of a model's <c>OutputLengths</c>.</summary>
    public bool IsOutputLengths { get; init; }

    /// <summary>The expression that made it, as messages print it.</summary>
    public SyntaxNode? Origin { get; init; }

    public int? Rank => Shape?.Count;

    /// <summary>The length of a dimension; null where it is not known.</summary>
    public long? Length(int dimension) => Shape is { } shape && dimension < shape.Count ? shape[dimension] : null;
}

/// <summary>A state record of a model.</summary>
/// <param name="Network">Whose it is.</param>
/// <param name="Batch">How many sequences it is of.</param>
/// <param name="IsInitial">Whether it is zeros, which mean the same to every network.</param>
/// <param name="Origin">The expression that made it.</param>
internal sealed record KnownState(KnownNetwork Network, long? Batch, bool IsInitial, SyntaxNode Origin) : KnownValue;

/// <summary>What a decoder reads of its sources.</summary>
/// <param name="Network">The decoder, or the encoder-decoder.</param>
/// <param name="Origin">The expression that made it.</param>
internal sealed record KnownMemory(KnownNetwork Network, SyntaxNode Origin) : KnownValue;

/// <summary>An object of a model's class.</summary>
/// <param name="Model">What its class declares.</param>
internal sealed record KnownNetwork(UsedModel Model) : KnownValue
{
    /// <summary>The variable or member that holds it, or the encoder-decoder it is a part of; null where it has no name.</summary>
    public ISymbol? Holder { get; init; }

    /// <summary>Whether it was created for <see cref="Holder"/>, so that no other variable holds it.</summary>
    public bool IsCreatedHere { get; init; }

    /// <summary>The sizes that its constructor was given, by parameter.</summary>
    public IReadOnlyDictionary<string, long> Sizes { get; init; } = new Dictionary<string, long>();

    /// <summary>The dtype of its weights.</summary>
    public DType? Type { get; init; }

    /// <summary>Whether the dtype is TorchSharp's default, which a program can change.</summary>
    public bool HasDefaultType { get; init; }

    /// <summary>The name of what holds it; its class's name where nothing does.</summary>
    public string Name => Holder?.Name ?? Model.Name;

    /// <summary>A size; null where it depends on one that is not known.</summary>
    public long? SizeOf(Shapes.Polynomial size) =>
        size.At(name => Sizes.TryGetValue(name, out var value) ? value : null);

    /// <summary>Whether another network is certainly not this one.</summary>
    public bool IsOtherThan(KnownNetwork other) =>
        IsCreatedHere && other.IsCreatedHere && !SymbolEqualityComparer.Default.Equals(Holder, other.Holder);
}

/// <summary>The order of a tensor's first two dimensions, where it is known.</summary>
internal enum AxisOrder
{
    Unknown,
    BatchFirst,
    TimeFirst,
}
