using Microsoft.CodeAnalysis;

namespace RnnDsl.Generator.Parsing;

/// <summary>From where a type can be seen.</summary>
internal static class Visibility
{
    /// <summary>The accessibility that a member can have which speaks of a type, of those that the generator writes.</summary>
    public static string Of(INamedTypeSymbol type) => Rank(Levels(type)) switch { 2 => "public", 1 => "internal", _ => "private" };

    /// <summary>Whether a type can be seen from everywhere that another can, as C# asks of what the other's members speak of.</summary>
    public static bool IsSeenWherever(INamedTypeSymbol other, INamedTypeSymbol type)
    {
        var (own, others) = (Rank(Levels(type)), Rank(Levels(other)));
        if (own != 0 || others != 0)
        {
            return own >= others;
        }

        // Both are private somewhere. Where that is the same type, they are seen alike.
        var shared = new HashSet<INamedTypeSymbol>(Levels(other), SymbolEqualityComparer.Default);
        return Rank(Levels(type).Where(level => !shared.Contains(level))) > 0 || Rank(Levels(other).Except(Levels(type), SymbolEqualityComparer.Default).Cast<INamedTypeSymbol>()) == 0;
    }

    private static int Rank(IEnumerable<INamedTypeSymbol> levels) => levels.Select(level => level.DeclaredAccessibility switch
    {
        Accessibility.Public => 2,
        Accessibility.Internal or Accessibility.ProtectedOrInternal => 1,
        _ => 0,
    }).DefaultIfEmpty(2).Min();

    /// <summary>A type and the types around it.</summary>
    private static IEnumerable<INamedTypeSymbol> Levels(INamedTypeSymbol type)
    {
        for (var level = type.OriginalDefinition; level is not null; level = level.ContainingType)
        {
            yield return level;
        }
    }
}
