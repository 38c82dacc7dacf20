using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN204: puts [LastState] below the recurrent layer.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddLastStateFix() : ModelCodeFix(Rules.PerSequenceButPerStep.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if (node is AttributeSyntax recurrent && LayerList.Owner(recurrent) is { } type)
        {
            yield return new Repair("Put [LastState] below it", type, LayerList.InsertAfter(type, recurrent, LayerList.Attribute("LastState")));
        }
    }
}
