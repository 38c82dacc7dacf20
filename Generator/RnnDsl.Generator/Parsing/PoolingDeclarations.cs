namespace RnnDsl.Generator.Parsing;

internal sealed record LayerNormDeclaration(string? Name)
    : LayerDeclaration("LayerNorm", Name);

/// <summary>A layer that reduces a sequence to one vector.</summary>
internal abstract record PoolingDeclaration(string Attribute, string? Name)
    : LayerDeclaration(Attribute, Name);

internal sealed record MeanPoolingDeclaration(string? Name)
    : PoolingDeclaration("MeanPooling", Name);

internal sealed record MaxPoolingDeclaration(string? Name)
    : PoolingDeclaration("MaxPooling", Name);

internal sealed record AttentionPoolingDeclaration(string? Name, SizeArgument Size)
    : PoolingDeclaration("AttentionPooling", Name), ISizedDeclaration
{
    public IEnumerable<SizeOfLayer> Sizes => [new(Size, "size", "Size")];
}
