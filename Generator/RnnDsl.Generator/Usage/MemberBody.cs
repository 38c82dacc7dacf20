using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnDsl.Generator.Usage;

/// <summary>
/// The assignments to variables in the code of one member, found by name in one pass over the syntax. Two variables of the same name count as
/// one, so that "unchanged" is never wrong.
/// </summary>
internal sealed class MemberBody
{
    /// <summary>Methods of a tensor that change its elements in place and keep its shape and dtype.</summary>
    private static readonly HashSet<string> KeepingShape = new(StringComparer.Ordinal)
    {
        "requires_grad_", "fill_", "zero_", "normal_", "uniform_", "random_", "add_", "sub_", "mul_", "div_", "copy_", "clamp_", "index_fill_", "masked_fill_", "neg_",
    };

    /// <summary>Methods of a module that change the dtype of its weights.</summary>
    private static readonly HashSet<string> Converting = new(StringComparer.Ordinal) { "to", "half", "bfloat16", "float", "double", "type", "to_type" };

    private readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly HashSet<string> _converted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _methods = new(StringComparer.Ordinal);

    /// <summary>Whether a variable is reassigned, or its tensor reshaped, after its declaration.</summary>
    public bool IsReassigned(string variable) => _assigned.Contains(variable);

    /// <summary>Whether elements of a variable's tensor are written after its declaration.</summary>
    public bool IsWritten(string variable) => _written.Contains(variable);

    /// <summary>Whether the weights of a variable's network may be given another dtype.</summary>
    public bool MayBeConverted(string variable) => _converted.Contains(variable);

    /// <summary>Whether a method of this name is called on any object.</summary>
    public bool Calls(string method) => _methods.Contains(method);

    /// <summary>The enclosing member of a node; with top-level statements the whole file.</summary>
    public static SyntaxNode EnclosingMember(SyntaxNode node)
    {
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        return member is null or GlobalStatementSyntax ? node.SyntaxTree.GetRoot() : member;
    }

    public static MemberBody Of(SyntaxNode member)
    {
        var body = new MemberBody();
        var aliases = new List<(string Alias, string Of)>();
        foreach (var node in member.DescendantNodes())
        {
            switch (node)
            {
                case AssignmentExpressionSyntax assignment:
                    body.Assign(assignment.Left);
                    break;

                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } prefix:
                    body.Assign(prefix.Operand);
                    break;

                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } postfix:
                    body.Assign(postfix.Operand);
                    break;

                case RefExpressionSyntax reference:
                    body.Assign(reference.Expression);
                    break;

                case ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } argument:
                    body.Assign(argument.Expression);
                    break;

                case EqualsValueClauseSyntax { Value: IdentifierNameSyntax { Identifier.ValueText: var of }, Parent: VariableDeclaratorSyntax { Identifier.ValueText: var alias } }:
                    aliases.Add((alias, of));
                    break;

                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver, Name.Identifier.ValueText: var method } }:
                    body.Call(Receiver(receiver), method);
                    break;
            }

            // A network that is used other than as the receiver of a call, for example as an argument, an alias or an element of a list, may be converted under that other name.
            if (node is IdentifierNameSyntax { Identifier.ValueText: var used } name && !IsReceiver(name))
            {
                body._converted.Add(used);
            }
        }

        // Two names of one tensor: a change under one name changes the other.
        foreach (var (alias, of) in aliases)
        {
            if (body._assigned.Contains(alias))
            {
                body._assigned.Add(of);
            }

            if (body._written.Contains(alias))
            {
                body._written.Add(of);
            }
        }

        return body;
    }

    /// <summary>The variable at the start of a chain of calls, x in x.add_(1).unsqueeze_(0); null if there is none.</summary>
    private static string? Receiver(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver, Name.Identifier.ValueText: var method } } when method.EndsWith("_", StringComparison.Ordinal) => Receiver(receiver),
        ParenthesizedExpressionSyntax { Expression: var inner } => Receiver(inner),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var inner } => Receiver(inner),
        _ => null,
    };

    /// <summary>Whether a name is the receiver of a call that keeps the dtype of a network: model.call(x).</summary>
    private static bool IsReceiver(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax, Name.Identifier.ValueText: var method } access && access.Expression == name
        && !Converting.Contains(method);

    private void Assign(ExpressionSyntax target)
    {
        switch (target)
        {
            case IdentifierNameSyntax name:
                _assigned.Add(name.Identifier.ValueText);
                break;

            case TupleExpressionSyntax tuple:
                foreach (var element in tuple.Arguments)
                {
                    Assign(element.Expression);
                }

                break;

            case ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax name }:
                _written.Add(name.Identifier.ValueText);
                break;

            case ParenthesizedExpressionSyntax inner:
                Assign(inner.Expression);
                break;
        }
    }

    private void Call(string? variable, string method)
    {
        _methods.Add(method);
        if (variable is null)
        {
            return;
        }

        if (method.EndsWith("_", StringComparison.Ordinal))
        {
            (KeepingShape.Contains(method) ? _written : _assigned).Add(variable);
        }
    }
}
