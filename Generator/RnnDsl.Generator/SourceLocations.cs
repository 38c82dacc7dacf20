using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator;

/// <summary>Finds the source location of a diagnostic.</summary>
internal static class SourceLocations
{
    public static Location Find(DiagnosticLocation location, INamedTypeSymbol type, CancellationToken cancellation)
    {
        var attribute = location.Kind switch
        {
            DiagnosticLocationKind.Layer => ModelParser.LayerAttributes(type).ElementAtOrDefault(location.Index),
            DiagnosticLocationKind.Model => type.GetAttributes().FirstOrDefault(candidate => candidate.AttributeClass is { } kind && ModelParser.IsModel(kind)),
            DiagnosticLocationKind.EncoderDecoder => EncoderDecoderParser.Attribute(type),
            DiagnosticLocationKind.Cell => CellParser.Attribute(type),
            DiagnosticLocationKind.CellParameter => CellParser.ParameterAttributes(type).ElementAtOrDefault(location.Index),
            _ => null,
        };

        if (attribute?.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax syntax)
        {
            var argument = Argument(location.Argument, attribute, syntax);
            return argument is not null && location.Characters is { } characters && TextLocations.Find(argument.Expression, characters) is { } place
                ? Location.Create(syntax.SyntaxTree, place)
                : ((SyntaxNode?)argument ?? syntax).GetLocation();
        }

        ISymbol? named = location.Kind switch
        {
            DiagnosticLocationKind.Container => Container(location, type),
            DiagnosticLocationKind.Member => MemberParser.ByHand(type).FirstOrDefault(member => member.Name == location.Argument),
            DiagnosticLocationKind.Constructor => MemberParser.Constructors(type).ElementAtOrDefault(location.Index),
            _ => null,
        };

        return Declaration(named ?? type, type, cancellation);
    }

    /// <summary>The enclosing type at the location; null if the location is something else.</summary>
    public static INamedTypeSymbol? Container(DiagnosticLocation location, INamedTypeSymbol type) =>
        location.Kind == DiagnosticLocationKind.Container ? Containers(type).ElementAtOrDefault(location.Index) : null;

    /// <summary>The types around a type, outermost first.</summary>
    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type) =>
        type.ContainingType is { } container ? Containers(container).Append(container) : [];

    /// <summary>The location of a symbol's hand-written declaration; among several parts, the one with the layer or the model's attribute.</summary>
    private static Location Declaration(ISymbol symbol, INamedTypeSymbol type, CancellationToken cancellation)
    {
        var attributed = type.GetAttributes()
            .Where(attribute => attribute.AttributeClass is { } kind && (ModelParser.IsModel(kind) || ModelParser.IsLayer(kind) || EncoderDecoderParser.IsEncoderDecoder(kind)))
            .Select(attribute => attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent)
            .FirstOrDefault(part => part is not null);
        var places = symbol.Locations
            .Where(location => location.IsInSource && !symbol.DeclaringSyntaxReferences.Any(reference =>
                TypeParser.IsEmitted(reference) && reference.SyntaxTree == location.SourceTree))
            .ToList();
        return places.FirstOrDefault(place => attributed is not null && place.SourceTree == attributed.SyntaxTree
                && (attributed.Span.Contains(place.SourceSpan) || symbol is not INamedTypeSymbol))
            ?? places.FirstOrDefault()
            ?? Location.None;
    }

    /// <summary>An argument by the name of the attribute's property: named, or positional under the parameter of that name.</summary>
    private static AttributeArgumentSyntax? Argument(string? name, AttributeData attribute, AttributeSyntax syntax)
    {
        if (name is null || syntax.ArgumentList is not { } list)
        {
            return null;
        }

        foreach (var argument in list.Arguments)
        {
            if (argument.NameEquals?.Name.Identifier.ValueText == name
                || string.Equals(argument.NameColon?.Name.Identifier.ValueText, name, StringComparison.OrdinalIgnoreCase))
            {
                return argument;
            }
        }

        var parameters = attribute.AttributeConstructor?.Parameters ?? [];
        for (var i = 0; i < parameters.Length && i < list.Arguments.Count; i++)
        {
            if (string.Equals(parameters[i].Name, name, StringComparison.OrdinalIgnoreCase)
                && list.Arguments[i] is { NameEquals: null, NameColon: null } positional)
            {
                return positional;
            }
        }

        return null;
    }
}
