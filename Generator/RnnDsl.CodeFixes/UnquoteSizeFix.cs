using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN131: removes the quotes of a numeric size. RNN168: converts a size of another type to int.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnquoteSizeFix() : ModelCodeFix(Rules.SizeText.Id, Rules.SizeNotAnInt.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        var literal = node.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().FirstOrDefault();
        if (literal?.Token.Value is string text && int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0)
        {
            var number = SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(size)).WithTriviaFrom(literal);
            yield return new Repair("Remove the quotes", literal, number);
        }
        else if (id == Rules.SizeNotAnInt.Id && literal?.Token.Value is IConvertible and not (string or char or bool)
            && Convert.ToDouble(literal.Token.Value, CultureInfo.InvariantCulture) is >= 1 and <= int.MaxValue and var value && value == Math.Floor(value))
        {
            var whole = (int)value;
            var number = SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(whole)).WithTriviaFrom(literal);
            yield return new Repair($"Write {whole.ToString(CultureInfo.InvariantCulture)}", literal, number) { Key = "Write an int" };
        }
    }
}
