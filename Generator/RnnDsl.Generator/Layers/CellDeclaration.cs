using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Layers;

/// <summary>The attributes of a cell's class.</summary>
/// <param name="Name">The class's name, as messages print it.</param>
/// <param name="IsCell">Whether it carries <c>[Cell]</c>.</param>
/// <param name="IsSource">Whether it is compiled in this project: then its errors are reported in its source.</param>
/// <param name="Equations">The text of the equations.</param>
/// <param name="States">The value of <c>States</c>; null if it is not given.</param>
/// <param name="Parameters">What attributes say of parameters, in their order.</param>
internal sealed record CellDeclaration(
    string Name, bool IsCell, bool IsSource, string Equations, string? States, EquatableArray<CellParameterDeclaration> Parameters)
{
    /// <summary>The sizes of values that are no states, as written; null if there are none.</summary>
    public string? Values { get; init; }

    /// <summary>The name of the input in the equations; null for x.</summary>
    public string? Input { get; init; }

    /// <summary>The inputs and their sizes, as written; null for one input.</summary>
    public string? Inputs { get; init; }

    /// <summary>The name of the output in the equations; null for h.</summary>
    public string? Output { get; init; }

    /// <summary>The letter for the time in the equations; null for t.</summary>
    public string? Time { get; init; }

    /// <summary>The value of the enumeration VectorConvention; with a cast, any integer.</summary>
    public int Vectors { get; init; }

    /// <summary>The constants, as written; null if there are none.</summary>
    public string? Constants { get; init; }

    /// <summary>The attribute that also makes the class a model or a layer of one, as messages print it; null if there is none.</summary>
    public string? ModelAttribute { get; init; }

    /// <summary>The failure of the parser; null if the attributes were read.</summary>
    public CompilerFailure? Failure { get; init; }

    /// <summary>Whether C# reports an error for <c>[Cell]</c>: no further error is needed.</summary>
    public bool IsIncomplete { get; init; }
}

/// <summary>What an attribute says of a parameter.</summary>
/// <param name="Parameter">The parameter's name, as written.</param>
/// <param name="Initialization">The value of the enumeration; with a cast, any integer.</param>
/// <param name="Value">Null if it is not given.</param>
internal sealed record CellParameterDeclaration(string Parameter, int Initialization, double? Value)
{
    /// <summary>Whether it is one number.</summary>
    public bool IsScalar { get; init; }

    /// <summary>Whether it keeps its initial value.</summary>
    public bool IsFixed { get; init; }
}

/// <summary>A size that a cell names and a layer gives.</summary>
internal sealed record NamedSizeArgument(string Name, SizeArgument Size);
