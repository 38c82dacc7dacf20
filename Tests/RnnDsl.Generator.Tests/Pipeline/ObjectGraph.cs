using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RnnDsl.Generator.Tests.Pipeline;

/// <summary>Everything that an object holds, directly or through others.</summary>
internal static class ObjectGraph
{
    /// <summary>The paths to whatever would keep a compilation alive or differ after every keystroke.</summary>
    public static IReadOnlyList<string> CompilerObjects(object? root, string name)
    {
        var found = new List<string>();
        Visit(root, name, new HashSet<object>(ReferenceEqualityComparer.Instance), found);
        return found;
    }

    private static void Visit(object? node, string path, HashSet<object> seen, List<string> found)
    {
        if (node is null || !seen.Add(node))
        {
            return;
        }

        if (node is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Compilation or SemanticModel or AttributeData or Location or Diagnostic)
        {
            found.Add($"{path}: {node.GetType()}");
            return;
        }

        if (node is string or Type or MemberInfo || node.GetType().IsPrimitive || node.GetType().IsEnum)
        {
            return;
        }

        if (node is IEnumerable items)
        {
            var index = 0;
            foreach (var item in items)
            {
                Visit(item, $"{path}[{index++}]", seen, found);
            }
        }

        for (var type = node.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Visit(field.GetValue(node), $"{path}.{field.Name}", seen, found);
            }
        }
    }
}
