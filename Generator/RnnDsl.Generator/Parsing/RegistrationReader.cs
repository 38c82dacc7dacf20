using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>
/// Finds modules that a class makes by hand and never registers. Only what is certain counts: a module that comes from outside, or
/// a registration whose module cannot be told from the text, leaves the benefit of the doubt.
/// </summary>
internal static class RegistrationReader
{
    private static readonly HashSet<string> Registrations = new(StringComparer.Ordinal)
    {
        "register_module", "register_parameter", "register_buffer", "add_module",
    };

    public static EquatableArray<string> Unregistered(INamedTypeSymbol type, IEnumerable<ISymbol> byHand, CancellationToken cancellation)
    {
        var members = byHand.Where(HoldsModules).ToDictionary(member => member.Name, StringComparer.Ordinal);
        if (members.Count == 0)
        {
            return default;
        }

        var body = TypeParser.Declarations(type, cancellation).SelectMany(declaration => declaration.DescendantNodes()).ToList();
        var registered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in body.OfType<InvocationExpressionSyntax>().Where(call => Registrations.Contains(NameOf(call.Expression) ?? "")))
        {
            var name = call.ArgumentList.Arguments.LastOrDefault()?.Expression is { } module ? NameOf(module) : null;
            if (name is null || !members.ContainsKey(name))
            {
                return default;
            }

            registered.Add(name);
        }

        var made = new HashSet<string>(Made(body), StringComparer.Ordinal);
        return members.Keys.Where(name => made.Contains(name) && !registered.Contains(name))
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    private static bool HoldsModules(ISymbol member) => member switch
    {
        { IsStatic: true } => false,
        IFieldSymbol field => TorchTypes.HoldsWeights(field.Type),
        IPropertySymbol property => TorchTypes.HoldsWeights(property.Type)
            && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)),
        _ => false,
    };

    /// <summary>The names that are given something newly made: by <c>new</c>, a call or a list of such.</summary>
    private static IEnumerable<string> Made(IEnumerable<SyntaxNode> body)
    {
        foreach (var node in body)
        {
            var (name, value) = node switch
            {
                AssignmentExpressionSyntax assignment => (NameOf(assignment.Left), assignment.Right),
                VariableDeclaratorSyntax { Initializer: { } initializer } variable => (variable.Identifier.ValueText, initializer.Value),
                PropertyDeclarationSyntax { Initializer: { } initializer } property => (property.Identifier.ValueText, initializer.Value),
                _ => (null, null),
            };

            if (name is not null && value is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax or CollectionExpressionSyntax
                or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax)
            {
                yield return name;
            }
        }
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } access => access.Name.Identifier.ValueText,
        AssignmentExpressionSyntax assignment => NameOf(assignment.Left),
        PostfixUnaryExpressionSyntax suppressed => NameOf(suppressed.Operand),
        _ => null,
    };
}
