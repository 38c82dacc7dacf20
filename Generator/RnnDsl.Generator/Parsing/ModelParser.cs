using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Parsing;

/// <summary>Reads a class's attributes into a <see cref="ModelDeclaration"/>, for the generator and the analyzer.</summary>
internal static class ModelParser
{
    /// <summary>The attributes that make a class a model, in the order of <see cref="ModelKind"/>.</summary>
    public static readonly string[] ModelAttributes = [.. Enum.GetNames(typeof(ModelKind)).Select(kind => $"RnnDsl.{kind}Attribute")];

    public static ModelDeclaration Parse(INamedTypeSymbol type, TargetNames targets, CancellationToken cancellation) =>
        CompilerFailure.Run(Stage.Parse, type.Name, () => Read(type, targets, cancellation), failure => Unread(type, targets, failure, cancellation));

    /// <summary>A placeholder for a declaration that could not be read, with the parts that could.</summary>
    private static ModelDeclaration Unread(INamedTypeSymbol type, TargetNames targets, CompilerFailure failure, CancellationToken cancellation)
    {
        var model = type.GetAttributes().Select(attribute => attribute.AttributeClass).FirstOrDefault(kind => kind is not null && IsModel(kind));
        return new ModelDeclaration(
            CompilerFailure.Try(Stage.Parse, () => TypeParser.Parse(type, targets, cancellation), _ => TypeParser.Unread(type)),
            model is not null, default, NeedsStep: false, default, LayerParts: 0, IsIncomplete: false)
        {
            Kind = model is null ? ModelKind.SequenceModel : KindOf(model),
            Failure = failure,
        };
    }

    private static ModelDeclaration Read(INamedTypeSymbol type, TargetNames targets, CancellationToken cancellation)
    {
        var attributes = type.GetAttributes();
        var layers = new List<LayerDeclaration>();
        var models = new List<AttributeData>();
        var (incomplete, streams, exports) = (false, false, false);

        foreach (var attribute in attributes)
        {
            cancellation.ThrowIfCancellationRequested();

            if (attribute.AttributeClass is not { TypeKind: not TypeKind.Error } kind || IsUnreadable(attribute))
            {
                // C# reports an error for this attribute; further errors would be its consequences.
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
            else
            {
                streams |= IsStreaming(kind);
                exports |= IsOnnx(kind);
            }
        }

        var model = models.FirstOrDefault();
        var kindOfModel = model is null ? ModelKind.SequenceModel : KindOf(model.AttributeClass!);
        return new ModelDeclaration(
            TypeParser.Parse(type, targets, cancellation),
            model is not null,
            model is null ? default : (DeclaredOutput)new AttributeReader(model).Named("Output", 0),
            model is not null && new AttributeReader(model).Named("Step", false),
            layers.ToEquatableArray(),
            LayerParts(type, layers.Count),
            incomplete)
        {
            Kind = kindOfModel,
            HasStreaming = streams,
            HasOnnx = exports,
            OtherAttribute = models.Select(other => KindOf(other.AttributeClass!)).Where(other => other != kindOfModel).Select(other => other.ToString()).FirstOrDefault(),
        };
    }

    /// <summary>The layer attributes in their order, which is that of the declaration's layers.</summary>
    public static IEnumerable<AttributeData> LayerAttributes(INamedTypeSymbol type) =>
        type.GetAttributes().Where(attribute => attribute.AttributeClass is { } kind && IsLayer(kind) && !IsUnreadable(attribute));

    public static bool IsModel(INamedTypeSymbol attribute) =>
        attribute.Name is "SequenceModelAttribute" or "EncoderAttribute" or "DecoderAttribute" && IsOurs(attribute);

    public static bool IsStreaming(INamedTypeSymbol attribute) => attribute.Name == "StreamingAttribute" && IsOurs(attribute);

    public static bool IsOnnx(INamedTypeSymbol attribute) => attribute.Name == "OnnxAttribute" && IsOurs(attribute);

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

    /// <summary>Whether a type is in the namespace of the attributes. Called for every attribute after every edit, so it allocates no string.</summary>
    public static bool IsOurs(INamedTypeSymbol type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: nameof(RnnDsl), ContainingNamespace.IsGlobalNamespace: true } };

    private static ModelKind KindOf(INamedTypeSymbol attribute) => attribute.Name switch
    {
        "EncoderAttribute" => ModelKind.Encoder,
        "DecoderAttribute" => ModelKind.Decoder,
        _ => ModelKind.SequenceModel,
    };

    /// <summary>The number of partial declarations with layers; a class with one declaration needs no look-up.</summary>
    private static int LayerParts(INamedTypeSymbol type, int layers) => type.DeclaringSyntaxReferences.Length == 1
        ? Math.Min(layers, 1)
        : LayerAttributes(type).Select(Part).Distinct().Count();

    /// <summary>The partial declaration with an attribute.</summary>
    private static (SyntaxTree?, int) Part(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } reference
            ? (reference.SyntaxTree, reference.GetSyntax().Parent?.Parent?.SpanStart ?? -1)
            : default;

    /// <summary>Whether C# reports an error for an attribute.</summary>
    public static bool IsUnreadable(AttributeData attribute) =>
        attribute.AttributeConstructor is null
        || attribute.ConstructorArguments.Any(argument => argument.Kind == TypedConstantKind.Error)
        || attribute.NamedArguments.Any(argument => argument.Value.Kind == TypedConstantKind.Error || !IsOfItsProperty(argument, attribute));

    /// <summary>Whether a named argument has the type of its property. C# reports a mismatch and still provides the value.</summary>
    private static bool IsOfItsProperty(KeyValuePair<string, TypedConstant> argument, AttributeData attribute)
    {
        for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(argument.Key).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
            {
                return property.Type.SpecialType == SpecialType.System_Object
                    || SymbolEqualityComparer.Default.Equals(argument.Value.Type, property.Type);
            }
        }

        return true;
    }

    private static LayerDeclaration ParseLayer(INamedTypeSymbol kind, AttributeData attribute, INamedTypeSymbol type)
    {
        const string suffix = nameof(Attribute);
        var name = kind.Name.EndsWith(suffix, StringComparison.Ordinal) ? kind.Name.Substring(0, kind.Name.Length - suffix.Length) : "";
        return LayerCatalogue.Read(name, new LayerArguments(attribute, type)) ?? throw new InvalidOperationException($"The layer attribute '{kind}' is unknown to this version of the generator.");
    }
}
