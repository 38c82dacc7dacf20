using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN105: turns a record without parameters, a static class or a file-local class into an ordinary class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class OrdinaryClassFix() : ModelCodeFix(Rules.NotAClass.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        switch (node)
        {
            case RecordDeclarationSyntax { ParameterList: null } record when !record.Modifiers.Any(SyntaxKind.FileKeyword):
                yield return new Repair("Make it a class", record, ClassOf(record));
                break;

            case ClassDeclarationSyntax type when type.Modifiers.Any(SyntaxKind.StaticKeyword):
                var @static = type.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.StaticKeyword));
                yield return new Repair(
                    "Remove static", type, type.WithModifiers(type.Modifiers.Remove(@static)).WithLeadingTrivia(type.GetLeadingTrivia()));
                break;

            case ClassDeclarationSyntax type when type.Modifiers.Any(SyntaxKind.FileKeyword):
                var file = type.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.FileKeyword));
                var @internal = SyntaxFactory.Token(SyntaxKind.InternalKeyword).WithTriviaFrom(file);
                yield return new Repair("Make it internal", type, type.WithModifiers(type.Modifiers.Replace(file, @internal)));
                break;
        }
    }

    private static ClassDeclarationSyntax ClassOf(RecordDeclarationSyntax record)
    {
        var keyword = SyntaxFactory.Token(SyntaxKind.ClassKeyword).WithTriviaFrom(record.Keyword);
        return SyntaxFactory.ClassDeclaration(
            record.AttributeLists, record.Modifiers, keyword, record.Identifier, record.TypeParameterList, null, record.BaseList,
            record.ConstraintClauses, record.OpenBraceToken, record.Members, record.CloseBraceToken, record.SemicolonToken);
    }
}
