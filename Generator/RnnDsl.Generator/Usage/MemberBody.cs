using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnDsl.Generator.Usage;

/// <summary>
/// What the code of one member does to its variables, found by their names in one walk over the syntax. Two variables of one name count as
/// one, so that a name is called unchanged only where it surely is.
/// </summary>
internal sealed class MemberBody
{
    /// <summary>Methods of a tensor that change its elements in place and leave its shape and dtype.</summary>
    private static readonly HashSet<string> KeepingShape = new(StringComparer.Ordinal)
    {
        "requires_grad_", "fill_", "zero_", "normal_", "uniform_", "random_", "add_", "sub_", "mul_", "div_", "copy_", "clamp_", "index_fill_", "masked_fill_", "neg_",
    };

    /// <summary>Methods of a module that change the dtype of its weights.</summary>
    private static readonly HashSet<string> Converting = new(StringComparer.Ordinal) { "to", "half", "bfloat16", "float", "double", "type", "to_type" };

    private readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly HashSet<string> _converted = new(StringComparer.Ordinal);

    /// <summary>Whether a variable is given another value, or its tensor another shape, after its declaration.</summary>
    public bool IsReassigned(string variable) => _assigned.Contains(variable);

    /// <summary>Whether elements of a variable's tensor are written after its declaration.</summary>
    public bool IsWritten(string variable) => _written.Contains(variable);

    /// <summary>Whether the weights of a variable's network may be given another dtype.</summary>
    public bool MayBeConverted(string variable) => _converted.Contains(variable);

    /// <summary>The member around a node; with top-level statements the whole file.</summary>
    public static SyntaxNode Around(SyntaxNode node)
    {
        var member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        return member is null or GlobalStatementSyntax ? node.SyntaxTree.GetRoot() : member;
    }

    public static MemberBody Of(SyntaxNode member)
    {
        var body = new MemberBody();
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

                case ArgumentSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } }:
                    body._converted.Add(name);
                    break;

                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name }, Name.Identifier.ValueText: var method } }:
                    body.Call(name, method);
                    break;
            }
        }

        return body;
    }

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

    private void Call(string variable, string method)
    {
        if (method.EndsWith("_", StringComparison.Ordinal))
        {
            (KeepingShape.Contains(method) ? _written : _assigned).Add(variable);
        }
        else if (Converting.Contains(method))
        {
            _converted.Add(variable);
        }
    }
}
