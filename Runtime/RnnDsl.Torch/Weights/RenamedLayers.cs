using static TorchSharp.torch;

namespace RnnDsl.Weights;

/// <summary>Finds layers of a module whose tensors a file has under other names, for the advice of a message.</summary>
internal static class RenamedLayers
{
    // Comparing more keys takes too long.
    private const int ComparedAtMost = 1_000;

    /// <summary>What to do so that the file's tensors are found, or <c>null</c> if no layer's tensors stand under other names.</summary>
    /// <param name="targets">The module's tensors.</param>
    /// <param name="entries">The file's tensors.</param>
    /// <param name="missing">Keys of the module that the file lacks.</param>
    /// <param name="unexpected">Keys of the file that the module lacks.</param>
    public static string? Advise(
        IReadOnlyDictionary<string, Tensor> targets, IReadOnlyDictionary<string, SafetensorsEntry> entries, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected)
    {
        var prefixes = unexpected.Count > ComparedAtMost ? [] : Find(targets, entries, missing, unexpected);
        if (prefixes.Count == 0 || !prefixes.TrueForAll(static pair => IsPlain(pair.Prefix)))
            return null;

        // One wrapper around everything, such as DataParallel's "module", is one replacement.
        var wrappers = prefixes.Select(static pair => pair.Layer is "" ? pair.Prefix : pair.Prefix.EndsWith("." + pair.Layer, StringComparison.Ordinal) ? pair.Prefix[..^(pair.Layer.Length + 1)] : null).Distinct().ToList();
        var entriesOfMap = wrappers is [{ } wrapper] && entries.Keys.All(key => key.StartsWith(wrapper + ".", StringComparison.Ordinal))
            ? $"[\"{wrapper}\"] = \"\""
            : string.Join(", ", prefixes.Select(static pair => $"[\"{pair.Prefix}\"] = \"{pair.Layer}\""));
        var names = prefixes.All(static pair => pair.Layer.Length > 0 && IsName(pair.Prefix))
            ? $"declare {string.Join(" and ", prefixes.Select(static pair => $"the layer {pair.Layer} with Name = \"{pair.Prefix}\""))}, or "
            : "";
        return $"The file has {(prefixes.Count == 1 ? "this layer" : "these layers")} under {(prefixes.Count == 1 ? "another name" : "other names")}: {names}load with keys: new() {{ {entriesOfMap} }}.";
    }

    /// <summary>Prefixes of the file whose tensors are exactly those of a layer, by name and shape.</summary>
    private static List<(string Prefix, string Layer)> Find(
        IReadOnlyDictionary<string, Tensor> targets, IReadOnlyDictionary<string, SafetensorsEntry> entries, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected)
    {
        var found = new List<(string Prefix, string Layer)>();
        foreach (var layer in missing.GroupBy(static key => key.Contains('.', StringComparison.Ordinal) ? key[..key.IndexOf('.', StringComparison.Ordinal)] : ""))
        {
            var names = layer.Select(key => layer.Key.Length == 0 ? key : key[(layer.Key.Length + 1)..]).ToList();
            var candidates = unexpected
                .Where(key => key.EndsWith("." + names[0], StringComparison.Ordinal))
                .Select(key => key[..^(names[0].Length + 1)])
                .Where(Fits)
                .ToList();

            // Where several layers of the file fit, the name decides, and without one nothing does.
            if (candidates.Where(prefix => prefix.EndsWith("." + layer.Key, StringComparison.Ordinal)).ToList() is [{ } same])
                found.Add((same, layer.Key));
            else if (candidates is [{ } only])
                found.Add((only, layer.Key));

            bool Fits(string prefix) =>
                names.TrueForAll(name => entries.TryGetValue($"{prefix}.{name}", out var entry)
                    && entry.Shape.AsSpan().SequenceEqual(targets[layer.Key.Length == 0 ? name : $"{layer.Key}.{name}"].shape))
                && unexpected.Count(key => key.StartsWith(prefix + ".", StringComparison.Ordinal)) == names.Count;
        }

        // Two layers of the module that one layer of the file fits are ambiguous, too.
        return [.. found.Where(pair => found.Count(other => other.Prefix == pair.Prefix) == 1)];
    }

    /// <summary>Whether a prefix is made of the plain letters of a state_dict, so that it can stand in code.</summary>
    private static bool IsPlain(string prefix) => prefix.Length > 0 && prefix.Split('.').All(static part => part.Length > 0 && part.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'));

    /// <summary>Whether a layer can have a name: a C# identifier in the plain letters of a state_dict.</summary>
    private static bool IsName(string name) => char.IsAsciiLetter(name[0]) && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
