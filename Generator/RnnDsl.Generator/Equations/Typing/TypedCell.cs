using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations.Typing;

/// <summary>A cell with known lengths of all values.</summary>
/// <param name="states">The states; the first is the output.</param>
/// <param name="parameters">The parameters, in the order of first use.</param>
/// <param name="definitions">The equations in their order, without unused ones.</param>
/// <param name="values">Creates further values of the cell.</param>
/// <param name="next">The value of each state after a step.</param>
internal sealed class TypedCell(
    IReadOnlyList<CellStateSymbol> states,
    IReadOnlyList<CellParameter> parameters,
    IReadOnlyList<CellDefinition> definitions,
    ValueTable values,
    IReadOnlyDictionary<CellStateSymbol, CellValue> next)
{
    public IReadOnlyList<CellStateSymbol> States => states;

    public IReadOnlyList<CellParameter> Parameters => parameters;

    /// <summary>The matrices that are made of parameters, once a call.</summary>
    public IReadOnlyList<CellParameter> Matrices { get; init; } = [];

    public IReadOnlyList<CellDefinition> Definitions => definitions;

    public ValueTable Values => values;

    public CellStateSymbol Output => states[0];

    /// <summary>The value of a state after a step.</summary>
    public CellValue NextOf(CellStateSymbol state) => next[state];

    /// <summary>The sizes that <c>States</c>, <c>Values</c> and <c>Inputs</c> name and a layer gives, including those of unused states.</summary>
    public EquatableArray<string> NamedSizes { get; init; }

    /// <summary>Whether a size that a layer gives is that of no state, and of neither dimension of a parameter, as of inputs that are joined with others before they are read.</summary>
    public bool IsInNoTensor(string size) => !states.Select(state => state.Length)
        .Concat(parameters.Select(parameter => parameter.Rows.Length!))
        .Concat(parameters.Where(parameter => parameter.IsMatrix).Select(parameter => parameter.Columns.Length!))
        .Any(length => length.IsAlways(CellLength.Of(size)));

    /// <summary>The parts of the input; empty for a cell with one input.</summary>
    public IReadOnlyList<StateSize> Inputs { get; init; } = [];

    /// <summary>The reason why the input must have the hidden size; null if it need not.</summary>
    public string? WhyInputIsAsLong { get; init; }

    /// <summary>The state whose value after a step an equation defines; null if it defines none.</summary>
    public CellStateSymbol? StateOf(CellDefinition definition) => states.FirstOrDefault(state => state.Name == definition.Name && next[state] == definition.Value);

    /// <summary>The cell with other values.</summary>
    public TypedCell With(IReadOnlyList<CellDefinition> newDefinitions, ValueTable newValues, IReadOnlyDictionary<CellStateSymbol, CellValue> newNext) =>
        new(states, parameters, newDefinitions, newValues, newNext) { Matrices = Matrices, Inputs = Inputs, NamedSizes = NamedSizes, WhyInputIsAsLong = WhyInputIsAsLong };
}
