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
    public void Declared_models_equal_the_option_grid()
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
    public void Every_pair_of_option_values_occurs_in_kernels_and_in_loops(string name)
    {
        var cell = Enum.Parse<OptionCell>(name);
        var declared = OptionModel.All.Where(model => OptionDeclaration.Of(model).Cell == cell).ToList();

        // What needs a loop is known of the emitted code, not of the declaration.
        Assert.All(declared, model => Assert.Equal(OptionDeclaration.Of(model).NeedsLoop, model.IsLoop));
        Assert.Empty(OptionGrid.All(cell, isLast: false).SelectMany(declaration => declaration.Pairs).Except(declared.SelectMany(model => OptionDeclaration.Of(model).Pairs)));
    }

    [Fact]
    public void Every_option_direction_and_depth_occurs_with_LastState()
    {
        var declared = OptionModel.Verdicts.SelectMany(model => OptionDeclaration.Of(model).LastItems);
        Assert.Empty(Enum.GetValues<OptionCell>().SelectMany(cell => OptionGrid.All(cell, isLast: true)).SelectMany(declaration => declaration.LastItems).Except(declared));
    }

    [Fact]
    public void Every_option_occurs_alone_in_a_single_layer() =>
        Assert.Equal(
            (4 * 6) + 8 + 5,
            OptionModel.Sample.Select(OptionDeclaration.Of).Count(declaration => declaration is { Layers: 1, Direction: OptionDirection.Forward }
                && (declaration.HasEverything || declaration.OptionCount <= 1)));
}
