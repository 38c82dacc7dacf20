namespace RnnDsl.Generator.Equations.Typing;

/// <summary>A length that may not be known yet. Terms that must agree are joined, and one that becomes known makes the others known.</summary>
internal sealed class LengthTerm
{
    private LengthTerm? _joined;
    private CellLength? _known;
    private IReadOnlyList<LengthTerm>? _sum;
    private string _reason = "";

    public static LengthTerm Unknown() => new();

    public static LengthTerm Known(CellLength length, string reason) => new() { _known = length, _reason = reason };

    public static LengthTerm Sum(IReadOnlyList<LengthTerm> terms) => terms.Count == 1 ? terms[0] : new() { _sum = terms };

    /// <summary>The length, as far as it is known; null where it is not.</summary>
    public CellLength? Length
    {
        get
        {
            var root = Root;
            if (root._known is null && root._sum is { } sum)
            {
                var parts = sum.Select(term => term.Length).ToList();
                return parts.TrueForAll(part => part is not null) ? CellLength.Sum(parts.Select(part => part!)) : null;
            }

            return root._known;
        }
    }

    /// <summary>What made it known: "x_t".</summary>
    public string Reason => Root._reason;

    private LengthTerm Root => _joined is null ? this : _joined = _joined.Root;

    /// <summary>What it is the sum of, where it is one.</summary>
    public IReadOnlyList<LengthTerm> Parts => Root._sum ?? [];

    /// <summary>Makes it known where it is not.</summary>
    public void Default(CellLength length)
    {
        var root = Root;
        if (root is { _known: null, _sum: null })
        {
            root._known = length;
        }
    }

    /// <summary>Makes two agree.</summary>
    /// <returns>Whether they can; <see cref="Agreement.Later"/> where that is not known yet.</returns>
    public Agreement Join(LengthTerm other)
    {
        var (one, two) = (Root, other.Root);
        if (one == two)
        {
            return Agreement.Yes;
        }

        if (one is { _known: null, _sum: null })
        {
            return one.Follow(two);
        }

        if (two is { _known: null, _sum: null })
        {
            return two.Follow(one);
        }

        if (one._sum is { } left && two._sum is { } right && left.Count == right.Count)
        {
            return left.Zip(right, (a, b) => a.Join(b)).Max();
        }

        return (one.Length, two.Length) switch
        {
            ({ } a, { } b) => a.IsAlways(b) ? Agreement.Yes : Agreement.No,
            _ => Agreement.Later,
        };
    }

    private Agreement Follow(LengthTerm other)
    {
        if (other.Contains(this))
        {
            return Agreement.No;
        }

        _joined = other;
        return Agreement.Yes;
    }

    private bool Contains(LengthTerm term) => Root == term.Root || (Root._sum?.Any(part => part.Contains(term)) ?? false);
}

internal enum Agreement
{
    Yes,
    Later,
    No,
}
