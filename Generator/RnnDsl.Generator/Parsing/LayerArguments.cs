using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Parsing;

/// <summary>The arguments of a layer's attribute on a class.</summary>
internal sealed class LayerArguments(AttributeData attribute, INamedTypeSymbol type) : ILayerArguments
{
    private readonly AttributeReader _reader = new(attribute);

    public string? Name => _reader.Named<string?>("Name", null);

    public T Positional<T>(int index, T otherwise) => _reader.Positional(index, otherwise);

    public T Named<T>(string name, T otherwise) => _reader.Named(name, otherwise);

    public SizeArgument Size(int index) => _reader.Size(index);

    public SizeArgument? OptionalSize(int index, string name) => _reader.OptionalSize(index, name);

    public SizeArgument? NamedSize(string name) => _reader.NamedSize(name);

    public EquatableArray<NamedSizeArgument> NamedSizes(string name) => CellParser.Sizes(_reader.Named<string?>(name, null));

    public CellDeclaration Cell(int index) => CellParser.OfLayer(_reader.Type(index));

    public ApplyMethod Method(string name) => UserCodeParser.Method(name, type);

    public UserModule Module(int index) => UserCodeParser.Module(_reader.Positional<ITypeSymbol?>(index, null), type);
}
