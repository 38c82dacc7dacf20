using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>Reads a class's <c>[EncoderDecoder]</c>, and the classes that it names.</summary>
internal static class EncoderDecoderParser
{
    public const string AttributeName = "RnnDsl.EncoderDecoderAttribute";

    public static bool IsEncoderDecoder(INamedTypeSymbol attribute) => attribute.Name == "EncoderDecoderAttribute" && ModelParser.IsOurs(attribute);

    public static EncoderDecoderDeclaration Parse(INamedTypeSymbol type, TargetNames targets, CancellationToken cancellation) =>
        CompilerFailure.Run(Stage.Parse, type.Name, () => Read(type, targets, cancellation), failure => new EncoderDecoderDeclaration(
            CompilerFailure.Try(Stage.Parse, () => TypeParser.Parse(type, targets, cancellation), _ => TypeParser.Unread(type)),
            SideDeclaration.Unknown, SideDeclaration.Unknown, 0, false, IsIncomplete: false)
        {
            Failure = failure,
        });

    private static EncoderDecoderDeclaration Read(INamedTypeSymbol type, TargetNames targets, CancellationToken cancellation)
    {
        // Both sides can be read even if the bridge is incomplete.
        var attribute = Attribute(type) ?? type.GetAttributes().FirstOrDefault(candidate => candidate.AttributeClass is { } kind && IsEncoderDecoder(kind) && candidate.ConstructorArguments.Length == 2);
        var arguments = attribute is null ? default(AttributeReader?) : new AttributeReader(attribute);
        return new EncoderDecoderDeclaration(
            TypeParser.Parse(type, targets, cancellation),
            Side(attribute, 0, type, targets, cancellation),
            Side(attribute, 1, type, targets, cancellation),
            arguments?.Named("Bridge", 0) ?? 0,
            arguments?.Named("SharedEmbedding", false) ?? false,
            attribute is null || ModelParser.IsUnreadable(attribute) || IsMissing(Argument(attribute, 0)) || IsMissing(Argument(attribute, 1)))
        {
            HasStreaming = type.GetAttributes().Any(other => other.AttributeClass is { } kind && ModelParser.IsStreaming(kind)),
            HasOnnx = type.GetAttributes().Any(other => other.AttributeClass is { } kind && ModelParser.IsOnnx(kind)),
            OtherAttribute = type.GetAttributes().Select(other => other.AttributeClass)
                .FirstOrDefault(kind => kind is not null && (ModelParser.IsModel(kind) || ModelParser.IsLayer(kind) || CellParser.IsCell(kind))) is { } found
                    ? found.Name.Substring(0, found.Name.Length - nameof(System.Attribute).Length)
                    : null,
        };
    }

    /// <summary>The attribute; null if there is none that C# can read.</summary>
    public static AttributeData? Attribute(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { } kind && IsEncoderDecoder(kind) && !ModelParser.IsUnreadable(attribute));

    private static ITypeSymbol? Argument(AttributeData? attribute, int index) =>
        attribute is null ? null : new AttributeReader(attribute).Type(index);

    /// <summary>Whether C# reports a missing type for it.</summary>
    private static bool IsMissing(ITypeSymbol? type) => type switch
    {
        { TypeKind: TypeKind.Error } => true,
        IArrayTypeSymbol array => IsMissing(array.ElementType),
        IPointerTypeSymbol pointer => IsMissing(pointer.PointedAtType),
        INamedTypeSymbol { IsUnboundGenericType: false } named => named.TypeArguments.Any(IsMissing) || (named.ContainingType is { } container && IsMissing(container)),
        _ => false,
    };

    private static SideDeclaration Side(AttributeData? attribute, int index, INamedTypeSymbol encoderDecoder, TargetNames targets, CancellationToken cancellation)
    {
        var type = Argument(attribute, index);
        var side = type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsUnboundGenericType: false } named && !IsMissing(named) ? named : null;
        return new SideDeclaration(
            side is null ? null : ModelParser.Parse(side, targets, cancellation),
            side is null || side.IsStatic || TypeParser.IsFileLocal(side) ? null : IsNear(side, encoderDecoder, targets) ? side.Name : side.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "null",
            type is { DeclaringSyntaxReferences.IsEmpty: false })
        {
            IsOpen = type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsUnboundGenericType: true },
            IsAbstract = side is { IsAbstract: true, IsStatic: false },
            IsEncoderDecoder = side?.GetAttributes().Any(other => other.AttributeClass is { } kind && IsEncoderDecoder(kind)) == true,
            RequiredMember = side is null ? null : RequiredMembers.First(side, constructor: null),
            Accessibility = side is null ? "public" : Visibility.Of(side),
            IsAccessible = side is null || TypeParser.IsFileLocal(side) || Visibility.IsAtLeastAsAccessible(encoderDecoder, side),
        };
    }

    /// <summary>Whether the short name of a type resolves to it in the scope of the encoder-decoder: in the same namespace, and not hidden.</summary>
    private static bool IsNear(ITypeSymbol type, INamedTypeSymbol encoderDecoder, TargetNames targets)
    {
        if (type is not INamedTypeSymbol { ContainingType: null, Arity: 0 } || !SymbolEqualityComparer.Default.Equals(type.ContainingNamespace, encoderDecoder.ContainingNamespace)
            || TypeLevel.Escape(type.Name) != type.Name || targets.NestedTypes.Contains(type.Name))
        {
            return false;
        }

        for (var level = encoderDecoder; level is not null; level = level.ContainingType)
        {
            if (level.TypeParameters.Any(parameter => parameter.Name == type.Name) || (level.ContainingType is not null && level.Name == type.Name)
                || !level.GetTypeMembers(type.Name).IsEmpty || (level.BaseType is { } parent && !parent.GetTypeMembers(type.Name).IsEmpty))
            {
                return false;
            }
        }

        return true;
    }
}
