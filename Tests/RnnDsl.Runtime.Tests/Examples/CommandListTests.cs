using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The commands of the examples as a whole.</summary>
[Collection(nameof(CommandListTests))]
public sealed class CommandListTests
{
    private static readonly string[] Trainings = ["shakespeare", "mnist", "gradients", "memory", "reverse", "translate", "caption", "sentiment", "forecast", "speech"];

    [Fact]
    public void Without_arguments_all_commands_are_listed()
    {
        var (exitCode, output, errors) = ExampleProcess.Run(Path.GetTempPath());
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.All(Trainings, name => Assert.Matches($@"(?m)^  {name} .*\w", output));
    }

    [Fact]
    public void Every_training_takes_tensorboard_and_prints_example_command_lines_with_their_prefix() => Assert.All(Trainings, static name =>
    {
        var help = SharedExampleProcess.Run(Path.GetTempPath(), name, "--help").Output;
        CommandChecks.Explains(help, "--tensorboard", "--out");
        Assert.Contains($"  dotnet run -c Release --project Examples/RnnDsl.Examples -- {name}", help, StringComparison.Ordinal);
        Assert.DoesNotContain("--evaluate-every", help, StringComparison.Ordinal);
        Assert.DoesNotContain("--held-out", help, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("mnist")]
    [InlineData("reverse")]
    [InlineData("translate")]
    [InlineData("caption")]
    [InlineData("sentiment")]
    [InlineData("forecast")]
    [InlineData("speech")]
    public void A_trained_model_is_used_with_predict(string name)
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), name, "predict", "--help");
        Assert.Equal(0, exitCode);
        Assert.Contains($"  dotnet run -c Release --project Examples/RnnDsl.Examples -- {name} predict", output, StringComparison.Ordinal);
    }
}
