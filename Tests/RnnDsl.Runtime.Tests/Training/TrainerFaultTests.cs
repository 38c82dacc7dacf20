using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>Runs that a loss, an evaluation or a callback ends: what is saved, and that nothing of an incomplete step remains.</summary>
public sealed class TrainerFaultTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_before_a_run_do_not_enter_its_first_step(int microBatches)
    {
        var options = new TrainerOptions { Steps = 3, GradientAccumulationSteps = microBatches };
        using var plain = new TinyRun(dropout: 0);
        plain.Train(options);

        using var run = new TinyRun(dropout: 0);
        run.Model.Loss(new RandomSource(5)).backward();
        run.Train(options);
        Assert.Equal(plain.Model.Weights(), run.Model.Weights());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_of_a_failed_step_are_cleared(int microBatches)
    {
        using var run = new TinyRun();
        Assert.Throws<InvalidDataException>(() => run.Train(new() { Steps = 3, GradientAccumulationSteps = microBatches }, step =>
        {
            if (step.Number == 2)
            {
                run.Model.Loss(step.Random).backward();
                throw new InvalidDataException();
            }
            return run.Model.Loss(step.Random);
        }));
        Assert.All(run.Model.parameters(), static parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void A_pending_evaluation_that_is_the_best_is_saved_before_an_early_end()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Steps = 40, EvaluateEvery = 10, CheckpointFolder = folder.Path, Target = 0.75 };
        using (var run = new TinyRun())
        {
            using var stop = new CancellationTokenSource();
            run.Train(
                options with
                {
                    Evaluate = () =>
                    {
                        stop.Cancel();
                        throw new OperationCanceledException(stop.Token);
                    },
                },
                cancellation: stop.Token);
        }
        for (var resumes = 0; resumes < 2; resumes++)
        {
            using var run = new TinyRun();
            var result = run.Train(options with
            {
                Resume = true,
                Evaluate = () => resumes == 0 ? 0.5 : throw new InvalidOperationException("There is nothing left to evaluate."),
            });
            Assert.Equal((TrainingOutcome.TargetReached, 10), (result.Outcome, result.Step));
            Assert.Equal(new LossPoint(10, 0.5), Assert.Single(result.History.Validation));
            Assert.Contains("step-00000010", result.BestWeights, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_evaluation_whose_callback_is_cancelled_counts_once()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Steps = 30, EvaluateEvery = 10, CheckpointFolder = folder.Path, Evaluate = () => 1 };
        using (var run = new TinyRun())
        {
            using var stop = new CancellationTokenSource();
            var result = run.Train(
                options with
                {
                    Evaluated = _ =>
                    {
                        stop.Cancel();
                        stop.Token.ThrowIfCancellationRequested();
                    },
                },
                cancellation: stop.Token);
            Assert.Equal((TrainingOutcome.Interrupted, 10), (result.Outcome, result.Step));
            Assert.Contains("step-00000010", result.BestWeights, StringComparison.Ordinal);
        }
        using var resumed = new TinyRun();
        var history = resumed.Train(options with { Resume = true, Patience = 3 }).History;
        Assert.Equal([10, 20, 30], history.Validation.Select(static point => point.Step));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_monitored_metric_without_a_value_saves_the_step(bool missing)
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Steps = 20, EvaluateEvery = 10, CheckpointEvery = 1_000, CheckpointFolder = folder.Path, Monitor = MonitoredMetric.Highest("F1") };
        using (var run = new TinyRun())
        {
            Assert.Contains(
                missing ? "has no metric 'F1'" : "this metric is NaN",
                Assert.Throws<InvalidOperationException>(() => run.Train(options with { Evaluate = () => missing ? 1 : new Evaluation(1).With("F1", double.NaN) })).Message,
                StringComparison.Ordinal);
        }
        Assert.Equal("step-00000010", File.ReadAllText(folder["latest"]).Trim());

        // A resume begins with the evaluation, by this metric or another.
        using var resumed = new TinyRun();
        var result = resumed.Train(options with { Resume = true, Evaluate = () => new Evaluation(1, 0.5), Monitor = MonitoredMetric.Highest("accuracy") });
        Assert.Equal([10, 20], result.History.Validation.Select(static point => point.Step));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_loss_that_throws_the_cancellation_ends_the_run_after_the_step_before_and_a_resume_equals_an_unbroken_run(int microBatches)
    {
        using var whole = new TinyRun();
        var expected = whole.Train(Options(null), step => Loss(whole, step));
        using var folder = new TemporaryFolder();
        using (var run = new TinyRun())
        {
            using var stop = new CancellationTokenSource();
            var result = run.Train(
                Options(folder.Path),
                step =>
                {
                    var loss = Loss(run, step);
                    if (step.Number == 13 * microBatches)
                    {
                        stop.Cancel();
                        stop.Token.ThrowIfCancellationRequested();
                    }
                    return loss;
                },
                stop.Token);
            Assert.Equal((TrainingOutcome.Interrupted, 12), (result.Outcome, result.Step));
        }
        using var resumed = new TinyRun();
        var ended = resumed.Train(Options(folder.Path), step => Loss(resumed, step));
        Assert.Equal(expected.History.Training, ended.History.Training);
        Assert.Equal(whole.Model.Weights(), resumed.Model.Weights());

        TrainerOptions Options(string? path) => new() { Steps = 20, LogEvery = 10, GradientAccumulationSteps = microBatches, CheckpointFolder = path, Resume = path is not null };

        static Tensor Loss(TinyRun run, TrainingStep step)
        {
            step.Report("number", step.Number);
            return run.Model.Loss(step.Random);
        }
    }

    [Fact]
    public void A_log_callback_that_throws_the_cancellation_ends_the_run_after_its_step()
    {
        using var folder = new TemporaryFolder();
        using var run = new TinyRun();
        using var stop = new CancellationTokenSource();
        var options = new TrainerOptions { Steps = 30, LogEvery = 10, CheckpointFolder = folder.Path };
        var result = run.Train(
            options with
            {
                Logged = _ =>
                {
                    stop.Cancel();
                    stop.Token.ThrowIfCancellationRequested();
                },
            },
            cancellation: stop.Token);
        Assert.Equal((TrainingOutcome.Interrupted, 10), (result.Outcome, result.Step));
        Assert.Contains("step-00000010", result.Weights, StringComparison.Ordinal);
        using var resumed = new TinyRun();
        Assert.Equal([10, 20, 30], resumed.Train(options with { Resume = true }).History.Training.Select(static point => point.Step));
    }

    [Fact]
    public void Losses_without_a_scalar_or_a_gradient_are_named()
    {
        using var run = new TinyRun();
        Assert.Contains("The loss of step 1 is null", Fault(_ => null!), StringComparison.Ordinal);
        Assert.Contains("that of step 1 has the shape [1, 1]. Take its mean.", Fault(step => run.Model.Loss(step.Random).reshape(1, 1)), StringComparison.Ordinal);
        Assert.Contains("that of step 1 has the shape [3]. Take its mean.", Fault(step => run.Model.Loss(step.Random).expand(3)), StringComparison.Ordinal);
        Assert.Contains("The loss has no gradient", Fault(_ => tensor(1f)), StringComparison.Ordinal);
        Assert.Contains("The loss has no gradient", Fault(step => run.Model.Loss(step.Random).detach()), StringComparison.Ordinal);

        string Fault(Func<TrainingStep, Tensor> loss) => Assert.Throws<InvalidOperationException>(() => run.Trainer(new() { Steps = 1 }, loss).Run()).Message;
    }

    [Fact]
    public void Settings_are_those_at_the_start_of_the_run()
    {
        var settings = new Dictionary<string, string> { ["data"] = "a" };
        var options = new TrainerOptions { Steps = 1, Settings = settings };
        settings["data"] = "b";
        Assert.Equal("a", options.Settings["data"]);
    }
}
