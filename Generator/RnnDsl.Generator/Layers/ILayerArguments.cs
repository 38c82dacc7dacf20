using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Layers;

/// <summary>The arguments of a layer's attribute, as the parser reads them. An argument of an unexpected type counts as missing.</summary>
internal interface ILayerArguments
{
    /// <summary>The layer's name, if given.</summary>
    string? Name { get; }

    /// <summary>An argument of the constructor; the default if it is missing.</summary>
    T Positional<T>(int index, T otherwise);

    /// <summary>A named argument; the default if it is missing.</summary>
    T Named<T>(string name, T otherwise);

    /// <summary>A size among the constructor's arguments.</summary>
    SizeArgument Size(int index);

    /// <summary>An optional size: the constructor's argument at the index, or else the named one.</summary>
    SizeArgument? OptionalSize(int index, string name);

    /// <summary>An optional size among the named arguments.</summary>
    SizeArgument? NamedSize(string name);

    /// <summary>Sizes with names, in one text: "context: 40, memory: memorySize = 16".</summary>
    EquatableArray<NamedSizeArgument> NamedSizes(string name);

    /// <summary>The class of a cell among the constructor's arguments.</summary>
    CellDeclaration Cell(int index);

    /// <summary>The method of the class with a name.</summary>
    ApplyMethod Method(string name);

    /// <summary>A type of a module among the constructor's arguments.</summary>
    UserModule Module(int index);
}
