using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>
/// Finds modules that a class creates and never registers. Only certain cases are reported: a module that comes from elsewhere, or
/// a registration whose module is not visible in the text, is not.
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

        var made = new HashSet<string>(Made(body, members), StringComparer.Ordinal);
        return members.Keys.Where(name => made.Contains(name) && !registered.Contains(name))
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    /// <summary>Whether a member is a field, or a property with a backing field, that can contain weights.</summary>
    private static bool HoldsModules(ISymbol member) => member switch
    {
        { IsStatic: true } => false,
        IFieldSymbol field => KindOf(field.Type) is not null,
        IPropertySymbol property => KindOf(property.Type) is not null
            && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)),
        _ => false,
    };

    private static Holder? KindOf(ITypeSymbol type) =>
        TorchTypes.IsWeight(type) ? Holder.Weight
        : TorchTypes.IsCollectionOfWeights(type) ? Holder.Collection
        : TorchTypes.IsTensor(type) ? Holder.Tensor
        : null;

    /// <summary>The names that are assigned a newly created object.</summary>
    private static IEnumerable<string> Made(IEnumerable<SyntaxNode> body, Dictionary<string, ISymbol> members)
    {
        foreach (var node in body)
        {
            var (name, value) = node switch
            {
                AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element } assignment => (NameOf(element.Expression), assignment.Right),
                AssignmentExpressionSyntax assignment => (NameOf(assignment.Left), assignment.Right),
                VariableDeclaratorSyntax { Initializer: { } initializer } variable => (variable.Identifier.ValueText, initializer.Value),
                PropertyDeclarationSyntax { Initializer: { } initializer } property => (property.Identifier.ValueText, initializer.Value),
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "Insert" or "AddRange" or "Push" or "Enqueue" } call } added
                    => (NameOf(call.Expression), added.ArgumentList.Arguments.LastOrDefault()?.Expression),
                _ => (null, null),
            };

            if (name is not null && value is not null && members.TryGetValue(name, out var member) && IsMade(value, TypeOf(member)))
            {
                yield return name;
            }
        }
    }

    private static Holder? TypeOf(ISymbol member) => member is IFieldSymbol field ? KindOf(field.Type) : KindOf(((IPropertySymbol)member).Type);

    /// <summary>Whether a value is created by <c>new</c> or a call. A list of objects created elsewhere is not.</summary>
    private static bool IsMade(ExpressionSyntax value, Holder? holder) => value switch
    {
        ParenthesizedExpressionSyntax inner => IsMade(inner.Expression, holder),
        CastExpressionSyntax cast => IsMade(cast.Expression, holder),
        PostfixUnaryExpressionSyntax suppressed => IsMade(suppressed.Operand, holder),
        ConditionalExpressionSyntax either => IsMade(either.WhenTrue, holder) && IsMade(either.WhenFalse, holder),
        _ => holder switch
        {
            Holder.Weight => value is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax,
            Holder.Tensor => IsParameter(value),
            _ => value.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(IsModule),
        },
    };

    /// <summary><c>new Parameter(...)</c> or <c>nn.Parameter(...)</c>.</summary>
    private static bool IsParameter(ExpressionSyntax value) => value switch
    {
        ObjectCreationExpressionSyntax { Type: var type } => LastName(type) == "Parameter",
        InvocationExpressionSyntax { Expression: var called } => LastName(called) == "Parameter",
        _ => false,
    };

    /// <summary><c>nn.Linear(...)</c>, or <c>new</c> with arguments, which collections of modules do not have.</summary>
    private static bool IsModule(ExpressionSyntax value) => value switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var owner } } => LastName(owner) == "nn" || IsParameter(value),
        ObjectCreationExpressionSyntax { Type: not GenericNameSyntax, ArgumentList.Arguments.Count: > 0 } => true,
        _ => IsParameter(value),
    };

    private static string? LastName(ExpressionSyntax expression) => expression switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } access => access.Name.Identifier.ValueText,
        AssignmentExpressionSyntax assignment => NameOf(assignment.Left),
        PostfixUnaryExpressionSyntax suppressed => NameOf(suppressed.Operand),
        _ => null,
    };

    /// <summary>The kind of a member that can contain weights.</summary>
    private enum Holder
    {
        /// <summary>A module or a parameter.</summary>
        Weight,

        /// <summary>A list, a dictionary or an array of modules or parameters.</summary>
        Collection,

        /// <summary>A tensor, which may be a parameter.</summary>
        Tensor,
    }
}
