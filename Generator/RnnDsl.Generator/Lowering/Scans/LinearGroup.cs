using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Scans;

/// <summary>
/// One state, or two that read each other, as linear functions of their previous values: s_i = Σ_j factor_ij ⊙ s_j,t-1 + addend_i, of which factors and addends are known for all steps at once.
/// </summary>
/// <param name="States">The states.</param>
/// <param name="Factors">The factors of each state.</param>
/// <param name="Addends">The addend of each state.</param>
internal sealed record LinearGroup(IReadOnlyList<CellState> States, IReadOnlyList<IReadOnlyList<Coefficient>> Factors, IReadOnlyList<Coefficient> Addends);

/// <summary>A number, plus a value if there is one.</summary>
/// <param name="Number">The number.</param>
/// <param name="Value">The value; null for the number alone.</param>
internal sealed record Coefficient(double Number, CellNode? Value)
{
    public static readonly Coefficient Zero = new(0, null);

    public static readonly Coefficient One = new(1, null);

    public bool IsZero => Number == 0 && Value is null;

    /// <summary>The sum as a value; null for a number alone.</summary>
    public CellNode? Node => Value is null || Number == 0 ? Value : new AffineNode(Value, 1, Number);

    public static Coefficient operator +(Coefficient left, Coefficient right) => new(
        left.Number + right.Number,
        left.Value is null ? right.Value : right.Value is null ? left.Value : new SumNode(left.Value, right.Value));

    public static Coefficient operator *(double scale, Coefficient coefficient) => scale == 1 ? coefficient : new(
        scale * coefficient.Number, coefficient.Value is null ? null : new AffineNode(coefficient.Value, scale, 0));

    /// <summary>The product with a value.</summary>
    public static Coefficient operator *(Coefficient coefficient, CellNode value) =>
        coefficient.Node is { } node ? new(0, new TimesNode(node, value))
        : coefficient.IsZero ? Zero
        : coefficient.Number == 1 ? new(0, value)
        : new(0, new AffineNode(value, coefficient.Number, 0));
}
