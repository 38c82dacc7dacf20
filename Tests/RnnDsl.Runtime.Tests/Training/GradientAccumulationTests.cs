using RnnDsl.Torch;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>A step of several micro-batches equals a step of one large batch, and resumes bit for bit.</summary>
public sealed class GradientAccumulationTests
{
    private const int MicroBatches = 3;
    private const int Steps = 12;

    [Theory]
    [InlineData(null)]
    [InlineData(0.05)]
    public void Micro_batches_of_one_size_equal_the_large_batch(double? clipNorm)
    {
        var (large, expected) = Train(1, clipNorm, (run, step) => Loss(run, Rows(Enumerable.Range(MicroBatches * (int)(step.Number - 1), MicroBatches))));
        var (small, actual) = Train(MicroBatches, clipNorm, (run, step) => Loss(run, Rows([(int)step.Number - 1])));
        Near(large, small);
        Near(expected, actual);
    }

    [Fact]
    public void Weights_make_micro_batches_with_different_numbers_of_tokens_equal_the_large_batch()
    {
        var (large, expected) = Train(1, 0.05, (run, step) => Loss(run, Ragged(MicroBatches * (int)(step.Number - 1), MicroBatches)));
        var (weighted, actual) = Train(MicroBatches, 0.05, (run, step) =>
        {
            var part = Ragged((int)step.Number - 1, 1);
            step.SetWeight(part.Valid);
            return Loss(run, part);
        });
        Near(large, weighted);
        Near(expected, actual);

        // The same by a number, and without weights another gradient: a mean of means.
        var (counted, _) = Train(MicroBatches, 0.05, (run, step) =>
        {
            var part = Ragged((int)step.Number - 1, 1);
            step.SetWeight(part.Valid.sum().item<long>());
            return Loss(run, part);
        });
        Near(large, counted);
        var (plain, _) = Train(MicroBatches, 0.05, (run, step) => Loss(run, Ragged((int)step.Number - 1, 1)));
        Assert.True(large["fc.weight"].Zip(plain["fc.weight"], static (one, other) => Math.Abs(one - other)).Max() > 1e-4);
    }

    [Fact]
    public void Schedule_logs_and_evaluations_count_optimizer_steps_and_data_count_micro_batches()
    {
        using var run = new TinyRun();
        var seen = new List<(long Number, long Step, double Rate)>();
        var result = run.Train(
            new()
            {
                Steps = 4,
                GradientAccumulationSteps = MicroBatches,
                LogEvery = 2,
                EvaluateEvery = 4,
                Evaluate = () => run.HeldOut(),
                Schedule = LearningRateSchedule.StepDecay(2, 0.5),
            },
            step =>
            {
                seen.Add((step.Number, step.OptimizerStep, run.Optimizer.ParamGroups.First().LearningRate));
                return run.Model.Loss(step.Random);
            });

        Assert.Equal(Enumerable.Range(1, 12).Select(static number => ((long)number, (long)((number + 2) / 3), number <= 6 ? 0.01 : 0.005)), seen);
        Assert.Equal([2, 4], result.History.Training.Select(static point => point.Step));
        Assert.Equal(4, result.History.Validation.Single().Step);
        Assert.Equal(4, result.Step);
    }

    [Fact]
    public void A_resumed_run_equals_an_unbroken_one()
    {
        using var folder = new TemporaryFolder();
        TinyRun.AssertResumedEqualsUninterrupted(folder.Path, Options);

        using var other = new TinyRun();
        var exception = Assert.Throws<CheckpointException>(() => other.Train(Options(other, folder.Path) with { GradientAccumulationSteps = 1 }));
        Assert.Contains("gradient accumulation steps was 2 and is now 1", exception.Message, StringComparison.Ordinal);

        static TrainerOptions Options(TinyRun run, string? folder) => new()
        {
            Steps = 20,
            GradientAccumulationSteps = 2,
            LogEvery = 6,
            ClipNorm = 1,
            Evaluate = () => run.HeldOut(),
            EvaluateEvery = 8,
            CheckpointEvery = 5,
            CheckpointFolder = folder,
            Resume = folder is not null,
        };
    }

