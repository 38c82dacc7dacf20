using RnnDslApp._1;
using Xunit;

namespace RnnDslApp._1.Tests;

public sealed class TrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void A_short_training_lowers_the_loss_and_translates()
    {
        var data = Path.Combine(AppContext.BaseDirectory, "data");
        var result = Training.Train(Path.Combine(data, "train.tsv"), _folder, steps: 100);
        Assert.True(result.History.Training[^1].Loss < result.History.Training[0].Loss);
        Assert.NotEmpty(Training.Translate(_folder, "4 2"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
