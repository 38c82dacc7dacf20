using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator;

/// <summary>Finds in the source what a finding points at.</summary>
internal static class Places
{
    public static Location Find(Blame blame, INamedTypeSymbol type, CancellationToken cancellation)
    {
        var attribute = blame.Target switch
        {
            BlameTarget.Layer => ModelParser.LayerAttributes(type).ElementAtOrDefault(blame.Index),
            BlameTarget.Model => type.GetAttributes().FirstOrDefault(candidate => candidate.AttributeClass is { } kind && ModelParser.IsModel(kind)),
            _ => null,
        };

        if (attribute?.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax syntax)
        {
            return ((SyntaxNode?)Argument(blame.Argument, attribute, syntax) ?? syntax).GetLocation();
        }

        var named = type;
        if (blame.Target == BlameTarget.Container)
        {
            var containers = new List<INamedTypeSymbol>();
            for (var container = type.ContainingType; container is not null; container = container.ContainingType)
            {
                containers.Insert(0, container);
            }

            named = containers[blame.Index];
        }

        return named.Locations.FirstOrDefault(location => location.IsInSource) ?? Location.None;
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
