using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using Xunit;

namespace RnnDsl.Generator.Tests.Middle;

/// <summary>The text of a size, bound without any compilation.</summary>
public sealed class SizeTextTests
{
    private static readonly CompilationEnvironment Environment = new("13.0", false, "0.107.0", false, true, Targets.Names);

    [Theory]
    [InlineData("hidden", "hidden", null)]
    [InlineData("  hidden  ", "hidden", null)]
    [InlineData("hidden = 256", "hidden", 256L)]
    [InlineData("hidden=256", "hidden", 256L)]
    [InlineData("\thidden =\n256 ", "hidden", 256L)]
    [InlineData("hidden = 1_000_000", "hidden", 1_000_000L)]
    [InlineData("hidden = +4", "hidden", 4L)]
    [InlineData("größe = 3000000000", "größe", 3_000_000_000L)]
    public void Name_with_optional_default_becomes_a_constructor_parameter(string text, string name, long? @default)
    {
        var (model, diagnostics) = Bind(new SizeArgument(0, text));

        Assert.Empty(diagnostics);
        var parameter = Assert.Single(model.Parameters);
        Assert.Equal((name, @default), (parameter.Name, parameter.Default));
        Assert.Equal(name, Assert.Single(model.Recurrences).Operation.HiddenSize.ToCSharp());
    }

    [Fact]
    public void Largest_default_is_read_and_its_overflowing_weight_count_is_an_error()
    {
        var (model, diagnostics) = Bind(new SizeArgument(0, "größe = 9223372036854775807"));

        Assert.Equal(Rules.SizeBeyondCounting, Assert.Single(diagnostics).Rule);
        Assert.Equal(long.MaxValue, Assert.Single(model.Parameters).Default);
    }

    [Theory]
    [InlineData("", "RNN131", "there is no name")]
    [InlineData("   ", "RNN131", "there is no name")]
    [InlineData("= 3", "RNN131", "there is no name")]
    [InlineData("9x", "RNN131", "'9x' is not a name")]
    [InlineData("2 * hidden", "RNN131", "'2 * hidden' is not a name")]
    [InlineData("class = 3", "RNN131", "'class' is a keyword of C#")]
    [InlineData("hidden =", "RNN131", "its default '' is no whole number")]
    [InlineData("hidden = 4.0", "RNN131", "its default '4.0' is no whole number")]
    [InlineData("hidden = 1,000", "RNN131", "its default '1,000' is no whole number")]
    [InlineData("hidden = 4 = 5", "RNN131", "its default '4 = 5' is no whole number")]
    [InlineData("hidden = 9223372036854775808", "RNN131", "its default '9223372036854775808' is no whole number")]
    [InlineData("hidden = 0", "RNN130", "0")]
    [InlineData("hidden = -8", "RNN130", "-8")]
    [InlineData("device", "RNN142", "a parameter that every model's constructor has")]
    [InlineData("Tensor", "RNN142", "a type that generated code uses")]
    public void Invalid_parameter_is_reported_once_and_replaced_by_1(string text, string rule, string reason)
    {
        var (model, diagnostics) = Bind(new SizeArgument(0, text));

        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal(rule, diagnostic.Rule.Id);
        Assert.Equal(DiagnosticLocation.Layer(1, "HiddenSize"), diagnostic.Location);
        Assert.Contains(reason, diagnostic.Arguments);
        Assert.Empty(model.Parameters);
        Assert.Equal("1", Assert.Single(model.Recurrences).Operation.HiddenSize.ToCSharp());
    }

    [Fact]
    public void Parameters_are_ordered_by_first_use_and_required_ones_come_first()
    {
        var (model, diagnostics) = Bind(new SizeArgument(0, "c = 3"), new SizeArgument(0, "b"), new SizeArgument(0, "a"), new SizeArgument(0, "c"), new SizeArgument(0, "b"));

        Assert.Empty(diagnostics);
        Assert.Equal(["b", "a", "c"], model.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["rnn2", "rnn5"], model.Parameters[0].Uses.Select(use => use.Layer));
    }

    [Fact]
    public void Default_may_be_given_at_any_use()
    {
        var (model, diagnostics) = Bind(new SizeArgument(0, "n"), new SizeArgument(0, "n = 3"), new SizeArgument(0, "n = 3"));

        Assert.Empty(diagnostics);
        Assert.Equal(3, Assert.Single(model.Parameters).Default);
    }

    private static (Model Model, EquatableArray<DiagnosticInfo> Diagnostics) Bind(params SizeArgument[] sizes)
    {
        LayerDeclaration[] layers =
        [
            new FeaturesDeclaration(null, new SizeArgument(2, null)),
            .. sizes.Select(size => new RnnDeclaration(null, size)),
        ];
        var level = new TypeLevel("class", "Model", "", 0, IsPartial: true);
        var type = new TypeDeclaration("N", default, level, ClassKind.Class, BaseType: null, HasPrimaryConstructor: false, new MembersByHand(default, default, default, default), default);
        return Binder.Bind(new ModelDeclaration(type, IsModel: true, DeclaredOutput.Inferred, NeedsStep: false, layers.ToEquatableArray(), LayerParts: 1, IsIncomplete: false), Environment);
    }
}
