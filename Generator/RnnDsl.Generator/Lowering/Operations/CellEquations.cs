using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A user-defined cell, with value equality: that of its declaration.</summary>
/// <param name="name">Its name.</param>
/// <param name="typed">Its equations.</param>
internal abstract class CellEquations(string name, TypedCell typed)
{
    public string Name => name;

    public TypedCell Typed => typed;

    /// <summary>The built-in cell with the same equations; null if there is none.</summary>
    public RecognisedCell? Recognised { get; } = RecognisedCell.Of(typed);

    /// <summary>The names of its states' properties.</summary>
    public abstract IReadOnlyDictionary<CellStateSymbol, string> StateNames { get; }

    /// <summary>How its parameters begin, in the order of the equations.</summary>
    public abstract IReadOnlyList<ParameterOfCell> Parameters { get; }

    public abstract override bool Equals(object? obj);

    public abstract override int GetHashCode();
}

/// <summary>A parameter of a cell.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Initialization">How it is initialised.</param>
/// <param name="Value">The number that the initialisation takes.</param>
/// <param name="IsFixed">Whether it keeps its initial value.</param>
internal sealed record ParameterOfCell(CellParameter Parameter, ParameterInitializationKind Initialization, double Value, bool IsFixed);
