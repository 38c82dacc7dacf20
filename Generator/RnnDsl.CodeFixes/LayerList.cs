using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnDsl.CodeFixes;

/// <summary>Edits of the attributes of a class that keep its documentation, comments and line breaks.</summary>
internal static class LayerList
{
    /// <summary>The class of an attribute.</summary>
    public static TypeDeclarationSyntax? Owner(AttributeSyntax attribute) => attribute.Parent?.Parent as TypeDeclarationSyntax;

    /// <summary>An attribute parsed from text.</summary>
    public static AttributeSyntax Attribute(string text) =>
        SyntaxFactory.ParseCompilationUnit($"[{text}]class C;").DescendantNodes().OfType<AttributeSyntax>().First();

    public static bool IsRecurrent(AttributeSyntax attribute, SemanticModel model)
    {
        for (var type = model.GetTypeInfo(attribute).Type; type is not null; type = type.BaseType)
        {
            if (type is { Name: "RecurrentLayerAttribute", ContainingNamespace.Name: "RnnDsl" })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an attribute makes a model of its class.</summary>
    public static bool IsModel(AttributeSyntax attribute, SemanticModel model) =>
        Is(attribute, model, "SequenceModelAttribute") || Is(attribute, model, "EncoderAttribute") || Is(attribute, model, "DecoderAttribute");

    /// <summary>Whether a layer is allowed in decoders only.</summary>
    public static bool IsOfDecoders(AttributeSyntax attribute, SemanticModel model) =>
        IsAttention(attribute, model) || Is(attribute, model, "ContextAttribute") || Is(attribute, model, "ReadoutAttribute") || Is(attribute, model, "CopyAttribute");

    public static bool IsAttention(AttributeSyntax attribute, SemanticModel model) => Is(attribute, model, "AttentionAttribute");

    private static bool Is(AttributeSyntax attribute, SemanticModel model, string name) =>
        model.GetTypeInfo(attribute).Type is { ContainingNamespace.Name: "RnnDsl" } type && type.Name == name;

    /// <summary>An attribute in a separate list, above all others.</summary>
    public static TypeDeclarationSyntax InsertFirst(TypeDeclarationSyntax type, AttributeSyntax attribute)
    {
        var lists = type.AttributeLists.ToList();
        lists.Insert(0, ListOf(attribute).WithTrailingTrivia(LineEnd(lists[0])));
        return With(type, lists);
    }

    /// <summary>An attribute directly after another: in its list if that has several, else in a separate list.</summary>
    public static TypeDeclarationSyntax InsertAfter(TypeDeclarationSyntax type, AttributeSyntax anchor, AttributeSyntax attribute)
    {
        var lists = type.AttributeLists.ToList();
        var i = lists.FindIndex(list => list.Contains(anchor));
        if (lists[i].Attributes.Count > 1)
        {
            lists[i] = lists[i].WithAttributes(lists[i].Attributes.Insert(lists[i].Attributes.IndexOf(anchor) + 1, attribute));
        }
        else
        {
            lists.Insert(i + 1, ListOf(attribute).WithLeadingTrivia(Indentation(i == 0 ? type : lists[i])).WithTrailingTrivia(LineEnd(lists[i])));
        }

        return With(type, lists);
    }

    public static TypeDeclarationSyntax Remove(TypeDeclarationSyntax type, AttributeSyntax attribute)
    {
        var lists = type.AttributeLists.ToList();
        var i = lists.FindIndex(list => list.Contains(attribute));
        if (lists[i].Attributes.Count > 1)
        {
            lists[i] = lists[i].WithAttributes(lists[i].Attributes.Remove(attribute));
        }
        else
        {
            // Keep the end of the line.
            if (i > 0 && EndsLine(lists[i]) && !EndsLine(lists[i - 1]))
            {
                lists[i - 1] = lists[i - 1].WithTrailingTrivia(LineEnd(lists[i]));
            }

            lists.RemoveAt(i);
        }

        return With(type, lists);
    }

    /// <summary>Moves an attribute directly after another, or to the top.</summary>
    public static TypeDeclarationSyntax Move(TypeDeclarationSyntax type, AttributeSyntax attribute, AttributeSyntax? anchor)
    {
        var tracked = type.TrackNodes(anchor is null ? [attribute] : [attribute, anchor]);
        var without = Remove(tracked, tracked.GetCurrentNode(attribute)!);
        return anchor is null ? InsertFirst(without, attribute) : InsertAfter(without, without.GetCurrentNode(anchor)!, attribute);
    }

    /// <summary>A list parsed from text: a constructed list would be formatted again and broken into lines.</summary>
    private static AttributeListSyntax ListOf(AttributeSyntax attribute) => (AttributeListSyntax)Attribute(attribute.WithoutTrivia().ToString()).Parent!;

    /// <summary>The lists, of which only the first has the leading trivia of the class.</summary>
    private static TypeDeclarationSyntax With(TypeDeclarationSyntax type, List<AttributeListSyntax> lists)
    {
        var top = type.GetLeadingTrivia();
        for (var i = 1; i < lists.Count; i++)
        {
            if (lists[i].GetLeadingTrivia().ToFullString() == top.ToFullString())
            {
                lists[i] = lists[i].WithLeadingTrivia(EndsLine(lists[i - 1]) ? Indentation(type) : []);
            }
        }

        return type.WithAttributeLists(SyntaxFactory.List(lists)).WithLeadingTrivia(top);
    }

    private static bool EndsLine(SyntaxNode node) => node.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);

    private static SyntaxTriviaList LineEnd(SyntaxNode node) =>
        [.. node.GetTrailingTrivia().Where(trivia => trivia.IsKind(EndsLine(node) ? SyntaxKind.EndOfLineTrivia : SyntaxKind.WhitespaceTrivia))];

    private static SyntaxTriviaList Indentation(SyntaxNode node) =>
        node.GetLeadingTrivia() is { Count: > 0 } leading && leading[leading.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? [leading[leading.Count - 1]] : [];
}
