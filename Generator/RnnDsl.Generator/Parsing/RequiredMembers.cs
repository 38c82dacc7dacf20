using Microsoft.CodeAnalysis;

namespace RnnDsl.Generator.Parsing;

/// <summary>Required members of C#, which generated code cannot set.</summary>
internal static class RequiredMembers
{
    /// <summary>The name of the first required member of a class and its bases; null if there is none, or the constructor sets them all.</summary>
    /// <param name="type">The class.</param>
    /// <param name="constructor">The constructor that generated code calls; null for a generated one.</param>
    public static string? First(INamedTypeSymbol type, IMethodSymbol? constructor)
    {
        if (constructor?.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "SetsRequiredMembersAttribute") == true)
        {
            return null;
        }

        for (var level = type; level is not null; level = level.BaseType)
        {
            if (level.GetMembers().FirstOrDefault(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }) is { } required)
            {
                return required.Name;
            }
        }

        return null;
    }
}
