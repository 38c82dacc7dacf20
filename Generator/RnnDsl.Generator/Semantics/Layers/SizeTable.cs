using System.Globalization;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Reads the sizes of all layers and collects the constructor's parameters from them.</summary>
internal sealed class SizeTable
{
    private readonly Dictionary<SizeArgument, Polynomial> _sizes = [];
    private readonly List<Entry> _entries = [];
    private readonly DiagnosticBag _diagnostics;
    private readonly TargetNames _targets;
    private readonly bool _isDecoder;

    public SizeTable(ModelDeclaration declaration, NameTable names, TargetNames targets, DiagnosticBag diagnostics)
    {
        var layers = declaration.Layers;
        (_diagnostics, _targets, _isDecoder) = (diagnostics, targets, declaration.Kind == ModelKind.Decoder || layers.Any(DecoderOutline.IsOfDecoders));
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < layers.Count; i++)
        {
            var property = Identifiers.ToPascalCase(names[i]);
            properties[property] = $"the property of [{layers[i].Attribute}]";

            // The field of the size would have the name of one of the layer's, or the parameter would hide it in the constructor.
            foreach (var field in targets.RecurrentMembers.Where(member => member.IsField).Select(member => member.Of(property)))
            {
                properties[field.TrimStart('_')] = $"a field of [{layers[i].Attribute}]";
                properties[field] = $"a field of [{layers[i].Attribute}]";
            }

            if (_isDecoder && layers[i] is EmbeddingDeclaration)
            {
                properties["shared" + property] = "the constructor's parameter for a table that is another network's";
            }

            if (layers[i] is EmbeddingDeclaration { Pretrained: true })
            {
                properties[Identifiers.ToCamelCase(property) + "Vectors"] = "the constructor's parameter for the table of [Embedding]";
            }
        }

