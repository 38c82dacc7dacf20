using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>
/// Reads the requirements of a base class. A model with a base class is an error, but C# must report no missing members for it:
/// such an error would keep the analyzer, which explains the mistake, from running.
/// </summary>
internal static class BaseClassReader
{
    private static readonly SymbolDisplayFormat Full =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The arguments of the constructor with the fewest parameters; null if there is one without parameters.</summary>
    public static string? Arguments(INamedTypeSymbol baseType)
    {
        var required = baseType.InstanceConstructors
            .Where(constructor => constructor.DeclaredAccessibility != Accessibility.Private)
            .Select(constructor => constructor.Parameters.Where(parameter => !parameter.IsOptional && !parameter.IsParams).ToList())
            .OrderBy(parameters => parameters.Count)
            .FirstOrDefault();
        return required is not { Count: > 0 } || required.Exists(parameter => parameter.RefKind != RefKind.None)
            ? null
            : string.Join(", ", required.Select(parameter => parameter.Type.SpecialType == SpecialType.System_String ? "\"\"" : $"default({parameter.Type.ToDisplayString(Full)})!"));
    }

    public static EquatableArray<AbstractMethod> AbstractMethods(INamedTypeSymbol type, INamedTypeSymbol baseType)
    {
        var overridden = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var methods = new List<AbstractMethod>();
        Pass(MemberParser.ByHand(type).OfType<IMethodSymbol>());
        for (var level = baseType; level is not null; level = level.BaseType)
        {
            var members = level.GetMembers().OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Ordinary).ToList();
            methods.AddRange(members.Where(method => method.IsAbstract && !overridden.Contains(method.OriginalDefinition) && CanBeWritten(method)).Select(Header));
            Pass(members);
        }

        return methods.ToEquatableArray();

        void Pass(IEnumerable<IMethodSymbol> members) => overridden.UnionWith(members.Select(member => member.OverriddenMethod?.OriginalDefinition).OfType<ISymbol>());
    }

    private static bool CanBeWritten(IMethodSymbol method) =>
        method is { IsGenericMethod: false, ReturnsByRef: false, ReturnsByRefReadonly: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Protected }
        && method.Parameters.All(parameter => parameter is { RefKind: RefKind.None, IsParams: false });

    private static AbstractMethod Header(IMethodSymbol method) => new(
        method.Name,
        method.Parameters.Length,
        $"{SyntaxFacts.GetText(method.DeclaredAccessibility)} override {method.ReturnType.ToDisplayString(Full)} {method.Name}("
            + string.Join(", ", method.Parameters.Select(parameter => $"{parameter.Type.ToDisplayString(Full)} {Escaped(parameter.Name)}")) + ")");

    private static string Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
