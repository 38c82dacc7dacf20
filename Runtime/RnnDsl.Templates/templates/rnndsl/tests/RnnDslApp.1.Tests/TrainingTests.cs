using RnnDslApp._1;
using Xunit;

namespace RnnDslApp._1.Tests;

public sealed class TrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void A_short_training_is_better_than_chance()
    {
        var data = Path.Combine(AppContext.BaseDirectory, "data");
        var result = Training.Train(Path.Combine(data, "train.csv"), Path.Combine(data, "validation.csv"), _folder, steps: 100);
        var (model, classes) = Training.Load(_folder);
        using (model)
        {
            var evaluation = Training.Evaluate(model, SequenceData.Read(Path.Combine(data, "validation.csv"), classes));
            Assert.True(result.Best?.Loss < 1, $"The best validation loss is {result.Best?.Loss}.");
            Assert.True(evaluation.Accuracy > 0.5, $"The accuracy is {evaluation.Accuracy}.");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
