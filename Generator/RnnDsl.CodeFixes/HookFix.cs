using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN114: makes OnConstructed the implementation of the generated partial method.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class HookFix() : ModelCodeFix(Rules.HookNotPartial.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if (node is MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } method
            && method.Modifiers.All(modifier => modifier.Kind() is SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword))
        {
            // With an accessibility modifier it would not match the generated declaration.
            var bare = method.WithModifiers(default);
            var partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
            yield return new Repair(
                "Make it partial", method,
                bare.WithReturnType(bare.ReturnType.WithoutLeadingTrivia()).AddModifiers(partial).WithLeadingTrivia(method.GetLeadingTrivia()));
        }
    }
}
