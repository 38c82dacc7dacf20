using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnDsl.Generator.Usage;

/// <summary>
/// Results for a project, kept while its declarations are unchanged. In an editor, an edit creates a new compilation with new symbols, but
/// most edits change the body of one member: the attributes of the models and the other members then keep their meaning. An edit of a method
/// changes the meaning of the members that mention it.
/// </summary>
internal sealed class ProjectSnapshot
{
    // For the most recently edited projects. A snapshot refers to the project's syntax trees, never to a compilation.
    private const int Capacity = 8;

    // More than the open files of an editor have.
    private const int MostMembers = 4096;

    private static readonly object Lock = new();
    private static ImmutableArray<ProjectSnapshot> _latest = [];

    private readonly ConcurrentDictionary<string, UsedDeclaration?> _declarations;
    private readonly ConcurrentDictionary<(string, string, int), CleanMember> _clean;
    private readonly ImmutableArray<WeakReference<MetadataReference>> _references;
    private readonly CompilationOptions _options;
    private ImmutableArray<SyntaxTree> _trees;

    public ProjectSnapshot(Compilation compilation)
        : this(compilation, [], [])
    {
    }

    private ProjectSnapshot(
        Compilation compilation, IEnumerable<KeyValuePair<string, UsedDeclaration?>> declarations, IEnumerable<KeyValuePair<(string, string, int), CleanMember>> clean)
    {
        (_trees, _references, _options) = ([.. compilation.SyntaxTrees], [.. compilation.References.Select(reference => new WeakReference<MetadataReference>(reference))], Comparable(compilation.Options));
        (_declarations, _clean) = (new(declarations, StringComparer.Ordinal), new(clean));
    }

    /// <summary>The snapshot of a compilation's project: one that continues an earlier one, else a new one.</summary>
    public static ProjectSnapshot Of(Compilation compilation)
    {
        lock (Lock)
        {
            var (known, snapshot) = _latest.Select(known => (known, snapshot: known.Follow(compilation))).FirstOrDefault(pair => pair.snapshot is not null);
            if (snapshot is null || snapshot != _latest[0])
            {
                snapshot ??= new ProjectSnapshot(compilation);
                _latest = [snapshot, .. _latest.Where(other => other != known && other != snapshot).Take(Capacity - 1)];
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
        if (!_clean.TryGetValue(member.Key, out var known) || !known.Node.IsIncrementallyIdenticalTo(member.Node))
        {
            return false;
        }

        // Releases the tree before the edit.
        known.Node = member.Node;
        return true;
    }

    /// <summary>Records that no diagnostic was found in a member.</summary>
    public void AddClean(MemberKey member)
    {
        if (_clean.Count >= MostMembers)
        {
            _clean.Clear();
        }

        _clean[member.Key] = new CleanMember(member.Node);
    }

    /// <summary>
    /// The snapshot of a later compilation of the project: the same one if bodies alone differ, one without the members whose meaning changed if methods
    /// differ, and null if something else does.
    /// </summary>
    public ProjectSnapshot? Follow(Compilation compilation)
    {
        var trees = compilation.SyntaxTrees.ToImmutableArray();
        if (trees.Length != _trees.Length || !_options.Equals(Comparable(compilation.Options)) || !HasReferences(compilation))
        {
            return null;
        }

        var methods = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < trees.Length; i++)
        {
            var (before, after) = (_trees[i], trees[i]);
            if (before != after
                && (before.FilePath != after.FilePath || !before.Options.Equals(after.Options)
                    || (!SyntaxFactory.AreEquivalent(before, after, topLevel: true) && !MethodEdits.TryFind(before, after, methods))))
            {
                return null;
            }
        }

        if (methods.Count > 0)
        {
            return new ProjectSnapshot(compilation, _declarations, _clean.Where(member => !member.Value.Mentions(methods)));
        }

        _trees = trees;
        return this;
    }

    /// <summary>Options without resolvers of files, which change no meaning. Those of csc throw when they are compared, as in the second build of a compiler server.</summary>
    private static CompilationOptions Comparable(CompilationOptions options) => options
        .WithMetadataReferenceResolver(null)
        .WithSourceReferenceResolver(null)
        .WithXmlReferenceResolver(null)
        .WithSyntaxTreeOptionsProvider(null)
        .WithStrongNameProvider(null);

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
