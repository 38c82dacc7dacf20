using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RnnDsl.CodeFixes;

/// <summary>A code fix for one node in the file of the diagnostic, offered only if it is unambiguous.</summary>
public abstract class ModelCodeFix : CodeFixProvider
{
    /// <summary>The rules with this fix.</summary>
    private readonly ImmutableArray<string> _ids;

    private protected ModelCodeFix(params string[] ids) => _ids = [.. ids];

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => _ids;

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var repair in Repairs(root.FindNode(diagnostic.Location.SourceSpan), diagnostic.Id, model))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        repair.Title,
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(repair.Old, repair.New))),
                        equivalenceKey: repair.Key),
                    diagnostic);
            }
        }
    }

    /// <summary>The fixes for a diagnostic at a node, the most probable first.</summary>
    private protected abstract IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model);
}

/// <summary>A replacement of one node.</summary>
/// <param name="Title">The title of the fix.</param>
/// <param name="Old">The replaced node.</param>
/// <param name="New">The new node.</param>
internal sealed record Repair(string Title, SyntaxNode Old, SyntaxNode New)
{
    /// <summary>The equivalence key for fixing all occurrences: the title, unless that contains a name or a value.</summary>
    public string Key { get; init; } = Title;
}
