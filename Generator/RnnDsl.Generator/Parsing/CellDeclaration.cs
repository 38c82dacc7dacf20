using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>What the attributes of a cell's class say.</summary>
/// <param name="Name">The class's name, as messages print it.</param>
/// <param name="IsCell">Whether it carries <c>[Cell]</c>.</param>
/// <param name="IsSource">Whether it is compiled here: then its mistakes are reported where they stand.</param>
/// <param name="Equations">The text of the equations.</param>
/// <param name="States">What <c>States</c> says; null where it is not written.</param>
/// <param name="Parameters">How parameters begin, in the order of their attributes.</param>
internal sealed record CellDeclaration(
    string Name, bool IsCell, bool IsSource, string Equations, string? States, EquatableArray<CellParameterDeclaration> Parameters)
{
    /// <summary>The attribute that makes the class a model as well, or a layer of one, as messages print it; null where there is none.</summary>
    public string? ModelAttribute { get; init; }

    /// <summary>Why the attributes could not be read; null where they were.</summary>
    public CompilerFailure? Failure { get; init; }

    /// <summary>Whether C# itself could not read <c>[Cell]</c>: its error is enough.</summary>
    public bool IsIncomplete { get; init; }
}

/// <summary>How a parameter begins.</summary>
/// <param name="Parameter">Its name, as written.</param>
/// <param name="Initialization">The number of the enumeration's member, which a cast can make any number.</param>
/// <param name="Value">Null where it is not written.</param>
internal sealed record CellParameterDeclaration(string Parameter, int Initialization, double? Value);

/// <summary>A size that a cell names and a layer gives.</summary>
internal sealed record NamedSizeArgument(string Name, SizeArgument Size);
