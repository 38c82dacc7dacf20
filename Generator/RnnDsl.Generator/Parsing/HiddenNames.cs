using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>
/// Finds the short names and keywords of emitted code that have another meaning in the scope of a class. Every class is read after every edit, so what a namespace declares is looked up
/// once for all its classes.
/// </summary>
internal static class HiddenNames
{
    private static readonly ConditionalWeakTable<TargetNames, HashSet<string>> Looked = new();

    private static readonly ConditionalWeakTable<INamespaceSymbol, NamesOfNamespace> Namespaces = new();

    public static EquatableArray<string> Of(INamedTypeSymbol type, TargetNames targets)
    {
        var looked = Looked.GetValue(targets, static names => new HashSet<string>(All(names), StringComparer.Ordinal));
        var inSpace = Namespaces.GetValue(type.ContainingNamespace, space => new NamesOfNamespace(space, targets));
        var around = DeclaredAround(type);
        around.IntersectWith(looked);
        return around.Count == 0 ? inSpace.Hidden : All(targets).Where(name => around.Contains(name) || inSpace.Hidden.Contains(name)).ToEquatableArray();
    }

    private static IEnumerable<string> All(TargetNames targets) => targets.Types.Concat(targets.Keywords);

    /// <summary>The names of the class and the enclosing types, and of all that they and their base classes declare.</summary>
    private static HashSet<string> DeclaredAround(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var container = type; container is not null; container = container.ContainingType)
        {
            for (var level = container; level is not null && level.SpecialType != SpecialType.System_Object; level = level.BaseType)
            {
                names.Add(level.Name);
                foreach (var parameter in level.TypeParameters)
                {
                    names.Add(parameter.Name);
                }

                foreach (var member in level.GetMembers())
                {
                    names.Add(member.Name);
                }
            }
        }

        return names;
    }

    /// <summary>The names of the targets that have another meaning in all classes of a namespace.</summary>
    private sealed class NamesOfNamespace(INamespaceSymbol space, TargetNames targets)
    {
        /// <summary>
        /// Emitted aliases are inside the model's namespace: they take precedence over outer namespaces and usings. The global namespace has no inside, and an alias could
        /// collide with another of its name. A type with the name of a contextual keyword is visible everywhere inside its namespace.
        /// </summary>
        public EquatableArray<string> Hidden { get; } = targets.Types.Where(name => space.IsGlobalNamespace || space.GetMembers(name).Any())
            .Concat(targets.Keywords.Where(word => IsType(word, space)))
            .ToEquatableArray();

        private static bool IsType(string word, INamespaceSymbol space) =>
            !space.GetTypeMembers(word).IsEmpty || (space.ContainingNamespace is { } outer && IsType(word, outer));
    }
}
