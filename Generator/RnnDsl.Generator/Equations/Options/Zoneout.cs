using System.Text.RegularExpressions;
using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Options;

/// <summary>Zoneout (Krueger et al. 2017): some elements of a state keep their previous value, h_t = (1 - keep) ⊙ ĥ_t + keep ⊙ h_{t-1}, where ĥ_t is the state without zoneout.</summary>
internal sealed class Zoneout : CellRewriter
{
    private readonly Dictionary<CellStateSymbol, CellValue> _next;

    private Zoneout(TypedCell cell, Func<CellStateSymbol, bool> actsOn, double? probability)
        : base(cell) => _next = cell.States.Where(actsOn).ToDictionary(state => state, state => Between(state, probability is { } number ? Values.Number(number) : Values.Mask(state, MaskKind.Zoneout)));

    /// <summary>The cell with zoneout of some of its states.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="actsOn">The states.</param>
    /// <param name="probability">The probability, which is the weight of the previous state in evaluation mode; null for a mask, as in training.</param>
    public static TypedCell Apply(TypedCell cell, Func<CellStateSymbol, bool> actsOn, double? probability = null) => new Zoneout(cell, actsOn, probability).Apply();

    private TypedCell Apply()
    {
        var hats = _next.Keys.ToDictionary(state => state.Name.At(TimeIndex.Now), state => new CellName(state.Name.Key, state.Name.WithHat()).At(TimeIndex.Now));
        var definitions = new List<CellDefinition>();
        foreach (var definition in Cell.Definitions)
        {
            var text = hats.Aggregate(definition.Text, (text, hat) => Regex.Replace(text, $@"(?<!\w){Regex.Escape(hat.Key)}(?!\w)", hat.Value));
            if (Cell.StateOf(definition) is not { } state || !_next.TryGetValue(state, out var next))
            {
                definitions.Add(definition with { Text = text });
                continue;
            }

            var now = state.Name.At(TimeIndex.Now);
            definitions.Add(definition with { Symbol = hats[now], Local = (definition.Local ?? definition.Name.Key) + "_new", Text = text });
            definitions.Add(definition with { Value = next, Text = $"{now} = (1 - keep) ⊙ {hats[now]} + keep ⊙ {state.Name.At(TimeIndex.Previous)}, zoneout" });
        }

        return Finish(definitions, state => _next.TryGetValue(state, out var value) ? value : Cell.NextOf(state));
    }

    private CellValue Between(CellStateSymbol state, CellValue keep) => Values.Binary(
        ValueOperator.Add,
        Values.Binary(ValueOperator.Times, Values.Binary(ValueOperator.Subtract, Values.Number(1), keep), Cell.NextOf(state)),
        Values.Binary(ValueOperator.Times, keep, Values.Previous(state)));
}
