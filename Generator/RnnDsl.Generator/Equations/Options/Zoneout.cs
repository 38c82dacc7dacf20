using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Options;

/// <summary>Zoneout (Krueger et al. 2017): some elements of a state keep their previous value, h_t = (1 - keep) ⊙ h_t + keep ⊙ h_{t-1}.</summary>
internal sealed class Zoneout : CellRewriter
{
    private Zoneout(TypedCell cell)
        : base(cell) { }

    /// <summary>The cell with zoneout of some of its states.</summary>
    public static TypedCell Apply(TypedCell cell, Func<CellStateSymbol, bool> actsOn) => new Zoneout(cell).Apply([.. cell.States.Where(actsOn)]);

    private TypedCell Apply(List<CellStateSymbol> states)
    {
        var next = states.ToDictionary(state => state, Between);
        var definitions = new List<CellDefinition>();
        foreach (var definition in Cell.Definitions)
        {
            if (Cell.StateOf(definition) is not { } state || !states.Contains(state))
            {
                definitions.Add(definition);
                continue;
            }

            var (now, before) = (definition.Symbol, state.Name.At(TimeIndex.Previous));
            definitions.Add(definition with { Local = definition.Name.Key + "_new" });
            definitions.Add(definition with { Value = next[state], Text = $"{now} = (1 - keep) ⊙ {now} + keep ⊙ {before}, zoneout" });
        }

        return Finish(definitions, state => next.TryGetValue(state, out var value) ? value : Cell.NextOf(state));
    }

    private CellValue Between(CellStateSymbol state)
    {
        var keep = Values.Mask(state, MaskKind.Zoneout);
        var one = Values.Number(1);
        return Values.Binary(
            ValueOperator.Add,
            Values.Binary(ValueOperator.Times, Values.Binary(ValueOperator.Subtract, one, keep), Cell.NextOf(state)),
            Values.Binary(ValueOperator.Times, keep, Values.Previous(state)));
    }
}