    [Fact]
    public void One_micro_batch_is_a_step_and_its_weight_has_no_effect()
    {
        var (plain, _) = Train(1, null, (run, step) => Loss(run, Rows([(int)step.Number - 1])));
        var (weighted, _) = Train(1, null, (run, step) =>
        {
            step.SetWeight(7);
            Assert.Equal(step.Number, step.OptimizerStep);
            return Loss(run, Rows([(int)step.Number - 1]));
        });
        Assert.Equal(plain, weighted);
    }

    [Fact]
    public void Accumulation_leaves_no_tensor()
    {
        using var run = new TinyRun();
        var counts = new List<long>();
        run.Train(new() { Steps = 40, GradientAccumulationSteps = 2, LogEvery = 10, Logged = _ => counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount) }, step =>
        {
            step.SetWeight(ones(3));
            step.Report("norm", ones(1));
            return run.Model.Loss(step.Random);
        });
        Assert.All(counts, count => Assert.Equal(counts[0], count));
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Half_precision_losses_and_large_weights_are_summed_in_float32(ScalarType type)
    {
        // Σ w_i = 100,001 + 300,003: above the largest float16, and neither is a bfloat16. ∂L_i/∂p = i.
        using var parameter = new Parameter(zeros(1));
        using var module = new OneParameter(parameter);
        using var optimizer = optim.SGD([parameter], 1);
        var result = new Trainer(
            module,
            optimizer,
            step =>
            {
                step.SetWeight(full(step.Number == 1 ? 100_001 : 300_003, 1, dtype: ScalarType.Bool));
                return parameter.mul(tensor((float)step.Number)).add(tensor((float)step.Number)).to(type).sum();
            },
            new() { Steps = 1, GradientAccumulationSteps = 2, HandleSignals = false }).Run();
        Assert.Equal(-1.75f, parameter[0].item<float>(), 1e-6f);
        Assert.Equal(1.75, result.History.Training.Single().Loss, 1e-6);
    }

