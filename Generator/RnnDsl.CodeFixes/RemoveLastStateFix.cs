using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN202, RNN203, RNN205: removes a superfluous [LastState] or pooling. RNN167: removes a layer without effect.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveLastStateFix() : ModelCodeFix(Rules.SecondLastState.Id, Rules.SequenceNeeded.Id, Rules.PerStepButPerSequence.Id, Rules.NoEffect.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if ((AttributeArguments.Of(node)?.Attribute ?? node) is AttributeSyntax layer && LayerList.Owner(layer) is { } type)
        {
            yield return new Repair($"Remove [{layer.Name}]", type, LayerList.Remove(type, layer));
        }
    }
}
