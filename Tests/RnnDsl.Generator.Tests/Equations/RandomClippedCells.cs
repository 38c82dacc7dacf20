namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Draws cells of one or two states, of which one at least is a linear function of its own previous value between bounds, with factors, addends and bounds that depend on the input, on weights and on the state before it.</summary>
internal sealed class RandomClippedCells(int seed) : RandomStates(seed)
{
    protected override RandomCell Next()
    {
        string[] states = Random.Next(2) == 0 ? ["h"] : ["c", "h"];
        var equations = new List<string>();
        for (var i = 0; i < states.Length; i++)
        {
            var (gate, before) = ($"g{i + 1}", states[..i]);
            equations.Add($"{gate}_t = σ({Sum(before)})");
            equations.Add($"{states[i]}_t = {Clipped(states[i], gate + "_t", before)}");
        }

        return new RandomCell(string.Join('\n', equations), null);
    }

    /// <summary>A linear function, one bound or several, and what keeps it clipped.</summary>
    private string Clipped(string state, string gate, string[] before)
    {
        var value = Random.Next(4) switch
        {
            0 => $"{gate} ⊙ {state}_{{t-1}} + {Known(before)}",
            1 => $"a ⊙ {state}_{{t-1}} - {Known(before)}",
            2 => $"{Known(before)} - 0.7 ⊙ {state}_{{t-1}}",
            _ => $"(1 - {gate}) ⊙ {state}_{{t-1}} + {gate} ⊙ ({Known(before)})",
        };
        value = Bounded(value, before);
        for (var more = Random.Next(3); more > 0; more--)
        {
            value = Random.Next(6) switch
            {
                0 => $"{gate} ⊙ ({value}) + {Known(before)}",
                1 => $"0.3 - 0.8 ⊙ ({value})",
                2 => $"(1 - {gate}) ⊙ ({value}) + {gate} ⊙ ({Known(before)})",
                4 => $"{Known(before)} ⊙ hard_tanh({value})",
                3 => $"({value}) / (1 + exp({Known(before)}))",
                _ => Bounded(value, before),
            };
        }

        return value;
    }

    private string Bounded(string value, string[] before) => Random.Next(7) switch
    {
        0 => $"relu({value})",
        1 => $"max({value}, -0.2)",
        2 => $"min({value}, 0.3)",
        3 => $"max({Known(before)}, {value})",
        4 => $"min({value}, {Known(before)})",
        5 => $"hard_tanh({value})",
        _ => $"hard_sigmoid({value})",
    };

    /// <summary>A value that does not depend on the state.</summary>
    private string Known(string[] before) => Random.Next(before.Length == 0 ? 2 : 3) switch
    {
        0 => $"tanh({Sum(before)})",
        1 => $"σ({Matrix()} · x_t) ⊙ b",
        _ => $"{before[0]}_t ⊙ b",
    };
}
