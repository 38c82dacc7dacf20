using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>The front end of cells over one text: what it makes of it and what it says.</summary>
internal sealed record CellRun(TypedCell? Cell, EquatableArray<Finding> Findings, string Text, string? States)
{
    public static CellRun Of(string equations, string? states = null, params CellParameterDeclaration[] parameters)
    {
        var (cell, findings) = CellRules.Check(new CellDeclaration("C", IsCell: true, IsSource: true, equations, states, parameters.ToEquatableArray()));
        return new CellRun(cell, findings, equations, states);
    }

    /// <summary>What was found, as id, the characters it points at, and what would be put there.</summary>
    public IEnumerable<string> Found => Findings.Select(finding =>
    {
        var span = finding.Blame.Characters ?? default;
        var text = finding.Blame.Argument == "States" ? States! : Text;
        return $"{finding.Rule.Id} «{text.Substring(span.Start, span.Length)}»{(finding.Replacement is { } replacement ? " → " + replacement : "")}";
    });

    /// <summary>The messages.</summary>
    public IEnumerable<string> Messages => Findings.Select(finding =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, finding.Rule.Message, [.. finding.Arguments]));

    /// <summary>The parameters with their sizes: W[size × features], b[size].</summary>
    public IEnumerable<string> Parameters => Cell!.Parameters.Select(parameter =>
        $"{parameter.Name.Key}[{parameter.Rows.Length}{(parameter.IsMatrix ? $" × {parameter.Columns.Length}" : "")}]");

    /// <summary>The states with their sizes, the output first.</summary>
    public IEnumerable<string> StateSizes => Cell!.States.Select(state => $"{state.Name.Key}[{state.Length}]");
}
