using System.Globalization;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>The width of a value: a sum of multiples of the cell's sizes and a number.</summary>
internal sealed record CellExtent
{
    public static readonly CellExtent Zero = new([], 0);

    /// <summary>The hidden size of the cell.</summary>
    public static readonly CellExtent Size = Of("size");

    private readonly EquatableArray<(string Size, int Times)> _sizes;
    private readonly long _number;

    private CellExtent(IEnumerable<(string Size, int Times)> sizes, long number)
    {
        _sizes = sizes.GroupBy(term => term.Size).Select(group => (group.Key, group.Sum(term => term.Times))).Where(term => term.Item2 != 0)
            .OrderBy(term => term.Key == "size" ? "" : term.Key, StringComparer.Ordinal).ToEquatableArray();
        _number = number;
    }

    /// <summary>A size, by its name.</summary>
    public static CellExtent Of(string size) => new([(size, 1)], 0);

    public static CellExtent Of(long number) => new([], number);

    public static CellExtent operator +(CellExtent left, CellExtent right) => new(left._sizes.Concat(right._sizes), left._number + right._number);

    public static CellExtent operator *(int times, CellExtent extent) => new(extent._sizes.Select(term => (term.Size, times * term.Times)), times * extent._number);

    /// <summary>How often it has a size, and the rest.</summary>
    public (int Times, CellExtent Others) Split(string size) =>
        (_sizes.Where(term => term.Size == size).Sum(term => term.Times), new CellExtent(_sizes.Where(term => term.Size != size), _number));

    /// <summary>The names of its sizes.</summary>
    public IEnumerable<string> Sizes => _sizes.Select(term => term.Size);

    /// <summary>The width with the sizes of a layer.</summary>
    /// <param name="size">What a size is.</param>
    public Polynomial With(Func<string, Polynomial> size) => _sizes.Aggregate((Polynomial)_number, (sum, term) => sum + (term.Times * size(term.Size)));

    /// <summary>As an expression: 2 * size + 40.</summary>
    public override string ToString() => ToString(size => size);

    /// <summary>The same with other names.</summary>
    /// <param name="name">How a size is written.</param>
    public string ToString(Func<string, string> name)
    {
        var terms = _sizes.Select(term => term.Times == 1 ? name(term.Size) : $"{term.Times.ToString(CultureInfo.InvariantCulture)} * {name(term.Size)}").ToList();
        if (_number != 0 || terms.Count == 0)
        {
            terms.Add(_number.ToString(CultureInfo.InvariantCulture));
        }

        return string.Join(" + ", terms);
    }
}
