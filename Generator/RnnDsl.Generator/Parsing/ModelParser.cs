using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>Reads a class's attributes into a <see cref="ModelDeclaration"/>. The generator and the analyzer both call it.</summary>
internal static class ModelParser
{
    /// <summary>The attributes that make a class a model, in the order of <see cref="ModelKind"/>.</summary>
    public static readonly string[] ModelAttributes = [.. Enum.GetNames(typeof(ModelKind)).Select(kind => $"RnnDsl.{kind}Attribute")];

    public static ModelDeclaration Parse(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var attributes = type.GetAttributes();
        var layers = new List<LayerDeclaration>();
        var models = new List<AttributeData>();
        var incomplete = false;

        foreach (var attribute in attributes)
        {
            cancellation.ThrowIfCancellationRequested();

            if (attribute.AttributeClass is not { TypeKind: not TypeKind.Error } kind || IsUnreadable(attribute))
            {
                // C# has an error of its own for this attribute, and everything said without knowing it would be noise.
                incomplete = true;
            }
            else if (IsModel(kind))
            {
                models.Add(attribute);
            }
            else if (IsLayer(kind))
            {
                layers.Add(ParseLayer(kind, attribute, type));
            }
        }

        var model = models.FirstOrDefault();
        var kindOfModel = model is null ? ModelKind.SequenceModel : KindOf(model.AttributeClass!);
        return new ModelDeclaration(
            TypeParser.Parse(type, cancellation),
            model is not null,
            model is null ? default : (DeclaredOutput)Named(model, "Output", 0),
            model is not null && Named(model, "Step", false),
            layers.ToEquatableArray(),
            LayerParts(type, layers.Count),
            incomplete)
        {
            Kind = kindOfModel,
            OtherAttribute = models.Select(other => KindOf(other.AttributeClass!)).Where(other => other != kindOfModel).Select(other => other.ToString()).FirstOrDefault(),
        };
    }

    /// <summary>The layer attributes in their order: index for index the declaration's layers.</summary>
    public static IEnumerable<AttributeData> LayerAttributes(INamedTypeSymbol type) =>
        type.GetAttributes().Where(attribute => attribute.AttributeClass is { } kind && IsLayer(kind) && !IsUnreadable(attribute));

    public static bool IsModel(INamedTypeSymbol attribute) =>
        attribute.Name is "SequenceModelAttribute" or "EncoderAttribute" or "DecoderAttribute" && IsOurs(attribute);

    public static bool IsLayer(INamedTypeSymbol attribute)
    {
        for (var type = attribute.BaseType; type is not null; type = type.BaseType)
        {
            if (type.Name == "LayerAttribute" && IsOurs(type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type stands in the language's own namespace. Asked of every attribute after every edit, so without a string.</summary>
    public static bool IsOurs(INamedTypeSymbol type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: nameof(RnnDsl), ContainingNamespace.IsGlobalNamespace: true } };

    private static ModelKind KindOf(INamedTypeSymbol attribute) => attribute.Name switch
    {
        "EncoderAttribute" => ModelKind.Encoder,
        "DecoderAttribute" => ModelKind.Decoder,
        _ => ModelKind.SequenceModel,
    };

    /// <summary>How many partial declarations carry layers; with one declaration there is nothing to look up.</summary>
    private static int LayerParts(INamedTypeSymbol type, int layers) => type.DeclaringSyntaxReferences.Length == 1
        ? Math.Min(layers, 1)
        : LayerAttributes(type).Select(Part).Distinct().Count();

    /// <summary>The partial declaration an attribute stands on.</summary>
    private static (SyntaxTree?, int) Part(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } reference
            ? (reference.SyntaxTree, reference.GetSyntax().Parent?.Parent?.SpanStart ?? -1)
            : default;

    /// <summary>Whether C# could not make sense of an attribute, and has said so.</summary>
    public static bool IsUnreadable(AttributeData attribute) =>
        attribute.AttributeConstructor is null
        || attribute.ConstructorArguments.Any(argument => argument.Kind == TypedConstantKind.Error)
        || attribute.NamedArguments.Any(argument => argument.Value.Kind == TypedConstantKind.Error);

    private static LayerDeclaration ParseLayer(INamedTypeSymbol kind, AttributeData attribute, INamedTypeSymbol type)
    {
        var name = Named<string?>(attribute, "Name", null);
        return kind.Name switch
        {
            "FeaturesAttribute" => new FeaturesDeclaration(name, Size(attribute, 0)),
            "RnnAttribute" => Recurrent(CellKind.Rnn, name, attribute),
            "LstmAttribute" => Recurrent(CellKind.Lstm, name, attribute),
            "GruAttribute" => Recurrent(CellKind.Gru, name, attribute),
            "RecurrentAttribute" => Recurrent(CellKind.Recurrent, name, attribute),
            "ActivationAttribute" => new ActivationDeclaration(name, Positional(attribute, 0, 0)),
            "LastStateAttribute" => new LastStateDeclaration(name),
            _ => StepLayerParser.Parse(kind.Name, name, attribute, type) ?? throw new InvalidOperationException($"The layer attribute '{kind}' is unknown to this version of the generator."),
        };
    }

    private static RecurrentDeclaration Recurrent(CellKind cell, string? name, AttributeData attribute) =>
        new(cell, name, Size(attribute, cell == CellKind.Recurrent ? 1 : 0))
        {
            OwnCell = cell == CellKind.Recurrent ? CellParser.OfLayer(attribute) : null,
            OwnSizes = CellParser.Sizes(Named<string?>(attribute, "Sizes", null)),
            ZoneoutStates = Named<string?>(attribute, "ZoneoutStates", null),
            Layers = Named(attribute, "Layers", 1),
            Bidirectional = Named(attribute, "Bidirectional", false),
            Merge = Named(attribute, "Merge", 0),
            Reverse = Named(attribute, "Reverse", false),
            Dropout = Named(attribute, "Dropout", 0.0),
            LockedDropout = Named(attribute, "LockedDropout", 0.0),
            RecurrentDropout = Named(attribute, "RecurrentDropout", 0.0),
            WeightDrop = Named(attribute, "WeightDrop", 0.0),
            Zoneout = Named(attribute, "Zoneout", 0.0),
            LayerNorm = Named(attribute, "LayerNorm", false),
            Residual = Named(attribute, "Residual", false),
            Initialization = Named(attribute, "Initialization", 0),
            ChronoLength = Named<int?>(attribute, "ChronoLength", null),
            Activation = Named(attribute, "Activation", 0),
            ProjectionSize = Named<object?>(attribute, "ProjectionSize", null) switch
            {
                int number => new SizeArgument(number, null),
                string text => new SizeArgument(0, text),
                _ => null,
            },
            ProjectionOfOtherKind = Named<object?>(attribute, "ProjectionSize", null) is { } other and not (int or string) ? Display(other) : null,
            Peepholes = Named(attribute, "Peepholes", false),
            ResetAfter = Named(attribute, "ResetAfter", true),
        };

    private static string Display(object value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static SizeArgument Size(AttributeData attribute, int index) =>
        attribute.ConstructorArguments[index].Value is int number
            ? new SizeArgument(number, null)
            : new SizeArgument(0, attribute.ConstructorArguments[index].Value as string ?? "");

    private static T Positional<T>(AttributeData attribute, int index, T otherwise) =>
        attribute.ConstructorArguments[index].Value is T value ? value : otherwise;

    private static T Named<T>(AttributeData attribute, string name, T otherwise)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Value is T value)
            {
                return value;
            }
        }

        return otherwise;
    }
}
