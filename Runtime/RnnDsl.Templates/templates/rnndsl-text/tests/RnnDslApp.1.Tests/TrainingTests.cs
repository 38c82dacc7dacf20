using RnnDslApp._1;
using Xunit;

namespace RnnDslApp._1.Tests;

public sealed class TrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void A_short_training_lowers_the_loss_and_generates_text()
    {
        var result = Training.Train(Path.Combine(AppContext.BaseDirectory, "data", "text.txt"), _folder, steps: 100);
        Assert.True(result.History.Training[^1].Loss < result.History.Training[0].Loss);
        Assert.Equal(40, Training.Generate(_folder, "the ", length: 40, temperature: 0.8, seed: 1).Length);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
