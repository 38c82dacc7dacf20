using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN202, RNN203, RNN205: removes a [LastState], or a pooling, that is one too many.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveLastStateFix() : ModelCodeFix(Rules.SecondLastState.Id, Rules.SequenceNeeded.Id, Rules.PerStepButPerSequence.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if (node is AttributeSyntax lastState && LayerList.Owner(lastState) is { } type)
        {
            yield return new Repair($"Remove [{lastState.Name}]", type, LayerList.Remove(type, lastState));
        }
    }
}
