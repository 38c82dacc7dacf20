namespace RnnDsl.Generator.Parsing;

/// <summary>Attention over the encoder's memory. The score is the value of the enumeration; with a cast, any integer.</summary>
internal sealed record AttentionDeclaration(string? Name, int Score, SizeArgument? Size)
    : LayerDeclaration("Attention", Name), ISizedDeclaration
{
    /// <summary>Null if it is not given; likewise <see cref="Filters"/> and <see cref="Width"/>.</summary>
    public int? Heads { get; init; }

    public bool InputFeeding { get; init; }

    public bool Coverage { get; init; }

    public int? Filters { get; init; }

    public int? Width { get; init; }

    public IEnumerable<SizeOfLayer> Sizes => Size is null ? [] : [new(Size, "size", "Size")];
}

internal sealed record ContextDeclaration(string? Name)
    : LayerDeclaration("Context", Name);

/// <summary>The readout of a decoder. The function is the value of the enumeration; null for none.</summary>
internal sealed record ReadoutDeclaration(string? Name, SizeArgument Size, int? Function)
    : LayerDeclaration("Readout", Name), ISizedDeclaration
{
    public bool Context { get; init; } = true;

    public bool Token { get; init; } = true;

    public IEnumerable<SizeOfLayer> Sizes => [new(Size, "size", "Size")];
}

/// <summary>Copying of source tokens.</summary>
internal sealed record CopyDeclaration(string? Name, int Extra, int Unknown)
    : LayerDeclaration("Copy", Name);
