namespace RnnDsl.Generator.Equations.Typing;

/// <summary>A length that may still be unknown. Terms that must agree are unified, and a known one determines the others.</summary>
internal sealed class LengthTerm
{
    /// <summary>The maximum number of summands. Nested sums double at each equation: without a bound a short text would exhaust the memory.</summary>
    private const int MostParts = 64;

    private LengthTerm? _joined;
    private CellLength? _known;
    private IReadOnlyList<LengthTerm>? _sum;
    private (LengthTerm Rows, LengthTerm Columns)? _matrix;
    private string _reason = "";
    private bool _isAnything;

    public static LengthTerm Unknown() => new();

    /// <summary>The length of a value with an error, which may be a matrix too.</summary>
    public static LengthTerm Anything() => new() { _isAnything = true };

    public static LengthTerm Known(CellLength length, string reason) => new() { _known = length, _reason = reason };

    public static LengthTerm Sum(IReadOnlyList<LengthTerm> terms) => terms.Count == 1 ? terms[0] : new() { _sum = terms };

    /// <summary>The length of a matrix, row after row.</summary>
    public static LengthTerm OfMatrix(LengthTerm rows, LengthTerm columns) => new() { _matrix = (rows, columns) };

    /// <summary>The sizes of a matrix; null for a vector.</summary>
    public (LengthTerm Rows, LengthTerm Columns)? Matrix => Root._matrix;

    /// <summary>The length, as far as it is known; null if it is not.</summary>
    public CellLength? Length
    {
        get
        {
            var root = Root;
            if (root._matrix is { } matrix)
            {
                return (matrix.Rows.Length, matrix.Columns.Length) is ({ } rows, { } columns) ? CellLength.Product(rows, columns) : null;
            }

            if (root._known is null && root._sum is not null && !IsTooLong)
            {
                var parts = Leaves().Select(leaf => leaf._known).ToList();
                return parts.TrueForAll(part => part is not null) ? CellLength.Sum(parts.Select(part => part!)) : null;
            }

            return root._known;
        }
    }

    /// <summary>The length as in messages, as far as it is known.</summary>
    public string Words => Matrix is { } matrix ? $"{matrix.Rows.Words} × {matrix.Columns.Words}" : IsTooLong ? "too many sizes" : string.Join(" + ", Leaves().Select(leaf => leaf._known?.Words ?? "some size"));

    /// <summary>The expression that determined it: "x_t".</summary>
    public string Reason => Root._reason;

    /// <summary>Whether it has more summands than any cell joins.</summary>
    public bool IsTooLong => CountLeaves(new Dictionary<LengthTerm, int>()) > MostParts;

    private LengthTerm Root => _joined is null ? this : _joined = _joined.Root;

    private bool IsOpen => this is { _known: null, _sum: null, _matrix: null };

    /// <summary>Sets the length if it is unknown.</summary>
    public void Default(CellLength length)
    {
        if (Root.IsOpen)
        {
            Root._known = length;
        }
        else if (Root._matrix is { } matrix)
        {
            matrix.Rows.Default(length);
            matrix.Columns.Default(length);
        }
    }

    /// <summary>Sets the unknown parts.</summary>
    public void DefaultParts(CellLength length)
    {
        if (Root._matrix is { } matrix)
        {
            matrix.Rows.DefaultParts(length);
            matrix.Columns.DefaultParts(length);
            return;
        }

        foreach (var leaf in IsTooLong ? [] : Leaves())
        {
            leaf._known ??= length;
        }
    }

