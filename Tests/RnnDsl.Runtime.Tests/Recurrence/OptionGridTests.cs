using System.Reflection;
using Xunit;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>The declared models of <see cref="OptionModel"/> are those of <see cref="OptionGrid"/>, and leave out no pair of options.</summary>
public sealed class OptionGridTests
{
    private static readonly string SourceFile = Path.Combine(
        typeof(OptionGridTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!,
        "Tests", "RnnDsl.Runtime.Tests", "Recurrence", "OptionModels.cs");

    [Fact]
    public void The_declared_models_are_those_of_the_grid()
    {
        if (Environment.GetEnvironmentVariable("RNNDSL_WRITE_MODELS") == "1")
            File.WriteAllText(SourceFile, OptionGrid.Source());
        Assert.Equal(OptionGrid.Source(), File.ReadAllText(SourceFile).ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("Rnn")]
    [InlineData("RnnRelu")]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    [InlineData("GruBefore")]
    public void Every_pair_of_two_options_values_is_declared_on_kernels_and_in_loops(string name)
    {
        var cell = Enum.Parse<OptionCell>(name);
        var declared = OptionModel.All.Where(model => OptionDeclaration.Of(model).Cell == cell).ToList();

        // What needs a loop is known of the emitted code, not of the declaration.
        Assert.All(declared, model => Assert.Equal(OptionDeclaration.Of(model).NeedsLoop, model.IsLoop));
        Assert.Empty(OptionGrid.All(cell, isLast: false).SelectMany(declaration => declaration.Pairs).Except(declared.SelectMany(model => OptionDeclaration.Of(model).Pairs)));
    }

    [Fact]
    public void Every_option_and_every_direction_of_every_depth_ends_in_a_final_hidden_state()
    {
        var declared = OptionModel.Verdicts.SelectMany(model => OptionDeclaration.Of(model).LastItems);
        Assert.Empty(Enum.GetValues<OptionCell>().SelectMany(cell => OptionGrid.All(cell, isLast: true)).SelectMany(declaration => declaration.LastItems).Except(declared));
    }

    [Fact]
    public void Every_option_is_declared_alone_in_one_layer() =>
        Assert.Equal(
            (4 * 6) + 8 + 5,
            OptionModel.Sample.Select(OptionDeclaration.Of).Count(declaration => declaration is { Layers: 1, Direction: OptionDirection.Forward }
                && (declaration.HasEverything || declaration.OptionCount <= 1)));
}
