using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnDsl.Generator.Usage;

/// <summary>
/// Finds the methods that differ between two versions of a file, provided that it differs in nothing else but bodies. A method of a class without
/// attributes, base class and other parts changes the meaning of code that mentions its name, but not the declaration of a model.
/// </summary>
internal static class MethodEdits
{
    /// <summary>Methods that C# calls without their names in the code.</summary>
    private static readonly HashSet<string> CalledByPattern = new(StringComparer.Ordinal)
    {
        "Add", "Deconstruct", "Dispose", "DisposeAsync", "GetAsyncEnumerator", "GetAwaiter", "GetEnumerator", "GetPinnableReference", "GetResult", "MoveNext", "Slice",
        "Cast", "GroupBy", "GroupJoin", "Join", "OrderBy", "OrderByDescending", "Select", "SelectMany", "ThenBy", "ThenByDescending", "Where",
    };

    /// <summary>Adds the names of changed, new and removed methods; false if something else changed.</summary>
    public static bool TryFind(SyntaxTree before, SyntaxTree after, HashSet<string> names) =>
        before.GetRoot() is CompilationUnitSyntax old && after.GetRoot() is CompilationUnitSyntax now
        && Same(old.Externs, now.Externs) && Same(old.Usings, now.Usings) && Same(old.AttributeLists, now.AttributeLists)
        && TryCompare(old.Members, now.Members, names);

    private static bool TryCompare(SyntaxList<MemberDeclarationSyntax> before, SyntaxList<MemberDeclarationSyntax> after, HashSet<string> names)
    {
        var (old, now) = (before.Where(IsNoMethod).ToList(), after.Where(IsNoMethod).ToList());
        if (old.Count != now.Count)
        {
            return false;
        }

        for (var i = 0; i < old.Count; i++)
        {
            if (!TryCompare(old[i], now[i], names))
            {
                return false;
            }
        }

        return TryCompare(before.OfType<MethodDeclarationSyntax>().ToList(), after.OfType<MethodDeclarationSyntax>().ToList(), names);

        static bool IsNoMethod(MemberDeclarationSyntax member) => member is not MethodDeclarationSyntax;
    }

    private static bool TryCompare(MemberDeclarationSyntax before, MemberDeclarationSyntax after, HashSet<string> names) => (before, after) switch
    {
        _ when IsSame(before, after) => true,
        (BaseNamespaceDeclarationSyntax old, BaseNamespaceDeclarationSyntax now) =>
            old.RawKind == now.RawKind && SyntaxFactory.AreEquivalent(old.Name, now.Name)
            && Same(old.Externs, now.Externs) && Same(old.Usings, now.Usings) && Same(old.AttributeLists, now.AttributeLists)
            && TryCompare(old.Members, now.Members, names),
        (TypeDeclarationSyntax old, TypeDeclarationSyntax now) =>
            old.RawKind == now.RawKind && IsPlain(old) && IsPlain(now) && SyntaxFactory.AreEquivalent(old.Identifier, now.Identifier)
            && SyntaxFactory.AreEquivalent(old.Modifiers, now.Modifiers)
            && TryCompare(old.Members, now.Members, names),
        _ => false,
    };

    private static bool TryCompare(List<MethodDeclarationSyntax> before, List<MethodDeclarationSyntax> after, HashSet<string> names)
    {
        // One edit changes neighbouring methods: those before and behind are the same.
        var start = 0;
        while (start < before.Count && start < after.Count && IsSame(before[start], after[start]))
        {
            start++;
        }

        var end = 0;
        while (end < before.Count - start && end < after.Count - start && IsSame(before[before.Count - 1 - end], after[after.Count - 1 - end]))
        {
            end++;
        }

        foreach (var method in before.Take(before.Count - end).Skip(start).Concat(after.Take(after.Count - end).Skip(start)))
        {
            if (CalledByPattern.Contains(method.Identifier.ValueText))
            {
                return false;
            }

            names.Add(method.Identifier.ValueText);
        }

        return true;
    }

    /// <summary>Whether a class or structure is neither a model nor a module, and no part of one.</summary>
    private static bool IsPlain(TypeDeclarationSyntax type) =>
        type.AttributeLists.Count == 0 && type.BaseList is null && type.TypeParameterList is null && type.ParameterList is null && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
        && type is ClassDeclarationSyntax or StructDeclarationSyntax;

    private static bool IsSame(SyntaxNode before, SyntaxNode after) => before.IsIncrementallyIdenticalTo(after) || SyntaxFactory.AreEquivalent(before, after, topLevel: true);

    private static bool Same<TNode>(SyntaxList<TNode> before, SyntaxList<TNode> after)
        where TNode : CSharpSyntaxNode => SyntaxFactory.AreEquivalent(before, after, topLevel: false);
}
