using CsCheck;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Common;
using Xunit;

namespace RnnDsl.Generator.Tests.Middle;

public sealed class IdentifiersTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(Gen.String, Gen.String[Gen.Char["abcXYZ019_éßЖ層ıİǆ"], 0, 12]);

    [Theory]
    [InlineData("hidden", "Hidden")]
    [InlineData("hidden_state", "HiddenState")]
    [InlineData("HiddenState", "HiddenState")]
    [InlineData("_private", "Private")]
    [InlineData("a__b_", "AB")]
    [InlineData("conv_1_2", "Conv1_2")]
    [InlineData("_1", "_1")]
    [InlineData("i", "I")]
    [InlineData("größe", "Größe")]
    public void Name_converts_to_Pascal_case(string name, string property) => Assert.Equal(property, Identifiers.ToPascalCase(name));

    [Theory]
    [InlineData("Hidden", "hidden")]
    [InlineData("HiddenState", "hiddenState")]
    [InlineData("I", "i")]
    [InlineData("_1", "_1")]
    [InlineData("", "")]
    public void Property_name_converts_to_camel_case(string property, string local) => Assert.Equal(local, Identifiers.ToCamelCase(property));

    [Theory]
    [InlineData("")]
    [InlineData("_")]
    [InlineData("__")]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("a-b")]
    [InlineData("@a")]
    [InlineData("a\u200D")]
    [InlineData("a\n")]
    [InlineData("\uD835\uDC00")]
    public void Invalid_name_is_rejected(string text) => Assert.False(Identifiers.IsName(text));

    [Fact]
    public void Accepted_names_and_their_case_conversions_are_CSharp_identifiers() => Texts.Where(Identifiers.IsName).Sample(
        name =>
        {
            var property = Identifiers.ToPascalCase(name);
            Assert.True(SyntaxFacts.IsValidIdentifier(name), name);
            Assert.True(SyntaxFacts.IsValidIdentifier(property), property);
            Assert.True(SyntaxFacts.IsValidIdentifier(Identifiers.ToCamelCase(property)), property);
        },
        iter: 2_000);

    [Fact]
    public void Every_CSharp_keyword_is_recognised() =>
        Assert.All(SyntaxFacts.GetReservedKeywordKinds(), kind => Assert.True(Identifiers.IsKeyword(SyntaxFacts.GetText(kind)), SyntaxFacts.GetText(kind)));
}
