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
    public void Any_number_is_read_back_to_the_last_bit() => Gen.Double.Where(value => value >= 0 && double.IsFinite(value)).Sample(value =>
    {
        var text = Literal.Of(value);
        var token = Assert.IsType<LiteralExpressionSyntax>(SyntaxFactory.ParseExpression(text)).Token;
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Assert.IsType<double>(token.Value)));
    });

    [Fact]
    public void Any_text_is_read_back() => Gen.String.Sample(text =>
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
    public void Only_what_would_break_a_line_or_a_file_is_escaped(string text, string literal) => Assert.Equal(literal, Literal.Of(text));

    [Fact]
    public void Half_a_character_survives_the_file_s_encoding() => Assert.Equal("\"\\ud800\"", Literal.Of("\uD800"));

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(0.3, "0.3")]
    [InlineData(2.0, "2.0")]
    [InlineData(1e-9, "1E-09")]
    public void A_number_looks_like_one(double value, string literal) => Assert.Equal(literal, Literal.Of(value));
}
