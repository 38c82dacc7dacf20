using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using CsCheck;
using RnnDsl.Generator.Emit;
using RnnDsl.Generator.Shapes;
using Xunit;

namespace RnnDsl.Generator.Tests.Middle;

/// <summary>Sizes compute as integers do, whatever their parameters turn out to be.</summary>
public sealed class PolynomialTests
{
    private static readonly string[] Names = ["a", "b", "hidden", "vocabSize"];

    private static readonly Gen<Polynomial> Leaf = Gen.OneOf(
        Gen.Long[-1_000_000_000_000, 1_000_000_000_000].Select(number => (Polynomial)number),
        Gen.Long[-3, 3].Select(number => (Polynomial)number),
        Gen.Int[0, Names.Length - 1].Select(index => Polynomial.Symbol(Names[index])));

    private static readonly Gen<Polynomial> Any = Gen.Recursive<Polynomial>((depth, deeper) => depth == 3
        ? Leaf
        : Gen.OneOf(Leaf, Gen.Select(deeper, deeper, (left, right) => left + right), Gen.Select(deeper, deeper, (left, right) => left * right)));

    private static readonly Gen<Dictionary<string, BigInteger>> Values =
        Gen.Long[-1000, 1000].Array[Names.Length].Select(numbers => Names.Zip(numbers).ToDictionary(pair => pair.First, pair => (BigInteger)pair.Second));

    [Fact]
    public void Addition_and_multiplication_form_a_commutative_ring() => Gen.Select(Any, Any, Any).Sample((a, b, c) =>
    {
        Same(a + b, b + a);
        Same(a * b, b * a);
        Same((a + b) + c, a + (b + c));
        Same((a * b) * c, a * (b * c));
        Same(a * (b + c), (a * b) + (a * c));
        Same(a + 0, a);
        Same(a * 1, a);
        Same(a * 0, 0);
        Same(a + (a * -1), 0);
    });

    [Fact]
    public void Printed_CSharp_evaluates_to_sum_and_product() => Gen.Select(Any, Any, Values).Sample((a, b, values) =>
    {
        Assert.Equal(Evaluate(a, values) + Evaluate(b, values), Evaluate(a + b, values));
        Assert.Equal(Evaluate(a, values) * Evaluate(b, values), Evaluate(a * b, values));
    });

    [Fact]
    public void Polynomials_are_equal_if_and_only_if_they_print_alike() => Gen.Select(Any, Any).Sample((a, b) =>
        Assert.Equal(a.ToCSharp() == b.ToCSharp(), a == b));

    [Fact]
    public void Mentions_is_true_for_exactly_the_printed_parameters() => Any.Sample(a =>
        Assert.All(Names, name => Assert.Equal(a.ToCSharp().Split(' ', '-').Contains(name), a.Mentions(name))));

    [Fact]
    public void Renaming_a_parameter_keeps_the_value() => Gen.Select(Any, Values).Sample((a, values) =>
        Assert.Equal(
            Evaluate(a.ToCSharp(), values),
            Evaluate(a.ToCSharp(name => "_" + name), values.ToDictionary(pair => "_" + pair.Key, pair => pair.Value))));

    [Fact]
    public void Polynomial_prints_in_mathematical_and_CSharp_notation()
    {
        var hidden = Polynomial.Symbol("hidden");
        var size = (Polynomial)921_600 + (2 * hidden) + (hidden * hidden) + (3 * hidden * hidden * hidden) + (hidden * Polynomial.Symbol("a"));

        Assert.Equal("921600 + 2 × hidden + a × hidden + hidden² + 3 × hidden³", size.ToString());
        Assert.Equal("921,600 + 2 × hidden + a × hidden + hidden² + 3 × hidden³", size.ToCount());
        Assert.Equal("921600 + 2 * hidden + a * hidden + hidden * hidden + 3 * hidden * hidden * hidden", size.ToCSharp());
        Assert.Equal("0", default(Polynomial).ToString());
        Assert.Equal("hidden - 2", (hidden + -2).ToString());
        Assert.Equal("4 + a * hidden - 2 * a - hidden", ((hidden * Polynomial.Symbol("a")) + (-2 * Polynomial.Symbol("a")) + (-1 * hidden) + 4).ToCSharp());
        Assert.Equal("-1,234 × hidden", (-1_234 * hidden).ToCount());
        Assert.Equal("hidden^4", (hidden * hidden * hidden * hidden).ToString());
    }

    [Fact]
    public void Bound_of_parameter_minus_constant_is_its_minimum()
    {
        var (height, width) = (Polynomial.Symbol("height"), Polynomial.Symbol("width"));

        Assert.Equal(("height", 5L), (height + -4).Bound);
        Assert.Null(height.Bound);
        Assert.Null((height + 4).Bound);
        Assert.Null(((2 * height) + -4).Bound);
        Assert.Null((height + width + -4).Bound);
        Assert.Null(((Polynomial)(-4)).Bound);
    }

    [Fact]
    public void Number_is_the_value_of_a_constant_and_null_for_a_parameter()
    {
        Assert.Equal(0, default(Polynomial).Number);
        Assert.Equal(-7, ((Polynomial)(-7)).Number);
        Assert.Equal(long.MaxValue, ((Polynomial)long.MaxValue).Number);
        Assert.Null((long.MaxValue + (Polynomial)1).Number);
        Assert.Null(Polynomial.Symbol("height").Number);
    }

    private static void Same(Polynomial left, Polynomial right)
    {
        Assert.True(left == right, $"{left} is not {right}");
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.Equal(left.ToString(), right.ToString());
    }

    private static BigInteger Evaluate(Polynomial polynomial, Dictionary<string, BigInteger> values) => Evaluate(polynomial.ToCSharp(), values);

    /// <summary>What C# computes from sums and differences of products.</summary>
    private static BigInteger Evaluate(string text, Dictionary<string, BigInteger> values) =>
        Regex.Replace(text, "(^| )-( ?)", match => match.Index == 0 ? "-1 * " : " + -1 * ").Split(" + ").Aggregate(BigInteger.Zero, (sum, term) => sum + term.Split(" * ").Aggregate(BigInteger.One, (product, factor) =>
            product * (values.TryGetValue(factor, out var value) ? value : BigInteger.Parse(factor, CultureInfo.InvariantCulture))));

    [Fact]
    public void Value_requires_a_value_of_every_parameter()
    {
        var size = 3 * Polynomial.Symbol("a") * Polynomial.Symbol("b") + Polynomial.Symbol("a") + 5;
        Assert.Equal(3 * 2 * 7 + 2 + 5, size.At(name => name == "a" ? 2 : 7));
        Assert.Null(size.At(name => name == "a" ? 2 : null));
        Assert.Null((Polynomial.Symbol("a") * Polynomial.Symbol("a")).At(_ => long.MaxValue));
        Assert.Equal(0, default(Polynomial).At(_ => null));
    }
}
