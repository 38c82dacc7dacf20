using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Gives every layer its key. A name that cannot be used is reported and replaced.</summary>
internal sealed class NameTable
{
    private readonly List<string> _keys = [];

    public NameTable(EquatableArray<LayerDeclaration> layers, TypeDeclaration type, TargetNames targets, DiagnosticBag diagnostics)
    {
        var reserved = ReservedNames.Of(type, targets);

        // Explicit names take precedence over default names.
        var written = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i].Name is { } name && IsUsable(name, i, layers, reserved, written, diagnostics))
            {
                written.Add(Identifiers.ToPascalCase(name), i);
            }
        }

        var taken = new HashSet<string>(written.Keys, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i].Name is { } name && written.TryGetValue(Identifiers.ToPascalCase(name), out var owner) && owner == i)
            {
                _keys.Add(name);
                continue;
            }

            var kind = layers[i] is RecurrentDeclaration { UserCell: { IsCell: true } cell } && Identifiers.ToCamelCase(cell.Name) is var own && !Identifiers.IsKeyword(own)
                ? own
                : Identifiers.ToCamelCase(layers[i].Attribute);
            var key = kind;
            for (var number = 2; taken.Contains(key) || reserved.ContainsKey(Identifiers.ToPascalCase(key)); number++)
            {
                key = kind + Messages.Number(number);
            }

            taken.Add(key);
            _keys.Add(key);
        }
    }

    public string this[int layer] => _keys[layer];

    private static bool IsUsable(
        string name, int index, EquatableArray<LayerDeclaration> layers, IReadOnlyDictionary<string, string> reserved,
        Dictionary<string, int> written, DiagnosticBag diagnostics)
    {
        var location = DiagnosticLocation.Layer(index, "Name");
        var attribute = layers[index].Attribute;
        if (!Identifiers.IsName(name) || Identifiers.IsKeyword(name))
        {
            diagnostics.Add(Rules.NotAName, location, attribute, name,
                name.Length == 0 ? "it is empty" : Identifiers.IsKeyword(name) ? "it is a keyword of C#" : "it is no name in C#",
                Suggest(name, attribute));
            return false;
        }

        var property = Identifiers.ToPascalCase(name);
        if (reserved.TryGetValue(property, out var owner))
        {
            diagnostics.Add(Rules.ReservedName, location, name, $"[{attribute}]", owner, "Give the layer another Name.");
            return false;
        }

        if (!written.TryGetValue(property, out var other))
        {
            return true;
        }

        if (layers[other].Name == name)
        {
            diagnostics.Add(Rules.DuplicateName, location, layers[other].Attribute, attribute, name);
        }
        else if (string.Equals(layers[other].Name, name, StringComparison.OrdinalIgnoreCase))
        {
            diagnostics.Add(Rules.CaseOnly, location, name, attribute, layers[other].Name!, layers[other].Attribute, "Give one of the two another Name.");
        }
        else
        {
            diagnostics.Add(Rules.ReservedName, location, name, $"[{attribute}]",
                $"the name \"{layers[other].Name}\" of [{layers[other].Attribute}], which makes the same property, '{property}'", "Give one of the two another Name.");
        }

        return false;
    }

    /// <summary>The valid name that is most similar to the given one.</summary>
    private static string Suggest(string name, string attribute)
    {
        var near = string.Concat(name.Select(c => char.IsLetterOrDigit(c) ? c : '_')).Trim('_');
        return !Identifiers.IsName(near) ? Identifiers.ToCamelCase(attribute)
            : Identifiers.IsKeyword(near) ? near + "_layer"
            : near;
    }
}
