using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>Reads where a class stands and what stands in it.</summary>
internal static class TypeParser
{
    private static readonly SymbolDisplayFormat Dotted = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    public static TypeDeclaration Parse(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var containers = new List<TypeLevel>();
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            containers.Insert(0, Level(container, cancellation));
        }

        return new TypeDeclaration(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(Dotted),
            containers.ToEquatableArray(),
            Level(type, cancellation),
            type switch
            {
                { IsRecord: true } => TypeKind.Record,
                { IsStatic: true } => TypeKind.StaticClass,
                { IsFileLocal: true } => TypeKind.FileLocalClass,
                _ => TypeKind.Class,
            },
            BaseTypeByHand(type, cancellation),
            Declarations(type, cancellation).Any(declaration => declaration is TypeDeclarationSyntax { ParameterList: not null }),
            MembersByHand(type),
            EmittedNames.All.Where(name => IsHidden(name, type)).ToEquatableArray());
    }

    private static TypeLevel Level(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var partial = Declarations(type, cancellation).OfType<TypeDeclarationSyntax>()
            .All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
        var keyword = type switch
        {
            { IsRecord: true, IsValueType: true } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: Microsoft.CodeAnalysis.TypeKind.Struct } => "struct",
            { TypeKind: Microsoft.CodeAnalysis.TypeKind.Interface } => "interface",
            _ => "class",
        };
        var parameters = type.TypeParameters.Select(parameter =>
            SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None ? parameter.Name : "@" + parameter.Name);
        return new TypeLevel(
            keyword,
            type.Name,
            type.Arity == 0 ? "" : $"<{string.Join(", ", parameters)}>",
            type.Arity,
            partial);
    }

    /// <summary>The parts of a type that somebody wrote. The analyzer also sees the part that the generator has added.</summary>
    private static IEnumerable<SyntaxNode> Declarations(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Where(reference => !IsEmitted(reference)).Select(reference => reference.GetSyntax(cancellation));

    private static bool IsEmitted(SyntaxReference reference) => reference.SyntaxTree.FilePath.Contains(typeof(ModelGenerator).FullName!);

    /// <summary>The base class, unless it is the one that the emitted part names.</summary>
    private static string? BaseTypeByHand(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var emitted = type.DeclaringSyntaxReferences.Where(IsEmitted).Select(reference => reference.GetSyntax(cancellation));
        return type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not Microsoft.CodeAnalysis.TypeKind.Error } baseType
            && !emitted.Any(declaration => declaration is TypeDeclarationSyntax { BaseList: not null })
                ? baseType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)
                : null;
    }

    private static EquatableArray<string> MembersByHand(INamedTypeSymbol type) =>
        type.GetMembers()
            .Where(member => !member.IsImplicitlyDeclared && member.CanBeReferencedByName
                && !member.DeclaringSyntaxReferences.Any(IsEmitted))
            .Select(member => member.Name)
            .Distinct()
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>Whether a name that emitted code imports would be found nearer, as somebody else's.</summary>
    private static bool IsHidden(string name, INamedTypeSymbol type)
    {
        for (var container = type; container is not null; container = container.ContainingType)
        {
            for (var level = container; level is not null && level.SpecialType != SpecialType.System_Object; level = level.BaseType)
            {
                if (level.Name == name || level.TypeParameters.Any(parameter => parameter.Name == name) || !level.GetMembers(name).IsEmpty)
                {
                    return true;
                }
            }
        }

        // Emitted aliases stand inside the model's own namespace: outer namespaces and usings cannot reach past them.
        // In the global namespace there is no inside, and an alias could meet another of its name.
        return type.ContainingNamespace.IsGlobalNamespace || type.ContainingNamespace.GetMembers(name).Any();
    }
}