        for (var i = 0; i < layers.Count; i++)
        {
            var place = new Place(i, layers[i].Attribute, names[i], properties);
            foreach (var size in layers[i].Sizes)
            {
                Read(size.Argument, size.Role, size.Property, place);
            }
        }
    }

    /// <summary>The value of a size argument; 1 if it could not be read.</summary>
    public Polynomial this[SizeArgument argument] => _sizes[argument];

    /// <summary>Whether a size could not be read and is replaced by 1, so that a mismatch with it is not a separate error.</summary>
    public bool HasUnread { get; private set; }

    /// <summary>The value of an argument with all defaults; null if it is not known, or is not a size.</summary>
    public long? Known(SizeArgument argument) =>
        argument.Text is null ? argument.Number >= 1 ? argument.Number : null
        : this[argument] is { Number: null } parameter ? Known(parameter)
        : null;

    /// <summary>The value of a size with all defaults; null if it is not known.</summary>
    public long? Known(Polynomial size)
    {
        var isKnown = true;
        var value = size.With(name =>
        {
            var @default = DefaultOf(name);
            isKnown &= @default.HasValue;
            return @default ?? 1;
        });
        return isKnown ? value.Number : null;
    }

    /// <summary>A size and the default of its parameter: <c>hidden (32 by default)</c>.</summary>
    public string Print(Polynomial size) => size.Number is null && Known(size) is { } value ? $"{size} ({Messages.Number(value)} by default)" : size.ToString();

    /// <summary>A count with the defaults of its parameters, and 1 for those without a default.</summary>
    public Polynomial AtLeast(Polynomial count) => count.With(name => DefaultOf(name) ?? 1);

    private long? DefaultOf(string name) => _entries.FirstOrDefault(entry => entry.Name == name)?.Default;

    /// <summary>The constructor's parameters in the order of their first use, those without a default first.</summary>
    public EquatableArray<SizeParameter> Parameters() =>
        _entries
            .OrderBy(entry => entry.Default.HasValue)
            .Select(entry => new SizeParameter(entry.Name, entry.Default, entry.Uses.Distinct().ToEquatableArray()))
            .ToEquatableArray();

    private void Read(SizeArgument argument, string role, string property, Place place)
    {
        // An unreadable size is replaced by 1, so that the rest of the model can be checked.
        var size = SizeOf(argument, role, DiagnosticLocation.Layer(place.Layer, property), place);
        HasUnread |= size is null;
        _sizes[argument] = size ?? 1;
    }

    /// <summary>A size; null if it cannot be read, which is reported.</summary>
    private Polynomial? SizeOf(SizeArgument argument, string role, DiagnosticLocation location, Place place)
    {
        if (argument.OfOtherType is { } written)
        {
            _diagnostics.Add(Rules.SizeNotAnInt, location, role, place.Attribute, written,
                argument.Number > 0 ? Messages.Number(argument.Number) : "a whole number of at least 1, or a name such as \"hidden\"");
            return null;
        }

        if (argument.Text is not { } text)
        {
            if (argument.Number < 1)
            {
                _diagnostics.Add(Rules.SizeNotPositive, location, place.Attribute, role, Messages.Number(argument.Number));
                return null;
            }

            return argument.Number;
        }

        var split = text.IndexOf('=');
        var name = (split < 0 ? text : text.Substring(0, split)).Trim();
        var wrong = WhyNotAName(name);
        var @default = default(long?);
        if (wrong is null && split >= 0)
        {
            if (long.TryParse(text.Substring(split + 1).Trim().Replace("_", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                @default = number;
            }
            else
            {
                wrong = $"its default '{text.Substring(split + 1).Trim()}' is no whole number";
            }
        }

        if (wrong is not null)
        {
            _diagnostics.Add(Rules.SizeText, location, place.Attribute, role, text, wrong);
        }
        else if (@default < 1)
        {
            _diagnostics.Add(Rules.SizeNotPositive, location, place.Attribute, $"default of the {role}", Messages.Number(@default.Value));
        }
        else if (Add(name, @default, role, location, place))
        {
            return Polynomial.Symbol(name);
        }

        return null;
    }

    private static string? WhyNotAName(string name) =>
        name.Length == 0 ? "there is no name"
        : IsBeyondInt(name) ? $"it is a number beyond {Messages.Number(int.MaxValue)}, the greatest size"
        : long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? "it is a number, which is written without quotes"
        : Identifiers.IsKeyword(name) ? $"'{name}' is a keyword of C#"
        : !Identifiers.IsName(name) ? $"'{name}' is not a name"
        : null;

    private static bool IsBeyondInt(string text) =>
        text.TrimStart('-').All(c => c is >= '0' and <= '9') && text.Any(char.IsDigit) && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private bool Add(string name, long? @default, string role, DiagnosticLocation location, Place place)
    {
        var owner = _targets.ConstructorParameters.Contains(name) ? "a parameter that every model's constructor has"
            : _isDecoder && name is MemorySizes.Memory or MemorySizes.Summary ? "a parameter that the constructors of decoders have"
            : _targets.ConstructorNames.Contains(name) ? "a name that the constructor uses"
            : _targets.Types.Contains(name) ? "a type that generated code uses"
            : place.Properties.TryGetValue(name, out var property) ? property
            : _entries.FirstOrDefault(entry => _targets.FieldOf(entry.Name) == name || _targets.FieldOf(name) == entry.Name) is { } entry ? $"the field of the size \"{entry.Name}\" of [{entry.Attribute}]"
            : null;
        if (owner is not null)
        {
            _diagnostics.Add(Rules.ReservedName, location, name, $"a size of [{place.Attribute}]", owner, "Give the parameter another name.");
            return false;
        }

        var same = _entries.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase));
        if (same is null)
        {
            _entries.Add(new Entry(name, place.Attribute, [new SizeUse(role, place.Key)]) { Default = @default, DefaultAttribute = place.Attribute });
            return true;
        }

        if (same.Name != name)
        {
            _diagnostics.Add(Rules.CaseOnly, location, name, place.Attribute, same.Name, same.Attribute, "Spell them alike if they mean the same, else rename one.");
            return false;
        }

        if (@default.HasValue && same.Default.HasValue && @default != same.Default)
        {
            _diagnostics.Add(Rules.TwoDefaults, location, name, Messages.Number(same.Default.Value), same.DefaultAttribute, Messages.Number(@default.Value), place.Attribute);
        }

        if (!same.Default.HasValue && @default.HasValue)
        {
            same.Default = @default;
            same.DefaultAttribute = place.Attribute;
        }

        same.Uses.Add(new SizeUse(role, place.Key));
        return true;
    }

    private sealed record Place(int Layer, string Attribute, string Key, Dictionary<string, string> Properties);

    private sealed record Entry(string Name, string Attribute, List<SizeUse> Uses)
    {
        public long? Default { get; set; }

        public string DefaultAttribute { get; set; } = "";
    }
}
