using System.Globalization;
using System.Numerics;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Shapes;

/// <summary>
/// A size or a count of parameters: an integer polynomial over the constructor's parameters, such as 921,600 + 385 × vocabSize.
/// Two that are equal for all values are equal.
/// </summary>
internal readonly struct Polynomial : IEquatable<Polynomial>
{
    private readonly EquatableArray<Term> _terms;

    private Polynomial(IEnumerable<Term> terms) =>
        _terms = terms
            .GroupBy(term => term.Factors)
            .Select(group => new Term(group.Key, group.Aggregate(BigInteger.Zero, (sum, term) => sum + term.Coefficient)))
            .Where(term => !term.Coefficient.IsZero)
            .OrderBy(term => term.Factors.Count)
            .ThenBy(term => string.Join(" ", term.Factors), StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>The polynomial that is one parameter.</summary>
    public static Polynomial Symbol(string name) => new([new Term(new EquatableArray<string>([name]), BigInteger.One)]);

    public static implicit operator Polynomial(long number) => new([new Term(default, number)]);

    public static Polynomial operator +(Polynomial left, Polynomial right) => new(left._terms.Concat(right._terms));

    public static Polynomial operator *(Polynomial left, Polynomial right) =>
        new(from a in left._terms
            from b in right._terms
            select new Term(
                a.Factors.Concat(b.Factors).OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray(),
                a.Coefficient * b.Coefficient));

    public static bool operator ==(Polynomial left, Polynomial right) => left.Equals(right);

    public static bool operator !=(Polynomial left, Polynomial right) => !left.Equals(right);

    public bool Equals(Polynomial other) => _terms.Equals(other._terms);

    public override bool Equals(object? obj) => obj is Polynomial other && Equals(other);

    public override int GetHashCode() => _terms.GetHashCode();

    /// <summary>As a size is read: 2 × hidden + 1024.</summary>
    public override string ToString() => Print(" × ", "0", powers: true);

    /// <summary>As a count is read: 921,600 + 385 × vocabSize.</summary>
    public string ToCount() => Print(" × ", "N0", powers: true);

    /// <summary>As C# computes it: 2 * hidden + hidden * hidden.</summary>
    public string ToCSharp() => ToCSharp(name => name);

    /// <summary>As C# computes it, with each parameter under the name it has there.</summary>
    public string ToCSharp(Func<string, string> rename) => Print(" * ", "0", powers: false, rename);

    /// <summary>Whether no parameter occurs in it.</summary>
    public bool IsNumber => _terms.All(term => term.Factors.Count == 0);

    /// <summary>Its value where it is a number.</summary>
    public BigInteger Number => _terms.Aggregate(BigInteger.Zero, (sum, term) => sum + term.Coefficient);

    /// <summary>Whether a parameter occurs in it.</summary>
    public bool Mentions(string name) => _terms.Any(term => term.Factors.Contains(name));

    private string Print(string times, string format, bool powers, Func<string, string>? rename = null)
    {
        if (_terms.Count == 0)
        {
            return "0";
        }

        return string.Join(" + ", _terms.Select(term =>
        {
            var factors = powers
                ? term.Factors.GroupBy(name => name).Select(group => group.Key + Power(group.Count()))
                : term.Factors.Select(rename ?? (name => name));
            var number = term.Coefficient.ToString(format, CultureInfo.InvariantCulture);
            return string.Join(times, term.Coefficient.IsOne && term.Factors.Count > 0 ? factors : factors.Prepend(number));
        }));
    }

    private static string Power(int exponent) => exponent switch
    {
        1 => "",
        2 => "²",
        3 => "³",
        _ => "^" + exponent.ToString(CultureInfo.InvariantCulture),
    };

    private sealed record Term(EquatableArray<string> Factors, BigInteger Coefficient);
}
