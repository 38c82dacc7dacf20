namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Draws cells of one to three states, each linear in its own previous value, or two in those of both, with factors and addends that depend on the input, on weights and on the states before it in any way.</summary>
internal sealed class RandomLinearCells(int seed) : RandomStates(seed)
{
    private static readonly string[] Names = ["c", "m", "h"];

    protected override RandomCell Next()
    {
        var states = Names[(Names.Length - 1 - Random.Next(3))..];
        var equations = new List<string>();
        if (states.Length > 1 && Random.Next(2) == 0)
        {
            var (first, second) = (states[0], states[1]);
            equations.Add($"g_t = σ({Sum([])})");
            equations.Add($"{first}_t = {Linear(first, "g_t", [], 2)} - 0.5 ⊙ b ⊙ {second}_{{t-1}}");
            equations.Add($"{second}_t = {Linear(second, "g_t", [], 2)} + 0.5 ⊙ b ⊙ {first}{(Random.Next(2) == 0 ? "_{t-1}" : "_t")}");
            if (states.Length > 2)
            {
                equations.Add($"{states[2]}_t = {Linear(states[2], "g_t", states[..2], 3)}");
            }

            return new RandomCell(string.Join('\n', equations), null);
        }

        for (var i = 0; i < states.Length; i++)
        {
            var gate = $"g{i + 1}";
            equations.Add($"{gate}_t = σ({Sum(states[..i])})");
            equations.Add($"{states[i]}_t = {Linear(states[i], gate + "_t", states[..i], 3)}");
        }

        return new RandomCell(string.Join('\n', equations), null);
    }

    /// <summary>A linear function of the previous value of a state.</summary>
    private string Linear(string state, string gate, string[] before, int depth)
    {
        if (depth == 0)
        {
            return $"{state}_{{t-1}}";
        }

        var inner = Linear(state, gate, before, depth - 1 - Random.Next(depth));
        return Random.Next(8) switch
        {
            0 => $"{gate} ⊙ ({inner}) + {Known(before)}",
            1 => $"(1 - {gate}) ⊙ ({inner}) + {gate} ⊙ ({Known(before)})",
            2 => $"{gate} ⊙ ({inner}) + (1 - {gate}) ⊙ ({Known(before)})",
            3 => $"{Known(before)} - 0.5 ⊙ ({inner})",
            4 => $"({inner}) / (2 + {gate}) - {Known(before)}",
            5 => $"0.9 ⊙ ({inner}) + 0.1",
            6 => $"(1 - {gate}) ⊙ ({inner}) + {gate} ⊙ (0.5 ⊙ {state}_{{t-1}} - {Known(before)})",
            _ => $"a ⊙ ({inner}) + {Known(before)}",
        };
    }

    /// <summary>A value that does not depend on the state.</summary>
    private string Known(string[] before) => Random.Next(before.Length == 0 ? 3 : 5) switch
    {
        0 => $"tanh({Sum(before)})",
        1 => $"σ({Matrix()} · x_t) ⊙ b",
        2 => "d",
        3 => $"tanh({Read(before)} ⊙ {Read(before)})",
        _ => $"{Read(before)} ⊙ b",
    };
}
