namespace RnnDsl.Generator.Parsing;

/// <summary>Attention to a source; the score is the number of the enumeration's member, which a cast can make any number.</summary>
internal sealed record AttentionDeclaration(string? Name, int Score, SizeArgument? Size)
    : LayerDeclaration("Attention", Name), ISizedDeclaration
{
    /// <summary>Null where it is not written, as in <see cref="Filters"/> and <see cref="Width"/>.</summary>
    public int? Heads { get; init; }

    public bool InputFeeding { get; init; }

    public bool Coverage { get; init; }

    public int? Filters { get; init; }

    public int? Width { get; init; }

    public IEnumerable<SizeOfLayer> Sizes => Size is null ? [] : [new(Size, "size", "Size")];
}

internal sealed record ContextDeclaration(string? Name)
    : LayerDeclaration("Context", Name);

/// <summary>What a decoder says; the function is the number of the enumeration's member, and null for none.</summary>
internal sealed record ReadoutDeclaration(string? Name, SizeArgument Size, int? Function)
    : LayerDeclaration("Readout", Name), ISizedDeclaration
{
    public bool Context { get; init; } = true;

    public bool Token { get; init; } = true;

    public IEnumerable<SizeOfLayer> Sizes => [new(Size, "size", "Size")];
}

/// <summary>Words of the source that can be said.</summary>
internal sealed record CopyDeclaration(string? Name, int Extra, int Unknown)
    : LayerDeclaration("Copy", Name);
