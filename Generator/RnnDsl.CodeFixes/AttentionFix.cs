using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>
/// RNN406: adds the size of a score, or removes it. RNN408: removes an option that has no effect on a score, or writes the score that has it.
/// RNN409: makes a filter's width odd.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AttentionFix() : ModelCodeFix(Rules.ScoreSize.Id, Rules.OptionOfScore.Id, Rules.EvenWidth.Id)
{
    private const string Size = "256";

    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if (node is AttributeSyntax unsized && id == Rules.ScoreSize.Id)
        {
            return [new Repair("Add a size of " + Size, unsized, unsized.Insert(1, Size))];
        }

        if (AttributeArguments.Of(node) is not var (argument, attention))
        {
            return [];
        }

        return id == Rules.ScoreSize.Id ? [new Repair("Remove the size", attention, attention.Without(argument))]
            : id == Rules.EvenWidth.Id ? Odd(argument, model)
            : Options(argument, attention, model);
    }

    private static IEnumerable<Repair> Odd(AttributeArgumentSyntax argument, SemanticModel model)
    {
        if (model.GetConstantValue(argument.Expression).Value is int width)
        {
            var odd = Math.Max(width + 1, 1);
            yield return new Repair($"Write {odd.ToString(CultureInfo.InvariantCulture)}", argument.Expression, Number(odd).WithTriviaFrom(argument.Expression)) { Key = "Write the next odd number" };
        }
    }

    private static IEnumerable<Repair> Options(AttributeArgumentSyntax argument, AttributeSyntax attention, SemanticModel model)
    {
        var option = argument.NameEquals?.Name.Identifier.ValueText;
        yield return new Repair($"Remove {option}", attention, attention.Without(argument));

        var size = attention.Positional(1, "size");
        var heads = option == "Heads" ? model.GetConstantValue(argument.Expression).Value as int? : 1;
        if (attention.Positional(0, "score") is not { } score || heads is null or < 1
            || (size is not null && model.GetConstantValue(size.Expression).Value is int number && number % heads != 0))
        {
            yield break;
        }

        // All scores with one of these options have a size, which the heads divide.
        var wanted = option switch { "Heads" => AttentionScoreKind.MultiHead, "Coverage" => AttentionScoreKind.Additive, _ => AttentionScoreKind.LocationAware };
        var written = attention.ReplaceNode(score.Expression, AttributeArguments.Member(score.Expression, attention, "AttentionScore", wanted.ToString()));
        yield return new Repair($"Write AttentionScore.{wanted}", attention, size is not null ? written
            : written.Insert(1, option == "Heads" ? (64 * heads.Value).ToString(CultureInfo.InvariantCulture) : Size));
    }

    private static LiteralExpressionSyntax Number(int number) => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(number));
}
