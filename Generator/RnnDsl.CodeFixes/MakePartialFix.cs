using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN101, RNN102: writes <c>partial</c> directly before the keyword, where C# requires it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakePartialFix() : ModelCodeFix(Rules.NotPartial.Id, Rules.ContainerNotPartial.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if (node is TypeDeclarationSyntax type)
        {
            yield return new Repair("Make it partial", type, Partial(type));
        }
    }

    private static TypeDeclarationSyntax Partial(TypeDeclarationSyntax type)
    {
        var partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0 || type.AttributeLists.Count > 0)
        {
            // Without modifiers the keyword may be the first token of a line: partial takes over its indentation.
            return type.Modifiers.Count > 0
                ? type.AddModifiers(partial)
                : type.WithKeyword(type.Keyword.WithLeadingTrivia()).AddModifiers(partial.WithLeadingTrivia(type.Keyword.LeadingTrivia));
        }

        return type.WithKeyword(type.Keyword.WithLeadingTrivia()).AddModifiers(partial.WithLeadingTrivia(type.GetLeadingTrivia()));
    }
}
