using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN104: puts [SequenceModel] above the layers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddModelAttributeFix() : ModelCodeFix(Rules.LayersWithoutModel.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if (node is AttributeSyntax layer && LayerList.Owner(layer) is { } type)
        {
            yield return new Repair("Add [SequenceModel]", type, LayerList.InsertFirst(type, LayerList.Attribute("SequenceModel")));
        }
    }
}
