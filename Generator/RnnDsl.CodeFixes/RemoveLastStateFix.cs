using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN202, RNN203, RNN205: removes a [LastState], or a pooling, that is one too many. RNN167: removes a layer that does nothing.</summary>
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
