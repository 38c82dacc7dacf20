using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnDsl.Generator.Usage;

/// <summary>
/// Results for a project, kept while its declarations are unchanged. In an editor, an edit creates a new compilation with new symbols, but
/// most edits change the body of one member: the attributes of the models and the other members then keep their meaning.
/// </summary>
internal sealed class ProjectSnapshot
{
    // For the most recently edited projects. A snapshot refers to the project's syntax trees, never to a compilation.
    private const int Capacity = 8;

    // More than the open files of an editor have.
    private const int MostMembers = 4096;

    private static readonly object Lock = new();
    private static ImmutableArray<ProjectSnapshot> _latest = [];

    private readonly ConcurrentDictionary<string, UsedDeclaration?> _declarations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, string, int), SyntaxNode> _clean = new();
    private readonly ImmutableArray<WeakReference<MetadataReference>> _references;
    private readonly CompilationOptions _options;
    private ImmutableArray<SyntaxTree> _trees;

    public ProjectSnapshot(Compilation compilation) =>
        (_trees, _references, _options) = ([.. compilation.SyntaxTrees], [.. compilation.References.Select(reference => new WeakReference<MetadataReference>(reference))], compilation.Options);

    /// <summary>The snapshot of a compilation's project: an earlier one if all declarations are the same, else a new one.</summary>
    public static ProjectSnapshot Of(Compilation compilation)
    {
        lock (Lock)
        {
            var snapshot = _latest.FirstOrDefault(known => known.Follow(compilation));
            if (snapshot is null || snapshot != _latest[0])
            {
                snapshot ??= new ProjectSnapshot(compilation);
                _latest = [snapshot, .. _latest.Where(other => other != snapshot).Take(Capacity - 1)];
            }

            return snapshot;
        }
    }

    /// <summary>The declaration of a class; null if it is not a model, or has errors.</summary>
    public UsedDeclaration? Declaration(string name, Func<UsedDeclaration?> read)
    {
        if (!_declarations.TryGetValue(name, out var declaration))
        {
            _declarations[name] = declaration = read();
        }

        return declaration;
    }

    /// <summary>Whether a member is unchanged since no diagnostic was found in it.</summary>
    public bool IsClean(MemberKey member)
    {
        if (!_clean.TryGetValue(member.Key, out var known) || !known.IsIncrementallyIdenticalTo(member.Node))
        {
            return false;
        }

        // Releases the tree before the edit.
        _clean[member.Key] = member.Node;
        return true;
    }

    /// <summary>Records that no diagnostic was found in a member.</summary>
    public void AddClean(MemberKey member)
    {
        if (_clean.Count >= MostMembers)
        {
            _clean.Clear();
        }

        _clean[member.Key] = member.Node;
    }

    /// <summary>Replaces its trees with those of a later compilation, if they differ in the bodies of members only.</summary>
    public bool Follow(Compilation compilation)
    {
        var trees = compilation.SyntaxTrees.ToImmutableArray();
        if (trees.Length != _trees.Length || !_options.Equals(compilation.Options) || !HasReferences(compilation))
        {
            return false;
        }

        for (var i = 0; i < trees.Length; i++)
        {
            if (trees[i] != _trees[i]
                && (trees[i].FilePath != _trees[i].FilePath || !trees[i].Options.Equals(_trees[i].Options) || !SyntaxFactory.AreEquivalent(_trees[i], trees[i], topLevel: true)))
            {
                return false;
            }
        }

        _trees = trees;
        return true;
    }

    private bool HasReferences(Compilation compilation)
    {
        var i = 0;
        foreach (var reference in compilation.References)
        {
            if (i == _references.Length || !_references[i++].TryGetTarget(out var known) || known != reference)
            {
                return false;
            }
        }

        return i == _references.Length;
    }
}
