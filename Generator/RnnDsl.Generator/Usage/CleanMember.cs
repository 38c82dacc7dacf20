using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnDsl.Generator.Usage;

/// <summary>A member without diagnostics.</summary>
/// <param name="node">The member in the latest version of its file.</param>
internal sealed class CleanMember(SyntaxNode node)
{
    private HashSet<string>? _names;

    /// <summary>The member in the latest version of its file; earlier ones are the same text in a tree that is released.</summary>
    public SyntaxNode Node { get; set; } = node;

    /// <summary>Whether its code contains one of some names.</summary>
    public bool Mentions(HashSet<string> names)
    {
        _names ??= new(Node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal);
        return _names.Overlaps(names);
    }
}
