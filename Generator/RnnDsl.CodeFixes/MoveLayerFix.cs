using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>
/// RNN122: moves the input to the top. RNN201: moves [LastState] to its recurrent layer, the nearest above it or else the first below. RNN405: moves
/// [Attention] to directly above the recurrent layer below it. RNN411: moves [Readout] to below all recurrent layers and the attention.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MoveLayerFix() : ModelCodeFix(Rules.InputNotFirst.Id, Rules.LastStateNotAfterRecurrence.Id, Rules.AttentionBetween.Id, Rules.ReadoutNotBelow.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if (node is not AttributeSyntax layer || LayerList.Owner(layer) is not { } type)
        {
            yield break;
        }

        var attributes = type.AttributeLists.SelectMany(list => list.Attributes).ToList();
        var recurrent = attributes.Where(attribute => LayerList.IsRecurrent(attribute, model)).ToList();
        if (id == Rules.InputNotFirst.Id)
        {
            // [SequenceModel] stays above the layers.
            var above = attributes.TakeWhile(attribute => LayerList.IsModel(attribute, model)).LastOrDefault();
            yield return new Repair("Move it to the top", type, LayerList.Move(type, layer, above));
        }
        else if (id == Rules.AttentionBetween.Id)
        {
            if (recurrent.FirstOrDefault(attribute => attribute.SpanStart > layer.SpanStart) is { } below)
            {
                yield return new Repair($"Move it above [{below}]", type, LayerList.Move(type, layer, attributes[attributes.IndexOf(below) - 1])) { Key = "Move [Attention]" };
            }
        }
        else if (id == Rules.ReadoutNotBelow.Id)
        {
            if (attributes.LastOrDefault(attribute => LayerList.IsRecurrent(attribute, model) || LayerList.IsAttention(attribute, model)) is { } last)
            {
                yield return new Repair($"Move it below [{last}]", type, LayerList.Move(type, layer, last)) { Key = "Move [Readout]" };
            }
        }
        else
        {
            var anchor = recurrent.LastOrDefault(attribute => attribute.SpanStart < layer.SpanStart) ?? recurrent.FirstOrDefault();
            if (anchor is not null)
            {
                yield return new Repair($"Move it below [{anchor}]", type, LayerList.Move(type, layer, anchor)) { Key = "Move [LastState]" };
            }
        }
    }
}
