using System.Text.RegularExpressions;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>The equations of a built-in cell, and where its parameters are stored.</summary>
/// <param name="Typed">The equations.</param>
/// <param name="Parameters">The parameters by their names in the equations.</param>
internal sealed record BuiltInCell(TypedCell Typed, IReadOnlyDictionary<string, StoredParameter> Parameters)
{
    /// <summary>name = value, or name = [part, part] = value</summary>
    private static readonly Regex Line = new(@"(?<name>\S+) = (\[((?<part>[^\s,\]]+)(, )?)+\] = )?(?<value>\S.*\S)", RegexOptions.CultureInvariant);

    /// <summary>Reads the equations of a cell.</summary>
    /// <param name="text">The equations, one to a line; a line <c>a_t = [b, c] = ...</c> also names the parts of a vector.</param>
    /// <param name="locals">The names of values in code, by their names in the equations.</param>
    /// <param name="parameters">The parameters, and others.</param>
    public static BuiltInCell Read(string text, IReadOnlyDictionary<string, string> locals, IReadOnlyList<(string Key, StoredParameter Parameter)> parameters)
    {
        var diagnostics = new EquationDiagnostics();
        var (equations, lines) = (new List<Equation>(), new Dictionary<CellName, string>());
        foreach (var line in text.Split('\n').Select(line => Line.Match(line)))
        {
            var whole = Parse($"{line.Groups["name"].Value} = {line.Groups["value"].Value}");
            equations.Add(whole);
            lines.Add(whole.Target.Name, line.Value);
            var parts = line.Groups["part"].Captures;
            for (var i = 0; i < parts.Count; i++)
            {
                equations.Add(new Equation(Parse(parts[i].Value + " = 0").Target, new PartExpression(default, whole.Target, i, parts.Count)));
            }
        }

        var typed = CellTyper.Type(equations.ToEquatableArray(), null, CellNotation.Default, diagnostics)
            ?? throw new InvalidOperationException($"{text}\n{string.Join("\n", diagnostics.List.Select(mistake => $"{mistake.Mistake}: {string.Join(", ", mistake.Arguments)}"))}");
        var symbols = equations.ToDictionary(equation => equation.Target.Name, equation => EquationPrinter.Print(equation.Target));
        var definitions = typed.Definitions.Select(definition => definition with
        {
            Symbol = symbols[definition.Name],
            Local = locals.TryGetValue(definition.Name.Key, out var local) ? local : null,
            Text = lines.TryGetValue(definition.Name, out var line) ? line : definition.Text,
        });
        return new BuiltInCell(
            typed.With([.. definitions], typed.Values, typed.States.ToDictionary(state => state, typed.NextOf)),
            parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Parameter));

        Equation Parse(string equation) => EquationParser.Parse(equation, diagnostics)[0];
    }
}

/// <summary>Where a built-in cell stores a parameter.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Name">The name of the parameter in code.</param>
/// <param name="Rows">The rows; null for all.</param>
internal sealed record StoredParameter(StoredTensor Tensor, string Name, StoredRows? Rows = null)
{
    public StoredWeight Source => new(Tensor, Rows);
}
