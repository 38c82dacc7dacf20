using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN104: puts [SequenceModel] above the layers, or [Decoder] above those of a decoder.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddModelAttributeFix() : ModelCodeFix(Rules.LayersWithoutModel.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if (node is AttributeSyntax layer && LayerList.Owner(layer) is { } type)
        {
            var attribute = type.AttributeLists.SelectMany(list => list.Attributes).Any(other => LayerList.IsOfDecoders(other, model)) ? "Decoder" : "SequenceModel";
            yield return new Repair($"Add [{attribute}]", type, LayerList.InsertFirst(type, LayerList.Attribute(attribute)));
        }
    }
}