    /// <summary>Unifies two lengths.</summary>
    /// <returns>Whether they agree; <see cref="Agreement.Later"/> if that is not known yet.</returns>
    public Agreement Join(LengthTerm other)
    {
        if (Root == other.Root)
        {
            return Agreement.Yes;
        }

        if (IsTooLong || other.IsTooLong)
        {
            return Agreement.No;
        }

        if (Root._matrix is not null || other.Root._matrix is not null)
        {
            return JoinMatrices(Root, other.Root);
        }

        // Common summands cancel.
        var (left, right) = (Leaves(), other.Leaves());
        for (var i = left.Count - 1; i >= 0; i--)
        {
            var same = right.FindIndex(leaf => leaf == left[i] || (leaf._known is { } known && left[i]._known is { } length && length.IsAlways(known)));
            if (same >= 0)
            {
                left.RemoveAt(i);
                right.RemoveAt(same);
            }
        }

        return left.Count == 0 && right.Count == 0 ? Agreement.Yes
            : left.Count == 0 || right.Count == 0 ? Agreement.No
            : left.Count == 1 && left[0].IsOpen ? left[0].Follow(right)
            : right.Count == 1 && right[0].IsOpen ? right[0].Follow(left)
            : left.Concat(right).Any(leaf => leaf._known is null) ? Agreement.Later
            : Total(left).IsAlways(Total(right)) ? Agreement.Yes
            : Agreement.No;
    }

    private static Agreement JoinMatrices(LengthTerm one, LengthTerm other)
    {
        if ((one._matrix, other._matrix) is ({ } left, { } right))
        {
            var (rows, columns) = (left.Rows.Join(right.Rows), left.Columns.Join(right.Columns));
            return rows == Agreement.No || columns == Agreement.No ? Agreement.No : rows == Agreement.Later ? rows : columns;
        }

        var (open, matrix) = one._matrix is null ? (one, other) : (other, one);
        if (!(open.IsOpen && open._isAnything) || matrix.Contains(open))
        {
            return Agreement.No;
        }

        open._joined = matrix;
        return Agreement.Yes;
    }

    /// <summary>Unifies two sums part by part, if nothing else determines them.</summary>
    public void JoinParts(LengthTerm other)
    {
        if (Root._sum is { } left && other.Root._sum is { } right && left.Count == right.Count)
        {
            foreach (var (one, two) in left.Zip(right, (one, two) => (one, two)))
            {
                one.Join(two);
            }
        }
    }

    private Agreement Follow(List<LengthTerm> leaves)
    {
        if (leaves.Any(leaf => leaf.Contains(this)))
        {
            return Agreement.No;
        }

        _joined = leaves.Count == 1 ? leaves[0] : Sum(leaves);
        return Agreement.Yes;
    }

    /// <summary>Whether a term is this one or a part of it: no length is a part of itself.</summary>
    private bool Contains(LengthTerm term)
    {
        var rest = new Stack<LengthTerm>([this]);
        while (rest.Count > 0)
        {
            var next = rest.Pop();
            foreach (var leaf in next.IsTooLong ? [] : next.Leaves())
            {
                if (leaf == term)
                {
                    return true;
                }

                if (leaf._matrix is { } matrix)
                {
                    rest.Push(matrix.Rows);
                    rest.Push(matrix.Columns);
                }
            }
        }

        return false;
    }

    private static CellLength Total(IEnumerable<LengthTerm> leaves) => CellLength.Sum(leaves.Select(leaf => leaf._known!));

    /// <summary>The summands, without nested sums.</summary>
    private List<LengthTerm> Leaves()
    {
        var leaves = new List<LengthTerm>();
        var rest = new Stack<LengthTerm>([this]);
        while (rest.Count > 0)
        {
            var root = rest.Pop().Root;
            if (root._sum is not { } sum)
            {
                leaves.Add(root);
                continue;
            }

            for (var i = sum.Count - 1; i >= 0; i--)
            {
                rest.Push(sum[i]);
            }
        }

        return leaves;
    }

    /// <summary>The number of leaves, up to the maximum.</summary>
    private int CountLeaves(Dictionary<LengthTerm, int> known)
    {
        var root = Root;
        if (root._sum is not { } sum)
        {
            return 1;
        }

        if (!known.TryGetValue(root, out var weight))
        {
            // Shared terms are counted once.
            weight = Math.Min(sum.Sum(term => term.CountLeaves(known)), MostParts + 1);
            known.Add(root, weight);
        }

        return weight;
    }
}

internal enum Agreement
{
    Yes,
    Later,
    No,
}
