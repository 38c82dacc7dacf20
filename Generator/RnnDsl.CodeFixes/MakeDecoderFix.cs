using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN402: replaces the model attribute of a class with decoder layers by [Decoder].</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeDecoderFix() : ModelCodeFix(Rules.LayerOfDecoders.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if (node is AttributeSyntax layer && LayerList.Owner(layer) is { } type
            && type.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => LayerList.IsModel(attribute, model)) is { } other)
        {
            var name = SyntaxFactory.IdentifierName("Decoder");
            yield return new Repair(
                "Make it a decoder",
                other,
                other.WithArgumentList(null).WithName(other.Name is QualifiedNameSyntax qualified ? qualified.WithRight(name) : name).WithTriviaFrom(other));
        }
    }
}
