using Microsoft.CodeAnalysis;

namespace RnnDsl.Generator.Parsing;

/// <summary>The accessibility of types.</summary>
internal static class Visibility
{
    /// <summary>The widest accessibility that a generated member with a type in its signature can have.</summary>
    public static string Of(INamedTypeSymbol type) => Modifier(Definitions(type));

    /// <summary>The same for a type with its type arguments: the narrowest of them.</summary>
    public static string OfConstructed(INamedTypeSymbol type) =>
        Modifier(Levels(type).SelectMany(level => level.TypeArguments.OfType<INamedTypeSymbol>().SelectMany(Levels).Append(level)));

    /// <summary>Whether a type is at least as accessible as another, as C# requires for the signatures of the other's members.</summary>
    public static bool IsAtLeastAsAccessible(INamedTypeSymbol other, INamedTypeSymbol type)
    {
        var (own, others) = (Rank(Definitions(type)), Rank(Definitions(other)));
        if (own != 0 || others != 0)
        {
            return own >= others;
        }

        // Both are private in a type. If it is the same type, they are equally accessible.
        var shared = new HashSet<INamedTypeSymbol>(Definitions(other), SymbolEqualityComparer.Default);
        return Rank(Definitions(type).Where(level => !shared.Contains(level))) > 0
            || Rank(Definitions(other).Except(Definitions(type), SymbolEqualityComparer.Default).Cast<INamedTypeSymbol>()) == 0;
    }

    /// <summary>A type and its enclosing types.</summary>
    public static IEnumerable<INamedTypeSymbol> Levels(INamedTypeSymbol type)
    {
        for (var level = type; level is not null; level = level.ContainingType)
        {
            yield return level;
        }
    }

    private static IEnumerable<INamedTypeSymbol> Definitions(INamedTypeSymbol type) => Levels(type.OriginalDefinition);

    private static string Modifier(IEnumerable<INamedTypeSymbol> levels) => Rank(levels) switch { 2 => "public", 1 => "internal", _ => "private" };

    private static int Rank(IEnumerable<INamedTypeSymbol> levels) => levels.Select(level => level.DeclaredAccessibility switch
    {
        Accessibility.Public => 2,
        Accessibility.Internal or Accessibility.ProtectedOrInternal => 1,
        _ => 0,
    }).DefaultIfEmpty(2).Min();
}