    [Fact]
    public void A_weight_that_is_set_in_a_dispose_scope_of_the_loss_is_kept()
    {
        var (expected, _) = Train(MicroBatches, null, (run, step) =>
        {
            var part = Ragged((int)step.Number - 1, 1);
            step.SetWeight(part.Valid);
            return Loss(run, part);
        });
        var (actual, _) = Train(MicroBatches, null, (run, step) =>
        {
            using var scope = NewDisposeScope();
            var part = Ragged((int)step.Number - 1, 1);
            step.SetWeight(part.Valid);
            return Loss(run, part).MoveToOuterDisposeScope();
        });
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_micro_batch_of_weight_0_adds_nothing_even_if_its_loss_is_not_a_number()
    {
        var (expected, losses) = Train(1, 0.05, (run, step) => Loss(run, Rows([(int)step.Number - 1])));
        var (actual, weighted) = Train(3, 0.05, (run, step) =>
        {
            var empty = step.Number % 3 != 2;
            step.SetWeight(zeros(4).add(empty ? 0 : 5));
            var loss = Loss(run, Rows([(int)step.OptimizerStep - 1]));
            return empty ? loss.mul(double.NaN) : loss;
        });
        Near(expected, actual);
        Near(losses, weighted);
    }

    [CudaFact]
    public void Weights_on_another_device_are_not_read_and_a_negative_one_makes_the_loss_NaN()
    {
        Assert.Equal(-1.75f, Train(0, 1, 3), 1e-6f);
        Assert.Contains("weights of micro-batches (SetWeight) that are negative or all 0", Assert.Throws<TrainingDivergedException>(() => Train(4, -1, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("weights of micro-batches (SetWeight) that are negative or all 0", Assert.Throws<TrainingDivergedException>(() => Train(0, 0, 0)).Message, StringComparison.Ordinal);

        // Losses i - 1, the first NaN if its weight is 0.
        static float Train(params double[] weights)
        {
            using var parameter = new Parameter(zeros(1, device: CUDA));
            using var module = new OneParameter(parameter);
            using var optimizer = optim.SGD([parameter], 1);
            new Trainer(
                module,
                optimizer,
                step =>
                {
                    var weight = weights[step.Number - 1];
                    step.SetWeight(tensor(weight, device: CUDA));
                    return parameter.mul(weight == 0 ? double.NaN : step.Number - 1).sum();
                },
                new() { Steps = 1, GradientAccumulationSteps = weights.Length, HandleSignals = false }).Run();
            return parameter[0].item<float>();
        }
    }

    [Fact]
    public void Weights_that_are_negative_not_finite_or_all_0_are_named()
    {
        using var run = new TinyRun();
        foreach (var weight in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => Weigh(weight));
            Assert.Contains("given to SetWeight, is a finite number of at least 0", exception.Message, StringComparison.Ordinal);
        }
        Assert.Contains("The weights of all 2 micro-batches of this step, set with SetWeight, are 0", Assert.Throws<InvalidOperationException>(() => Weigh(0)).Message, StringComparison.Ordinal);

        void Weigh(double weight) => run.Trainer(new() { Steps = 1, GradientAccumulationSteps = 2 }, step =>
        {
            step.SetWeight(tensor(weight));
            return run.Model.Loss(step.Random);
        }).Run();
    }

    [Fact]
    public void Mistakes_are_named()
    {
        using var run = new TinyRun();
        Assert.Contains("GradientAccumulationSteps", Assert.Throws<ArgumentOutOfRangeException>(() => run.Trainer(new() { Steps = 1, GradientAccumulationSteps = 0 })).Message, StringComparison.Ordinal);
        var exception = Assert.Throws<InvalidOperationException>(() => run.Train(new() { Steps = 1, GradientAccumulationSteps = 3 }, step =>
        {
            if (step.Number == 2)
                step.SetWeight(5);
            return run.Model.Loss(step.Random);
        }));
        Assert.Contains("1 of the 3 micro-batches of this step have a weight. Call SetWeight in the loss of every micro-batch, or of none.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingStep(1, new RandomSource(1)).SetWeight(0));
    }

    private static (Dictionary<string, float[]> Weights, double[] Losses) Train(int microBatches, double? clipNorm, Func<TinyRun, TrainingStep, Tensor> loss)
    {
        using var run = new TinyRun(dropout: 0);
        var result = run.Train(new() { Steps = Steps, GradientAccumulationSteps = microBatches, LogEvery = 4, ClipNorm = clipNorm }, step => loss(run, step));
        return (run.Model.Weights(), [.. result.History.Training.Select(static point => point.Loss)]);
    }

    /// <summary>Micro-batches of four sequences each.</summary>
    private static (Tensor Tokens, Tensor Valid) Rows(IEnumerable<int> parts)
    {
        var tokens = cat([.. parts.Select(static part => (arange(6) + arange(4).unsqueeze(1) * 3 + part * 5).remainder(TinyLanguageModel.Vocabulary))]);
        return (tokens, ones(tokens.size(0), 5, dtype: ScalarType.Bool));
    }

    /// <summary>Micro-batches with 1, 5, 3, ... valid steps of their sequences.</summary>
    private static (Tensor Tokens, Tensor Valid) Ragged(int first, int count)
    {
        var parts = Enumerable.Range(first, count).ToList();
        var lengths = tensor(parts.SelectMany(static part => Enumerable.Repeat(1L + (part * 4 % 5), 4)).ToArray());
        return (Rows(parts).Tokens, arange(5).unsqueeze(0).lt(lengths.unsqueeze(1)));
    }

    private static Tensor Loss(TinyRun run, (Tensor Tokens, Tensor Valid) batch)
    {
        var output = run.Model.call(batch.Tokens.narrow(1, 0, 5), null).Output;
        var targets = batch.Tokens.narrow(1, 1, 5).masked_fill(batch.Valid.logical_not(), -100);
        return nn.functional.cross_entropy(output.flatten(0, 1), targets.flatten());
    }

    private static void Near(Dictionary<string, float[]> expected, Dictionary<string, float[]> actual) =>
        Assert.All(expected, pair => Assert.All(pair.Value.Zip(actual[pair.Key]), static pair => Assert.Equal(pair.First, pair.Second, 2e-4)));

    private static void Near(double[] expected, double[] actual) => Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First, pair.Second, 1e-5));

    private sealed class OneParameter : nn.Module
    {
        public OneParameter(Parameter parameter)
            : base(nameof(OneParameter)) => register_parameter("p", parameter);
    }
}
