using System.Globalization;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>The width of a value: a sum of multiples of the cell's sizes, of products of them where a row holds a matrix, and a number.</summary>
internal sealed record CellExtent
{
    public static readonly CellExtent Zero = new([], 0);

    /// <summary>One column.</summary>
    public static readonly CellExtent One = Of(1);

    /// <summary>The hidden size of the cell.</summary>
    public static readonly CellExtent Size = Of("size");

    private readonly EquatableArray<(EquatableArray<string> Sizes, int Times)> _terms;
    private readonly long _number;

    private CellExtent(IEnumerable<(EquatableArray<string> Sizes, int Times)> terms, long number)
    {
        _terms = terms.GroupBy(term => term.Sizes).Select(group => (group.Key, group.Sum(term => term.Times))).Where(term => term.Item2 != 0)
            .OrderBy(term => KeyOf(term.Key), StringComparer.Ordinal).ToEquatableArray();
        _number = number;
    }

    /// <summary>A size, by its name.</summary>
    public static CellExtent Of(string size) => new([(new EquatableArray<string>([size]), 1)], 0);

    public static CellExtent Of(long number) => new([], number);

    public static CellExtent operator +(CellExtent left, CellExtent right) => new(left._terms.Concat(right._terms), left._number + right._number);

    public static CellExtent operator *(int times, CellExtent extent) => new(extent._terms.Select(term => (term.Sizes, times * term.Times)), times * extent._number);

    /// <summary>The width of a row that holds a matrix.</summary>
    public static CellExtent operator *(CellExtent rows, CellExtent columns) => new(
        rows._terms.SelectMany(row => columns._terms.Select(column => (Sorted(row.Sizes.Concat(column.Sizes)), row.Times * column.Times)))
            .Concat(rows._terms.Select(row => (row.Sizes, checked((int)(row.Times * columns._number)))))
            .Concat(columns._terms.Select(column => (column.Sizes, checked((int)(column.Times * rows._number))))),
        rows._number * columns._number);

    /// <summary>How often it has a size by itself, and the rest.</summary>
    public (int Times, CellExtent Others) Split(string size) =>
        (_terms.Where(term => IsOf(term.Sizes, size)).Sum(term => term.Times), new CellExtent(_terms.Where(term => !IsOf(term.Sizes, size)), _number));

    /// <summary>The names of its sizes.</summary>
    public IEnumerable<string> Sizes => _terms.SelectMany(term => term.Sizes).Distinct();

    /// <summary>The width with the sizes of a layer.</summary>
    /// <param name="size">What a size is.</param>
    public Polynomial With(Func<string, Polynomial> size) =>
        _terms.Aggregate((Polynomial)_number, (sum, term) => sum + term.Sizes.Aggregate((Polynomial)term.Times, (product, name) => product * size(name)));

    /// <summary>As an expression: 2 * size + 40.</summary>
    public override string ToString() => ToString(size => size);

    /// <summary>The same with other names.</summary>
    /// <param name="name">How a size is written.</param>
    public string ToString(Func<string, string> name)
    {
        var terms = _terms.Select(term => string.Join(" * ", (term.Times == 1 ? Array.Empty<string>() : [term.Times.ToString(CultureInfo.InvariantCulture)]).Concat(term.Sizes.Select(name)))).ToList();
        if (_number != 0 || terms.Count == 0)
        {
            terms.Add(_number.ToString(CultureInfo.InvariantCulture));
        }

        return string.Join(" + ", terms);
    }

    private static bool IsOf(EquatableArray<string> sizes, string size) => sizes.Count == 1 && sizes[0] == size;

    private static EquatableArray<string> Sorted(IEnumerable<string> sizes) => sizes.OrderBy(KeyOf, StringComparer.Ordinal).ToEquatableArray();

    /// <summary>The hidden size comes first.</summary>
    private static string KeyOf(string size) => size == "size" ? "" : size;

    private static string KeyOf(EquatableArray<string> sizes) => string.Join(" * ", sizes.Select(KeyOf));
}
