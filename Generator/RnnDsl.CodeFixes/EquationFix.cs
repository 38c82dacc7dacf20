using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnDsl.Generator;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>Replaces characters of a cell's equations, or of another text of its attributes, with an unambiguous correction.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class EquationFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        Rules.EquationCannotBeRead.Id, Rules.LooksAlike.Id, Rules.UnknownFunction.Id, Rules.NotForAnEquation.Id, Rules.NotDefined.Id, Rules.UsedBeforeDefined.Id, Rules.StateNeverUpdated.Id, Rules.ProductOfVectors.Id,
        Rules.StatesText.Id, Rules.ParameterUnknown.Id,
    ];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            var span = diagnostic.Location.SourceSpan;
            if (diagnostic.Properties.TryGetValue(ModelAnalyzer.Replacement, out var replacement) && replacement is not null && IsWithinText(root, span))
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Write '{replacement}'", cancellation => Write(context.Document, span, replacement, cancellation), equivalenceKey: nameof(EquationFix)),
                    diagnostic);
            }
        }
    }

    /// <summary>Whether the location is characters within a literal, not a whole argument. Replacements need no escapes in any literal.</summary>
    private static bool IsWithinText(SyntaxNode root, TextSpan span) =>
        root.FindToken(span.Start) is { Parent: LiteralExpressionSyntax } token && token.SpanStart < span.Start && span.End < token.Span.End;

    private static async Task<Document> Write(Document document, TextSpan span, string replacement, CancellationToken cancellation)
    {
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.Replace(span, replacement));
    }
}
