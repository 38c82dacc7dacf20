using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN435, RNN437: adds a matrix between encoder and decoder. RNN438: selects a bridge from the encoder's output. RNN436: removes the bridge without effect.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BridgeFix() : ModelCodeFix(Rules.StatesDiffer.Id, Rules.MeanSizes.Id, Rules.NoFinalState.Id, Rules.UnusedEncoder.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        // Without a bridge, the location of the diagnostic is the whole attribute. A location at a side concerns [Context].
        var argument = AttributeArguments.Of(node)?.Argument;
        if ((node as AttributeSyntax ?? AttributeArguments.Of(node)?.Attribute) is not { } pair || argument is { NameEquals: null })
        {
            yield break;
        }

        if (id == Rules.UnusedEncoder.Id)
        {
            if (argument is not null)
            {
                yield return new Repair("Remove Bridge.Zero", pair, pair.Without(argument));
            }

            yield break;
        }

        var bridge = id == Rules.StatesDiffer.Id ? nameof(BridgeKind.Dense)
            : id == Rules.MeanSizes.Id ? nameof(BridgeKind.DenseMean)
            : (argument is null ? BridgeKind.Last : (BridgeKind)(model.GetConstantValue(argument.Expression).Value as int? ?? 0)) switch
            {
                BridgeKind.Mean => nameof(BridgeKind.Last),
                BridgeKind.DenseMean => nameof(BridgeKind.Dense),
                _ => nameof(BridgeKind.DenseMean),
            };
        yield return new Repair($"Write Bridge.{bridge}", pair, pair.WithMember("Bridge", "Bridge", bridge));
    }
}
