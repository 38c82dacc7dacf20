using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN434: adds a matrix between query and position, in the decoder's declaration anywhere in the solution.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ProductScoreFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ProductSizes.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (AttributeArguments.Of(root!.FindNode(diagnostic.Location.SourceSpan)) is ({ Expression: TypeOfExpressionSyntax decoder }, _)
                && model!.GetTypeInfo(decoder.Type, context.CancellationToken).Type is INamedTypeSymbol type
                && Attention(type) is { } attention
                && context.Document.Project.Solution.GetDocument(attention.SyntaxTree) is { } document)
            {
                context.RegisterCodeFix(
                    CodeAction.Create("Write AttentionScore.General", cancellation => Write(document, attention, cancellation), equivalenceKey: nameof(ProductScoreFix)),
                    diagnostic);
            }
        }
    }

    /// <summary>The source of the decoder's attention.</summary>
    private static SyntaxReference? Attention(INamedTypeSymbol decoder) => decoder.GetAttributes()
        .FirstOrDefault(attribute => attribute.AttributeClass is { Name: "AttentionAttribute", ContainingNamespace.Name: "RnnDsl" })?.ApplicationSyntaxReference;

    private static async Task<Solution> Write(Document document, SyntaxReference reference, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var attention = (AttributeSyntax)await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false);
        var score = attention.Positional(0, "score")!.Expression;
        return document.WithSyntaxRoot(root!.ReplaceNode(score, AttributeArguments.Member(score, attention, "AttentionScore", nameof(AttentionScoreKind.General)))).Project.Solution;
    }
}
