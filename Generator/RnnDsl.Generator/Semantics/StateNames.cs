namespace RnnDsl.Generator.Semantics;

/// <summary>The names that the state record gives to the states of recurrences.</summary>
internal static class StateNames
{
    /// <summary>What a decoder may carry beside them.</summary>
    private static readonly string[] OfDecoders = ["AttentionalFeed", "Coverage", "PreviousWeights"];

    /// <summary>
    /// The names, recurrence by recurrence. With one recurrence they are Hidden and Cell, with several each bears its layer's name. No two are one: aB with Hidden
    /// is a with BHidden, and a cell may name a state as a decoder does.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(Model model)
    {
        var recurrences = model.Recurrences.ToList();
        var taken = new HashSet<string>(model.Attention is null ? [] : OfDecoders, StringComparer.OrdinalIgnoreCase);
        return [.. recurrences.Select(layer => layer.States.Select(state => Free(recurrences.Count > 1 ? layer.Property + state : state)).ToList())];

        string Free(string wanted)
        {
            var free = wanted;
            for (var number = 2; !taken.Add(free); number++)
            {
                free = wanted + Messages.Number(number);
            }

            return free;
        }
    }
}
