using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>Reads the class of a model, its enclosing types and its members.</summary>
internal static class TypeParser
{
    private static readonly SymbolDisplayFormat Dotted = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    public static TypeDeclaration Parse(INamedTypeSymbol type, TargetNames targets, CancellationToken cancellation)
    {
        var containers = new List<TypeLevel>();
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            containers.Insert(0, Level(container, cancellation));
        }

        var baseType = BaseTypeByHand(type, cancellation);
        return new TypeDeclaration(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(Dotted),
            containers.ToEquatableArray(),
            Level(type, cancellation),
            type switch
            {
                _ when IsFileLocal(type) => ClassKind.FileLocalClass,
                { IsRecord: true } => ClassKind.Record,
                { IsStatic: true } => ClassKind.StaticClass,
                _ => ClassKind.Class,
            },
            baseType?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            Declarations(type, cancellation).Any(declaration => declaration is TypeDeclarationSyntax { ParameterList: not null }),
            MemberParser.Parse(type, cancellation),
            HiddenNames.Of(type, targets))
        {
            BaseArguments = baseType is null ? null : BaseClassReader.Arguments(baseType),
            AbstractMethods = baseType is null ? default : BaseClassReader.AbstractMethods(type, baseType),
        };
    }

    /// <summary>A placeholder for a class that could not be read. Nothing can be emitted for it.</summary>
    public static TypeDeclaration Unread(INamedTypeSymbol type) => new(
        "", default, new TypeLevel("class", type.Name, "", 0, IsPartial: true), ClassKind.Unread, null, false, new MembersByHand(default, default, default, default), default);

    /// <summary>Whether a type, or an enclosing one, is file-local.</summary>
    public static bool IsFileLocal(INamedTypeSymbol type) =>
        type.IsFileLocal || (type.ContainingType is { } container && IsFileLocal(container));

    private static TypeLevel Level(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var partial = Declarations(type, cancellation).OfType<TypeDeclarationSyntax>()
            .All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
        var keyword = type switch
        {
            { IsRecord: true, IsValueType: true } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Struct } => "struct",
            { TypeKind: TypeKind.Interface } => "interface",
            _ => "class",
        };
        var parameters = type.TypeParameters.Select(parameter => TypeLevel.Escape(parameter.Name));
        return new TypeLevel(
            keyword,
            type.Name,
            type.Arity == 0 ? "" : $"<{string.Join(", ", parameters)}>",
            type.Arity,
            partial);
    }

    /// <summary>The hand-written parts of a type. The analyzer also sees the generated part.</summary>
    public static IEnumerable<SyntaxNode> Declarations(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Where(reference => !IsEmitted(reference)).Select(reference => reference.GetSyntax(cancellation));

    /// <summary>The folder of emitted files, which Roslyn names after the class of the generator.</summary>
    public const string GeneratedFolder = "RnnDsl.Generator.ModelGenerator";

    /// <summary>Whether a part is generated.</summary>
    public static bool IsEmitted(SyntaxReference reference) => reference.SyntaxTree.FilePath.Contains(GeneratedFolder);

    /// <summary>The base class, unless it is the one that the emitted part names.</summary>
    private static INamedTypeSymbol? BaseTypeByHand(INamedTypeSymbol type, CancellationToken cancellation)
    {
        // Two parts with different base classes: C# keeps the first as a candidate.
        if (type.BaseType is IErrorTypeSymbol { CandidateReason: CandidateReason.Ambiguous, CandidateSymbols: { IsEmpty: false } candidates })
        {
            return candidates[0] as INamedTypeSymbol;
        }

        var emitted = type.DeclaringSyntaxReferences.Where(IsEmitted).Select(reference => reference.GetSyntax(cancellation));
        return type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } baseType
            && !emitted.Any(declaration => declaration is TypeDeclarationSyntax { BaseList: not null })
                ? baseType
                : null;
    }
}
