using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnDsl.CodeFixes;

/// <summary>Edits of one attribute's arguments that keep the others as written.</summary>
internal static class AttributeArguments
{
    /// <summary>The argument at a node, and its attribute.</summary>
    public static (AttributeArgumentSyntax Argument, AttributeSyntax Attribute)? Of(SyntaxNode node) =>
        node is AttributeArgumentSyntax { Parent.Parent: AttributeSyntax attribute } argument ? (argument, attribute) : null;

    /// <summary>The argument of a property.</summary>
    public static AttributeArgumentSyntax? Named(this AttributeSyntax attribute, string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);

    /// <summary>The argument of a constructor's parameter, positional or named.</summary>
    public static AttributeArgumentSyntax? Positional(this AttributeSyntax attribute, int index, string name) =>
        attribute.ArgumentList is not { } list ? null
        : list.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name)
            ?? (index < list.Arguments.Count && list.Arguments[index] is { NameEquals: null, NameColon: null } positional ? positional : null);

    /// <summary>The attribute with one more argument, from its text.</summary>
    public static AttributeSyntax Insert(this AttributeSyntax attribute, int index, string argument)
    {
        var list = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        return attribute.WithArgumentList(list.WithArguments(list.Arguments.Insert(index, LayerList.Attribute($"A({argument})").ArgumentList!.Arguments[0])));
    }

    public static AttributeSyntax Append(this AttributeSyntax attribute, string argument) => attribute.Insert(attribute.ArgumentList?.Arguments.Count ?? 0, argument);

    public static AttributeSyntax Without(this AttributeSyntax attribute, AttributeArgumentSyntax argument)
    {
        var list = attribute.ArgumentList!;
        return attribute.WithArgumentList(list.WithArguments(list.Arguments.Remove(argument)));
    }

    /// <summary>The attribute with a property set to a member of an enumeration, qualified like the attribute.</summary>
    public static AttributeSyntax WithMember(this AttributeSyntax attribute, string property, string type, string member)
    {
        if (attribute.Named(property) is { } written)
        {
            return attribute.ReplaceNode(written.Expression, Member(written.Expression, attribute, type, member));
        }

        return attribute.Append($"{property} = {Qualifier(attribute)}{type}.{member}");
    }

    /// <summary>Another member of the enumeration that an expression names.</summary>
    public static ExpressionSyntax Member(ExpressionSyntax expression, AttributeSyntax attribute, string type, string member) =>
        (expression is MemberAccessExpressionSyntax access
            ? access.WithName(SyntaxFactory.IdentifierName(member))
            : SyntaxFactory.ParseExpression($"{Qualifier(attribute)}{type}.{member}")).WithTriviaFrom(expression);

    private static string Qualifier(AttributeSyntax attribute) => attribute.Name is QualifiedNameSyntax name ? name.Left + "." : "";
}
