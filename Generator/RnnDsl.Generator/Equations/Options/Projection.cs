using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Options;

/// <summary>A projection of the output (Sak et al. 2014): h_t = P · m_t, where m_t is the output without it.</summary>
internal sealed class Projection : CellRewriter
{
    private readonly CellParameter _matrix;

    private Projection(TypedCell cell, CellParameter matrix)
        : base(cell) => _matrix = matrix;

    /// <summary>The cell with a projection of its output.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="size">The name of the projected size.</param>
    public static TypedCell Apply(TypedCell cell, string size)
    {
        var matrix = new CellParameter(new CellName("P", "P"), isMatrix: true, default);
        matrix.Rows.Join(LengthTerm.Known(CellLength.Of(size), "P"));
        matrix.Columns.Join(cell.Output.Term);
        return new Projection(cell, matrix).Apply();
    }

    private TypedCell Apply()
    {
        var projected = Values.Product(_matrix, Cell.NextOf(Cell.Output));
        var definitions = new List<CellDefinition>();
        foreach (var definition in Cell.Definitions)
        {
            if (Cell.StateOf(definition) != Cell.Output)
            {
                definitions.Add(definition);
                continue;
            }

            var (name, now) = (new CellName("m", "m"), definition.Symbol);
            var unprojected = name.At(TimeIndex.Now);
            definitions.Add(definition with { Name = name, Local = "unprojected", Symbol = unprojected, Text = unprojected + definition.Text.Substring(now.Length) });
            definitions.Add(definition with { Value = projected, Text = $"{now} = P · {unprojected}" });
        }

        return Finish(definitions, state => state == Cell.Output ? projected : Cell.NextOf(state));
    }
}
