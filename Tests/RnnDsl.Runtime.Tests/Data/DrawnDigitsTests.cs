using RnnDsl.Examples.Mnist;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class DrawnDigitsTests
{
    [Fact]
    public void Equal_seeds_give_equal_digits()
    {
        for (var digit = 0; digit < 10; digit++)
        {
            var drawn = DrawnDigits.Draw(digit, new RandomSource(5));
            Assert.Equal(28 * 28, drawn.Length);
            Assert.Equal(drawn, DrawnDigits.Draw(digit, new RandomSource(5)));
            Assert.NotEqual(drawn, DrawnDigits.Draw(digit, new RandomSource(6)));

            // Strokes on a dark ground, with nothing cut off at the rim.
            Assert.InRange(drawn.Count(value => value > 127), 20, 250);
            Assert.All(drawn.Where((_, i) => i < 28 || i >= 27 * 28 || i % 28 is 0 or 27), value => Assert.Equal(0, value));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawnDigits.Draw(10, new RandomSource(5)));
    }

    [Fact]
    public void Files_have_the_MNIST_format_and_all_ten_digits()
    {
        using var training = Read("train", limit: null);
        using var test = Read("t10k", limit: null);
        Assert.Equal((DrawnDigits.TrainingCount, DrawnDigits.TestCount), (training.Count, test.Count));
        Assert.All(training.Labels.ToArray().CountBy(label => label), count => Assert.Equal(DrawnDigits.TrainingCount / 10, count.Value));
        Assert.Equal(10, test.Labels.ToArray().Distinct().Count());

        using var again = Read("t10k", limit: null);
        Assert.Equal(test.Pixels.ToArray(), again.Pixels.ToArray());
        Assert.NotEqual(test.Pixels[..784].ToArray(), training.Pixels[..784].ToArray());
    }

    [Fact]
    public void Small_network_learns_the_digits()
    {
        manual_seed(1);
        using var training = Read("train", limit: 2_000);
        using var test = Read("t10k", limit: 500);
        using var model = new RowReader();
        using var optimizer = optim.Adam(model.parameters(), 0.01);
        var order = new EpochOrder(training.Count, 50, seed: 1);
        new Trainer(
            model,
            optimizer,
            step =>
            {
                var (images, labels) = training.Batch(order.At(step.Number));
                return nn.functional.cross_entropy(model.call(images), labels);
            },
            new TrainerOptions { Steps = 300, ClipNorm = 5, HandleSignals = false }).Run();

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        model.eval();
        var (seen, expected) = test.Batch(0, test.Count);
        var accuracy = model.call(seen).argmax(1).eq(expected).to(ScalarType.Float32).mean().item<float>();
        Assert.True(accuracy > 0.95, $"accuracy {accuracy}");
    }

    private static LabelledImages Read(string name, int? limit)
    {
        // A resolver that finds nothing, so that the drawn files stand in.
        var nowhere = new DataSet("digits", "digits", [.. DataSets.Mnist.Files.Select(file => file with { Addresses = [new Uri("http://127.0.0.1:1/")] })]) { Sample = DrawnDigits.Open };
        using var folder = new TemporaryFolder();
        var data = new DataSetResolver { EnvironmentFolder = null, CacheFolder = folder["cache"], Pause = TimeSpan.Zero }.ResolveAsync(nowhere).GetAwaiter().GetResult();
        Assert.Equal(DataOrigin.Sample, data.Origin);
        return LabelledImages.Read(data, $"{name}-images-idx3-ubyte.gz", $"{name}-labels-idx1-ubyte.gz", 28, 28, 10, limit);
    }
}

/// <summary>A digit read row by row.</summary>
[SequenceModel]
[Features(28)]
[Lstm(32)]
[LastState]
[Linear(10)]
public partial class RowReader;
