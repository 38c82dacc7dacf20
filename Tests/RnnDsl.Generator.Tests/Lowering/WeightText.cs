using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Prints what the weights and the input projection of a loop are made of.</summary>
/// <param name="cell">The cell of equations; null for a built-in cell.</param>
internal sealed class WeightText(TypedCell? cell)
{
    private readonly ValueText? _values = cell is null ? null : new ValueText(cell);

    public string Print(WeightSource source) => source switch
    {
        StoredWeight { Rows: null } stored => $"stored {stored.Tensor}",
        StoredWeight { Rows: { Count: null } row } stored => $"stored {stored.Tensor}, row {row.First}",
        StoredWeight { Rows: { Count: { } count } rows } stored => $"stored {stored.Tensor}, rows {rows.First} .. {rows.First + count}",
        JoinedMatrices joined => string.Join("; ", joined.Rows.Select(terms => string.Join(" + ", terms.Select(Print)))),
        JoinedBiases joined => string.Join("; ", joined.Parts.Select(part => part.Sum is { } sum ? Print(sum) : "0")),
        JoinedGains joined => string.Join("; ", joined.Parts.Select(part => part.Sum is { } sum ? Print(sum) : "1")),
        WholeVector vector => Print(vector.Sum),
        Ones => "1",
        _ => throw new InvalidOperationException($"A {source.GetType().Name} is not printed."),
    };

    /// <summary>The equation of an input that is computed before the loop; empty for others.</summary>
    public string DefinitionOf(SequenceNode sequence) =>
        sequence is InputNode input && cell?.Definitions.FirstOrDefault(definition => definition.Value == input.Value) is { } definition ? ": " + definition.Text : "";

    /// <summary>A part of the input projection.</summary>
    public string Print(InputBlock block) => Print(block.Others, block.Products, block.Number);

    private string Print(VectorSum sum) => Print(sum.Parts, sum.Products, sum.Number);

    private string Print(IReadOnlyList<(double Scale, CellValue Value)> others, IReadOnlyList<ProductTerm> products, double number) => string.Join(
        " + ",
        products.Select(term => $"{Print(term)} · {_values!.Factor(term.Operand)}")
            .Concat(others.Select(other => Scaled(other.Scale, _values!.Factor(other.Value))))
            .Concat(number == 0 ? [] : [NodeText.Number(number)]));

    private static string Print(ProductTerm term) =>
        Scaled(term.Scale, term.Matrix.Name.Display + (term.IsWhole ? "" : $"[columns {Length(term.Before)} .. {Length([.. term.Before, term.Columns])}]"));

    private static string Length(IReadOnlyList<CellLength> lengths) => lengths.Count == 0 ? "0" : string.Join(" + ", lengths);

    private static string Scaled(double scale, string text) => scale switch { 1 => text, -1 => "-" + text, _ => $"{NodeText.Number(scale)} {text}" };
}
