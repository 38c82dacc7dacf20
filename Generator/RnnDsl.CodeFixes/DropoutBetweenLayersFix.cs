using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.CodeFixes;

/// <summary>RNN135: makes the dropout act between two stacked layers, or moves it into a [Dropout] layer.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DropoutBetweenLayersFix() : ModelCodeFix(Rules.DropoutBetweenNothing.Id)
{
    private protected override IEnumerable<Repair> Repairs(SyntaxNode node, string id, SemanticModel model)
    {
        if (node is not AttributeArgumentSyntax dropout || dropout.Parent?.Parent is not AttributeSyntax layer || LayerList.Owner(layer) is not { } type)
        {
            yield break;
        }

        var arguments = layer.ArgumentList!;
        var layers = arguments.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "Layers");
        var two = LayerList.Attribute("Lstm(Layers = 2)").ArgumentList!.Arguments[0];
        yield return new Repair("Stack two layers", layer, layer.WithArgumentList(layers is null
            ? arguments.WithArguments(arguments.Arguments.Insert(arguments.Arguments.IndexOf(dropout), two))
            : arguments.ReplaceNode(layers, two)));

        var locked = dropout.NameEquals?.Name.Identifier.ValueText == "LockedDropout" ? ", Locked = true" : "";
        var without = layer.WithArgumentList(arguments.WithArguments(arguments.Arguments.Remove(dropout)));
        var marked = type.ReplaceNode(layer, without.WithAdditionalAnnotations(Edited));
        var anchor = marked.GetAnnotatedNodes(Edited).OfType<AttributeSyntax>().Single();
        yield return new Repair(
            "Put [Dropout] below the layer", type, LayerList.InsertAfter(marked, anchor, LayerList.Attribute($"Dropout({dropout.Expression}{locked})")));
    }

    private static readonly SyntaxAnnotation Edited = new();
}
