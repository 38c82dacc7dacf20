using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>Reads the hand-written members of a class.</summary>
internal static class MemberParser
{
    /// <summary>The partial method called at the end of the constructor.</summary>
    public const string Hook = "OnConstructed";

    public static MembersByHand Parse(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var members = ByHand(type).Where(member => member.CanBeReferencedByName).ToList();
        var constructors = Constructors(type).ToList();
        return new MembersByHand(
            Names(members),
            Names(members.Where(member => member.IsOverride)),
            Enumerable.Range(0, constructors.Count).Where(i => IsUnchained(constructors[i], cancellation)).ToEquatableArray(),
            RegistrationReader.Unregistered(type, members, cancellation))
        {
            HasHandWrittenHook = members.OfType<IMethodSymbol>().Any(method => IsHook(method, isPartial: false, cancellation) && method.Parameters.IsEmpty),
            HasHookWithParameters = members.OfType<IMethodSymbol>().Any(method => IsHook(method, isPartial: true, cancellation) && !method.Parameters.IsEmpty),
        };
    }

    /// <summary>The members added by neither C# nor the generator.</summary>
    public static IEnumerable<ISymbol> ByHand(INamedTypeSymbol type) =>
        type.GetMembers().Where(member => !member.IsImplicitlyDeclared && !member.DeclaringSyntaxReferences.Any(TypeParser.IsEmitted));

    /// <summary>The hand-written constructors, in the order of the declaration.</summary>
    public static IEnumerable<IMethodSymbol> Constructors(INamedTypeSymbol type) =>
        ByHand(type).OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Constructor);

    private static EquatableArray<string> Names(IEnumerable<ISymbol> members) =>
        members.Select(member => member.Name).Distinct().OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();

    private static bool IsUnchained(IMethodSymbol constructor, CancellationToken cancellation) =>
        constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is ConstructorDeclarationSyntax syntax
        && !(syntax.Initializer?.IsKind(SyntaxKind.ThisConstructorInitializer) ?? false);

    private static bool IsHook(IMethodSymbol method, bool isPartial, CancellationToken cancellation) =>
        method.Name == Hook
        && method.DeclaringSyntaxReferences.All(reference =>
            reference.GetSyntax(cancellation) is MethodDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword) == isPartial);
}
