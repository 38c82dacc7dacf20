using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A user-defined cell.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Typed">Its equations.</param>
/// <param name="Recognised">The built-in cell with the same equations; null if there is none.</param>
/// <param name="StateNames">The names of its states' properties.</param>
/// <param name="Parameters">How its parameters begin, in the order of the equations.</param>
internal sealed record CellEquations(
    string Name, TypedCell Typed, RecognisedCell? Recognised, IReadOnlyDictionary<CellStateSymbol, string> StateNames, IReadOnlyList<ParameterOfCell> Parameters);

/// <summary>A parameter of a cell.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Initialization">How it is initialised.</param>
/// <param name="Value">The number that the initialisation takes.</param>
/// <param name="IsFixed">Whether it keeps its initial value.</param>
internal sealed record ParameterOfCell(CellParameter Parameter, ParameterInitializationKind Initialization, double Value, bool IsFixed);
