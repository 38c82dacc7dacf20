using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN131: a size that is a number in quotes loses the quotes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnquoteSizeFix() : ModelCodeFix(Rules.SizeText.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        var literal = node.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().FirstOrDefault();
        if (literal?.Token.Value is string text && int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0)
        {
            var number = SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(size)).WithTriviaFrom(literal);
            yield return new Repair("Remove the quotes", literal, number);
        }
    }
}
