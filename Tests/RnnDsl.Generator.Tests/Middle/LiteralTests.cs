using CsCheck;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Emit;
using Xunit;

namespace RnnDsl.Generator.Tests.Middle;

/// <summary>What is written as a literal is what C# reads.</summary>
public sealed class LiteralTests
{
    [Fact]
    public void Number_literal_round_trips_exactly() => Gen.Double.Where(value => value >= 0 && double.IsFinite(value)).Sample(value =>
    {
        var text = Literal.Of(value);
        var token = Assert.IsType<LiteralExpressionSyntax>(SyntaxFactory.ParseExpression(text)).Token;
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Assert.IsType<double>(token.Value)));
    });

    [Fact]
    public void String_literal_round_trips() => Gen.String.Sample(text =>
    {
        var expression = SyntaxFactory.ParseExpression(Literal.Of(text));
        Assert.Equal(text, Assert.IsType<LiteralExpressionSyntax>(expression).Token.ValueText);
        Assert.Empty(expression.GetDiagnostics());
    });

    [Theory]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("line\r\nline", "\"line\\u000d\\u000aline\"")]
    [InlineData("größe × 層", "\"größe × 層\"")]
    [InlineData("\u2028\u0085\0", "\"\\u2028\\u0085\\u0000\"")]
    public void Only_quotes_backslashes_and_control_characters_are_escaped(string text, string literal) => Assert.Equal(literal, Literal.Of(text));

    [Fact]
    public void Lone_surrogate_is_escaped() => Assert.Equal("\"\\ud800\"", Literal.Of("\uD800"));

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(0.3, "0.3")]
    [InlineData(2.0, "2.0")]
    [InlineData(1e-9, "1E-09")]
    public void Double_literal_has_a_decimal_point_or_an_exponent(double value, string literal) => Assert.Equal(literal, Literal.Of(value));
}
