using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Semantics;

/// <summary>The names of states in the state record.</summary>
internal static class StateNames
{
    /// <summary>
    /// The names, by recurrence. With one recurrence they are Hidden and Cell; with several, each has its layer's name as prefix. All names are distinct: aB with Hidden
    /// equals a with BHidden, and a cell may name a state like an extra state of the decoder.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(Model model)
    {
        var recurrences = model.Recurrences.ToList();
        var taken = new HashSet<string>(model.Attention is null ? [] : Enum.GetNames(typeof(DecoderStateKind)), StringComparer.OrdinalIgnoreCase);
        return [.. recurrences.Select(layer => layer.Operation.States.Select(state => Free(recurrences.Count > 1 ? layer.Property + state.Name : state.Name)).ToList())];

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
