using Microsoft.CodeAnalysis;

namespace RnnDsl.Generator.Parsing;

/// <summary>From where a type can be seen.</summary>
internal static class Visibility
{
    /// <summary>The accessibility that a member can have which speaks of a type, of those that the generator writes.</summary>
    public static string Of(INamedTypeSymbol type) => Modifier(Definitions(type));

    /// <summary>The same for a type with its type arguments: as widely as all of them are seen.</summary>
    public static string OfConstructed(INamedTypeSymbol type) =>
        Modifier(Levels(type).SelectMany(level => level.TypeArguments.OfType<INamedTypeSymbol>().SelectMany(Levels).Append(level)));

    /// <summary>Whether a type can be seen from everywhere that another can, as C# asks of what the other's members speak of.</summary>
    public static bool IsSeenWherever(INamedTypeSymbol other, INamedTypeSymbol type)
    {
        var (own, others) = (Rank(Definitions(type)), Rank(Definitions(other)));
        if (own != 0 || others != 0)
        {
            return own >= others;
        }

        // Both are private somewhere. Where that is the same type, they are seen alike.
        var shared = new HashSet<INamedTypeSymbol>(Definitions(other), SymbolEqualityComparer.Default);
        return Rank(Definitions(type).Where(level => !shared.Contains(level))) > 0
            || Rank(Definitions(other).Except(Definitions(type), SymbolEqualityComparer.Default).Cast<INamedTypeSymbol>()) == 0;
    }

    /// <summary>A type and the types around it.</summary>
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
