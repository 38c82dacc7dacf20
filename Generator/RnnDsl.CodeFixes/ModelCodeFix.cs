using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RnnDsl.CodeFixes;

/// <summary>A repair of one node in the file of the mistake, offered only where it is sure what was meant.</summary>
public abstract class ModelCodeFix : CodeFixProvider
{
    /// <summary>The rules that are repaired.</summary>
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

    /// <summary>What can be done about a mistake at a node, the likeliest first.</summary>
    private protected abstract IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model);
}

/// <summary>One node in place of another.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Old">What goes.</param>
/// <param name="New">What comes.</param>
internal sealed record Repair(string Title, SyntaxNode Old, SyntaxNode New)
{
    /// <summary>What repairs have in common that are made all at once: the title, unless that names a particular.</summary>
    public string Key { get; init; } = Title;
}
