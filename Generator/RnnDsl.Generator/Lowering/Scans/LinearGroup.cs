using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Scans;

/// <summary>
/// One state, or two that read each other, as linear functions of their previous values: s_i = Σ_j factor_ij ⊙ s_j,t-1 + addend_i, of which factors and addends are known for all steps at once.
/// </summary>
/// <param name="States">The states.</param>
/// <param name="Factors">The factors of each state.</param>
/// <param name="Addends">The addend of each state.</param>
internal sealed record LinearGroup(IReadOnlyList<CellState> States, IReadOnlyList<IReadOnlyList<Coefficient>> Factors, IReadOnlyList<Coefficient> Addends)
{
    /// <summary>The lower bound of a state that is clipped, s = min(max(α ⊙ s_{t-1} + β, lower), upper); null for none. Only a state alone has bounds.</summary>
    public Coefficient? Lower { get; init; }

    /// <summary>The upper bound; null for none.</summary>
    public Coefficient? Upper { get; init; }

    public bool IsClipped => Lower is not null || Upper is not null;

    /// <summary>What it is made of.</summary>
    public IEnumerable<Coefficient> Coefficients => Factors.SelectMany(factors => factors).Concat(Addends).Concat(new[] { Lower, Upper }.OfType<Coefficient>());
}

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

    /// <summary>The larger or the smaller of two, elementwise.</summary>
    public static Coefficient Extreme(Coefficient left, Coefficient right, bool isLargest) => (left.Node, right.Node) switch
    {
        (null, null) => new(isLargest ? Math.Max(left.Number, right.Number) : Math.Min(left.Number, right.Number), null),
        ({ } node, null) => new(0, new ClampNode(node, right.Number, isLargest)),
        (null, { } node) => new(0, new ClampNode(node, left.Number, isLargest)),
        ({ } one, { } other) => new(0, new ExtremeNode(one, other, isLargest)),
    };

    /// <summary>The product with a value.</summary>
    public static Coefficient operator *(Coefficient coefficient, CellNode value) =>
        coefficient.Node is { } node ? new(0, new TimesNode(node, value))
        : coefficient.IsZero ? Zero
        : coefficient.Number == 1 ? new(0, value)
        : new(0, new AffineNode(value, coefficient.Number, 0));
}
