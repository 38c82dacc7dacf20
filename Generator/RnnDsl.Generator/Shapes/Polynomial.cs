using System.Globalization;
using System.Numerics;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Shapes;

/// <summary>
/// A size or a count of parameters: an integer polynomial over the constructor's parameters, such as 921,600 + 385 × vocabSize.
/// Polynomials that are equal for all values are equal.
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

    /// <summary>The polynomial of one parameter.</summary>
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

    /// <summary>Substitutes a polynomial for each parameter.</summary>
    public Polynomial With(Func<string, Polynomial> values) =>
        _terms.Aggregate((Polynomial)0, (sum, term) => sum + term.Factors.Aggregate(
            new Polynomial([new Term(default, term.Coefficient)]), (product, factor) => product * values(factor)));

    /// <summary>The value if every parameter in it has one and the result fits a long.</summary>
    public long? At(Func<string, long?> values)
    {
        var sum = BigInteger.Zero;
        foreach (var term in _terms)
        {
            var product = term.Coefficient;
            foreach (var factor in term.Factors)
            {
                if (values(factor) is not { } value)
                {
                    return null;
                }

                product *= value;
            }

            sum += product;
        }

        return sum >= long.MinValue && sum <= long.MaxValue ? (long)sum : null;
    }

    public bool Equals(Polynomial other) => _terms.Equals(other._terms);

    public override bool Equals(object? obj) => obj is Polynomial other && Equals(other);

    public override int GetHashCode() => _terms.GetHashCode();

    /// <summary>In the notation of a size: 2 × hidden + 1024.</summary>
    public override string ToString() => Print(" × ", "0", powers: true);

    /// <summary>In the notation of a count: 921,600 + 385 × vocabSize.</summary>
    public string ToCount() => Print(" × ", "N0", powers: true);

    /// <summary>The value if it has no parameters and fits a long.</summary>
    public long? Number => _terms.Count == 0 ? 0
        : _terms.Count == 1 && _terms[0] is { Factors.Count: 0, Coefficient: var number } && number >= long.MinValue && number <= long.MaxValue ? (long)number
        : null;

    /// <summary>The value of a parameter for which this is 1: for height - 4 it is 5. Null if it is not a parameter minus a constant.</summary>
    public (string Parameter, long Least)? Bound => _terms.Count == 2
        && _terms[0] is { Factors.Count: 0, Coefficient: { Sign: < 0 } less } && less >= -long.MaxValue
        && _terms[1] is { Factors.Count: 1, Coefficient.IsOne: true }
            ? (_terms[1].Factors[0], 1 - (long)less)
            : null;

    /// <summary>Whether it contains a parameter.</summary>
    public bool Mentions(string name) => _terms.Any(term => term.Factors.Contains(name));

    /// <summary>In a notation of choice.</summary>
    /// <param name="times">The sign of multiplication.</param>
    /// <param name="format">The format of numbers.</param>
    /// <param name="powers">Whether equal factors are a power; else they are repeated.</param>
    /// <param name="rename">The name of each parameter; null for its own.</param>
    public string Print(string times, string format, bool powers, Func<string, string>? rename = null)
    {
        if (_terms.Count == 0)
        {
            return "0";
        }

        var text = "";
        foreach (var term in _terms.OrderBy(term => term.Coefficient.Sign < 0))
        {
            var sign = term.Coefficient.Sign < 0 ? " - " : text.Length > 0 ? " + " : "";
            var factors = powers
                ? term.Factors.GroupBy(name => name).Select(group => group.Key + Power(group.Count()))
                : term.Factors.Select(rename ?? (name => name));
            var size = BigInteger.Abs(term.Coefficient);
            var number = size.ToString(format, CultureInfo.InvariantCulture);
            text += (text.Length == 0 ? sign.Trim() : sign) + string.Join(times, size.IsOne && term.Factors.Count > 0 ? factors : factors.Prepend(number));
        }

        return text;
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
