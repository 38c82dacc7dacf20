using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations.Typing;

/// <summary>A cell whose every value has a length.</summary>
/// <param name="states">What is carried from step to step; the first is the output.</param>
/// <param name="parameters">What is learned, in the order of first use.</param>
/// <param name="definitions">The equations in their order, without those that nothing comes of.</param>
/// <param name="values">Makes further values of it.</param>
internal sealed class TypedCell(
    IReadOnlyList<CellStateSymbol> states, IReadOnlyList<CellParameter> parameters, IReadOnlyList<CellDefinition> definitions, ValueTable values)
{
    public IReadOnlyList<CellStateSymbol> States => states;

    public IReadOnlyList<CellParameter> Parameters => parameters;

    public IReadOnlyList<CellDefinition> Definitions => definitions;

    public ValueTable Values => values;

    public CellStateSymbol Output => states[0];

    /// <summary>The sizes that <c>States</c> names and a layer gives, those of states that nothing comes of among them.</summary>
    public EquatableArray<string> NamedSizes { get; init; }

    /// <summary>Why the input must be as long as the cell's states; null where it need not.</summary>
    public string? WhyInputIsAsLong { get; init; }
}
