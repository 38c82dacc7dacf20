using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The commands of the examples as a whole.</summary>
[Collection(nameof(CommandListTests))]
public sealed class CommandListTests
{
    private static readonly string[] Trainings = ["shakespeare", "mnist", "pixels", "gradients", "memory", "reverse", "translate", "caption", "sentiment", "forecast", "speech"];

    [Fact]
    public void Without_arguments_all_commands_are_listed()
    {
        var (exitCode, output, errors) = ExampleProcess.Run(Path.GetTempPath());
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.All(Trainings, name => Assert.Matches($@"(?m)^  {name} .*\w", output));
    }

    [Fact]
    public void Training_help_explains_tensorboard_and_shows_example_command_lines() => Assert.All(Trainings, static name =>
    {
        var help = SharedExampleProcess.Run(Path.GetTempPath(), name, "--help").Output;
        CommandChecks.Explains(help, "--tensorboard", "--out");
        Assert.Contains($"  dotnet run -c Release --project Examples/RnnDsl.Examples -- {name}", help, StringComparison.Ordinal);
        Assert.DoesNotContain("--evaluate-every", help, StringComparison.Ordinal);
        Assert.DoesNotContain("--held-out", help, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("--out is empty. Name a file.", "quantize", "--out", "")]
    [InlineData("--data is empty. Name a file or folder.", "quantize", "--data", "")]
    [InlineData("--model is empty. Name a folder.", "shakespeare", "export", "--model", "")]
    [InlineData("--out is empty. Name a file.", "shakespeare", "export", "--out", "")]
    [InlineData("--out is empty. Name a folder.", "memory", "--out", "")]
    [InlineData("--record is empty. Name a file.", "shakespeare", "--record", "")]
    [InlineData("--tensorboard is empty. Name a folder.", "reverse", "--tensorboard", "")]
    [InlineData("file is empty. Name a file.", "forecast", "predict", "")]
    public void An_empty_path_is_rejected(string message, params string[] arguments) => CommandChecks.Refuses(message, arguments);

    [Theory]
    [InlineData("mnist")]
    [InlineData("reverse")]
    [InlineData("translate")]
    [InlineData("caption")]
    [InlineData("sentiment")]
    [InlineData("forecast")]
    [InlineData("speech")]
    public void Predict_help_shows_an_example_command_line(string name)
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), name, "predict", "--help");
        Assert.Equal(0, exitCode);
        Assert.Contains($"  dotnet run -c Release --project Examples/RnnDsl.Examples -- {name} predict", output, StringComparison.Ordinal);
    }
}
