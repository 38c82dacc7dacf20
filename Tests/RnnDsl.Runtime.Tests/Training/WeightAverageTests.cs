using RnnDsl.Torch;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

public sealed class WeightAverageTests : IDisposable
{
    private const double Decay = 0.9;

    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Average_is_an_exponential_moving_average()
    {
        var weight = new Parameter(zeros(1, ScalarType.Float64));
        using var average = new WeightAverage([weight], Decay);
        var (weights, random) = (new List<double>(), new RandomSource(4));
        for (var step = 1; step <= 30; step++)
        {
            weights.Add(random.NextDouble());
            Set(weight, weights[^1]);
            average.Add(step);

            var expected = Mean(weights);
            using (average.InUse())
                Assert.Equal(expected, weight.item<double>(), 1e-12);
            Assert.Equal(weights[^1], weight.item<double>());
        }

        average.Begin();
        average.Exchange();
        Assert.Equal(weights[^1], weight.item<double>());
    }

    [Fact]
    public void Exchange_swaps_weights_and_average_in_place()
    {
        var weight = new Parameter(ones(3));
        using var average = new WeightAverage([weight], Decay);
        Set(weight, 5);
        var handle = weight.Handle;

        average.Exchange();
        Assert.Equal([1, 1, 1], weight.data<float>().ToArray());
        average.Exchange();
        Assert.Equal([5, 5, 5], weight.data<float>().ToArray());
        Assert.Equal(handle, weight.Handle);
        Assert.True(weight.requires_grad);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void Decay_out_of_range_is_an_error(double decay)
    {
        Assert.Contains("above 0 and below 1", Assert.Throws<ArgumentOutOfRangeException>(() => new WeightAverage([], decay)).Message, StringComparison.Ordinal);
        using var run = new TinyRun();
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Trainer(new() { Steps = 1, AverageDecay = decay }));
    }

    [Fact]
    public void Averaging_does_not_affect_training_and_is_used_for_evaluation_and_saving()
    {
        using var plain = new TinyRun();
        var expected = plain.Train(new() { Steps = 25, LogEvery = 5, Evaluate = () => plain.HeldOut(), EvaluateEvery = 5 });

        using var folder = new TemporaryFolder();
        using var run = new TinyRun();
        var (weights, measured) = (new List<double>(), 0d);
        var options = new TrainerOptions { Steps = 25, LogEvery = 5, EvaluateEvery = 5, CheckpointEvery = 10, CheckpointFolder = folder.Path, AverageDecay = Decay };
        var result = run.Train(options with { Evaluate = () => { measured = First(run); return run.HeldOut(); } }, step =>
        {
            if (step.Number > 1)
                weights.Add(First(run));
            return run.Model.Loss(step.Random);
        });

        Assert.Equal(expected.History.Training, result.History.Training);
        Assert.NotEqual(expected.History.Validation, result.History.Validation);
        Assert.Equal(plain.Model.Weights(), Saved(Path.Combine(Path.GetDirectoryName(result.Weights)!, "unaveraged.safetensors")));
        Assert.Equal(run.Model.Weights(), Saved(result.Weights!));
        weights.Add(First(plain));
        Assert.Equal(Mean(weights), measured, 1e-5);
        Assert.Equal(measured, First(run));
        run.Model.eval();
        using var quiet = no_grad();
        Assert.Equal(result.History.Validation[^1].Loss, run.HeldOut(), 1e-6);
    }

    [Fact]
    public void Resumed_run_equals_an_uninterrupted_run()
    {
        using var folder = new TemporaryFolder();
        TinyRun.AssertResumedEqualsUninterrupted(folder.Path, Options);
    }

    [Fact]
    public void Changed_average_decay_is_an_error_on_resume()
    {
        using var folder = new TemporaryFolder();
        using (var first = new TinyRun())
            first.Train(Options(first, folder.Path) with { Steps = 5 });
        Assert.Contains("average decay was 0.9 and is now not set", Refused(null), StringComparison.Ordinal);
        Assert.Contains("average decay was 0.9 and is now 0.99", Refused(0.99), StringComparison.Ordinal);

        string Refused(double? decay)
        {
            using var run = new TinyRun();
            return Assert.Throws<CheckpointException>(() => run.Train(Options(run, folder.Path) with { AverageDecay = decay })).Message;
        }
    }

    [Fact]
    public void Checkpoint_without_unaveraged_weights_is_incomplete()
    {
        using var folder = new TemporaryFolder();
        using (var first = new TinyRun())
            first.Train(Options(first, folder.Path) with { Steps = 5 });
        var missing = Directory.GetFiles(folder.Path, "unaveraged.safetensors", SearchOption.AllDirectories).Single();
        File.Delete(missing);
        using var run = new TinyRun();
        var exception = Assert.Throws<CheckpointException>(() => run.Train(Options(run, folder.Path)));
        Assert.Equal(missing, exception.Path);
        Assert.Contains("this file is missing", exception.Message, StringComparison.Ordinal);
    }

    private static TrainerOptions Options(TinyRun run, string? folder) => new()
    {
        Steps = 40,
        LogEvery = 10,
        Evaluate = () => run.HeldOut(),
        EvaluateEvery = 8,
        CheckpointEvery = 5,
        AverageDecay = Decay,
        CheckpointFolder = folder,
        Resume = folder is not null,
    };

    private static double Mean(List<double> weights)
    {
        var shares = weights.Select((_, i) => Math.Pow(Decay, weights.Count - 1 - i)).ToArray();
        return weights.Zip(shares, static (weight, share) => weight * share).Sum() / shares.Sum();
    }

    private static void Set(Parameter weight, double value)
    {
        using var quiet = no_grad();
        weight.fill_(value);
    }

    /// <summary>One number that stands for all.</summary>
    private static double First(TinyRun run) => run.Model.Weights()["fc.bias"][0];

    private static Dictionary<string, float[]> Saved(string path)
    {
        using var file = TensorFile.Load(path);
        return file.Tensors.ToDictionary(static pair => pair.Key, static pair => pair.Value.data<float>().ToArray());
    }

    public void Dispose() => _scope.Dispose();
}
