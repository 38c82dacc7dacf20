using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN122: moves the input to the top. RNN201: moves [LastState] to its recurrent layer, the nearest above it or else the first below.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MoveLayerFix() : ModelCodeFix(Rules.InputNotFirst.Id, Rules.LastStateNotAfterRecurrence.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if (node is not AttributeSyntax layer || LayerList.Owner(layer) is not { } type)
        {
            yield break;
        }

        var attributes = type.AttributeLists.SelectMany(list => list.Attributes).ToList();
        if (id == Rules.InputNotFirst.Id)
        {
            // [SequenceModel] stays above the layers where it stands there.
            var above = attributes.TakeWhile(attribute => model.GetTypeInfo(attribute).Type?.Name == "SequenceModelAttribute").LastOrDefault();
            yield return new Repair("Move it to the top", type, LayerList.Move(type, layer, above));
        }
        else
        {
            var recurrent = attributes.Where(attribute => LayerList.IsRecurrent(attribute, model)).ToList();
            var anchor = recurrent.LastOrDefault(attribute => attribute.SpanStart < layer.SpanStart) ?? recurrent.FirstOrDefault();
            if (anchor is not null)
            {
                yield return new Repair($"Move it below [{anchor}]", type, LayerList.Move(type, layer, anchor)) { Key = "Move [LastState]" };
            }
        }
    }
}
