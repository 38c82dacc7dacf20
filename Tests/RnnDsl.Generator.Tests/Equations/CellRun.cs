using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>The front end of cells over one text: what it makes of it and what it says.</summary>
internal sealed record CellRun(TypedCell? Cell, EquatableArray<DiagnosticInfo> Diagnostics, string Text, string? States)
{
    public static CellRun Of(string equations, string? states = null, params CellParameterDeclaration[] parameters)
    {
        var (cell, diagnostics) = CellRules.Check(new CellDeclaration("C", IsCell: true, IsSource: true, equations, states, parameters.ToEquatableArray()));
        return new CellRun(cell, diagnostics, equations, states);
    }

    public static CellRun Of(RandomCell cell)
    {
        var (typed, diagnostics) = CellRules.Check(cell.Declaration);
        return new CellRun(typed, diagnostics, cell.Equations, cell.States);
    }

    /// <summary>What was found, as id, the characters it points at, and what would be put there.</summary>
    public IEnumerable<string> Found => Diagnostics.Select(diagnostic =>
    {
        var span = diagnostic.Location.Characters ?? default;
        var text = diagnostic.Location.Argument == "States" ? States! : Text;
        return $"{diagnostic.Rule.Id} «{text.Substring(span.Start, span.Length)}»{(diagnostic.Replacement is { } replacement ? " → " + replacement : "")}";
    });

    /// <summary>The messages.</summary>
    public IEnumerable<string> Messages => Diagnostics.Select(diagnostic =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, diagnostic.Rule.Message, [.. diagnostic.Arguments]));

    /// <summary>The parameters with their sizes: W[size × features], b[size].</summary>
    public IEnumerable<string> Parameters => Cell!.Parameters.Select(parameter =>
        $"{parameter.Name.Key}[{parameter.Rows.Length}{(parameter.IsMatrix ? $" × {parameter.Columns.Length}" : "")}]");

    /// <summary>The states with their sizes, the output first.</summary>
    public IEnumerable<string> StateSizes => Cell!.States.Select(state => $"{state.Name.Key}[{state.Length}]");
}
