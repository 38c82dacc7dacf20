using System.Diagnostics;
using System.Runtime.InteropServices;
using RnnDsl.Runtime.Tests.Examples;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

public sealed class TrainerTests
{
    [Fact]
    public void Small_model_learns_to_count()
    {
        using var run = new TinyRun(dropout: 0);
        var result = run.Train(new() { Steps = 400, ClipNorm = 5, Evaluate = () => run.HeldOut(), LogEvery = 100, EvaluateEvery = 200 });

        Assert.Equal(TrainingOutcome.Completed, result.Outcome);
        Assert.Equal([100, 200, 300, 400], result.History.Training.Select(point => point.Step));
        Assert.Equal([200, 400], result.History.Validation.Select(point => point.Step));

        // Chance is ln 7 = 1.95; a model that counts is certain of the next number.
        Assert.True(result.History.Validation[^1].Loss < 0.2, $"held-out loss {result.History.Validation[^1].Loss}");
    }

    [Fact]
    public void The_logged_loss_is_the_mean_of_the_steps_since_the_last_log()
    {
        using var run = new TinyRun();
        var losses = new List<double>();
        var result = run.Train(new() { Steps = 25, LogEvery = 10 }, step =>
        {
            var loss = run.Model.Loss(step.Random);
            losses.Add(loss.item<float>());
            return loss;
        });

        Assert.Equal([losses.Take(10).Average(), losses.Skip(10).Take(10).Average(), losses.Skip(20).Average()], result.History.Training.Select(point => point.Loss));
        Assert.Equal([10, 20, 25], result.History.Training.Select(point => point.Step));
    }

    [Fact]
    public void Unreached_log_interval_takes_bounded_memory_and_keeps_all_losses()
    {
        var expected = Losses(logEvery: 3_000);
        var before = NativeMemory.InUse();
        var actual = Losses(logEvery: 1_000_000_000, () => Assert.InRange(NativeMemory.InUse() - before, long.MinValue, 100 << 20));
        Assert.Equal(expected, actual);

        // More steps than one buffer of losses holds, and a checkpoint between that reads what was noted so far.
        static IReadOnlyList<LossPoint> Losses(long logEvery, Action? at = null)
        {
            using var folder = new TemporaryFolder();
            using var run = new TinyRun();
            var options = new TrainerOptions { Steps = 3_000, LogEvery = logEvery, CheckpointEvery = 1_700, CheckpointFolder = folder.Path };
            return run.Train(options, step =>
            {
                if (step.Number == 2_500)
                    at?.Invoke();
                return run.Model.Loss(step.Random);
            }).History.Training;
        }
    }

    [Fact]
    public void Optimizer_of_another_model_is_refused()
    {
        using var run = new TinyRun();
        using var other = new TinyRun();
        var error = Assert.Throws<ArgumentException>(() => new Trainer(run.Model, optim.Adam(other.Model.parameters()), step => run.Model.Loss(step.Random), new() { Steps = 1 }));
        Assert.Contains("none of them is one of the", error.Message, StringComparison.Ordinal);
        Assert.Contains("the training would not change it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_depend_on_the_seed()
    {
        Assert.Equal(Losses(seed: 3), Losses(seed: 3));
        Assert.NotEqual(Losses(seed: 3), Losses(seed: 4));

        static IEnumerable<LossPoint> Losses(long seed)
        {
            using var run = new TinyRun();
            return run.Train(new() { Steps = 20, LogEvery = 5, Seed = seed }).History.Training;
        }
    }

    [Fact]
    public void Evaluation_and_callbacks_run_in_evaluation_mode_without_side_effects()
    {
        using var plain = new TinyRun();
        var expected = plain.Train(new() { Steps = 20, LogEvery = 20 });

        using var run = new TinyRun();
        var modes = new List<(bool Training, bool Gradients)>();
        var result = run.Train(new()
        {
            Steps = 20,
            LogEvery = 20,
            EvaluateEvery = 5,
            Evaluate = () =>
            {
                modes.Add((run.Model.training, is_grad_enabled()));
                rand(10);
                return run.HeldOut();
            },
            Evaluated = _ => modes.Add((run.Model.training, is_grad_enabled())),
            Logged = _ => modes.Add((run.Model.training, is_grad_enabled())),
        });

        Assert.Equal(9, modes.Count);
        Assert.All(modes, mode => Assert.Equal((false, false), mode));
        Assert.Equal(expected.History.Training, result.History.Training);
    }

    [Fact]
    public void Training_stops_early_if_the_validation_loss_stops_decreasing()
    {
        using var run = new TinyRun();
        var losses = new Queue<double>([3, 2, 2.5, 2.25, 1]);
        var result = run.Train(new() { Steps = 100, EvaluateEvery = 10, Patience = 2, Evaluate = () => losses.Dequeue() });

        Assert.Equal(TrainingOutcome.StoppedEarly, result.Outcome);
        Assert.Equal(40, result.Step);
        Assert.Equal(new LossPoint(20, 2), result.Best);
        Assert.Contains("Stopped early at step 40: the validation loss has not decreased for 2 evaluations. The lowest was 2.0000 at step 20.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Validation_loss_below_the_target_ends_the_run()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Steps = 100, EvaluateEvery = 10, Target = 1, TargetEvaluations = 2, CheckpointFolder = folder["checkpoint"], Resume = true };
        using (var run = new TinyRun())
        {
            var losses = new Queue<double>([3, 0.5, 1, 0.75, 0.25, 2]);
            var result = run.Train(options with { Evaluate = () => losses.Dequeue() });
            Assert.Equal((TrainingOutcome.TargetReached, 50), (result.Outcome, result.Step));
            Assert.Contains("Target reached at step 50: validation loss 0.2500, below 1 for 2 evaluations.", run.Output, StringComparison.Ordinal);
        }
        using (var run = new TinyRun())
        {
            var result = run.Train(options with { Evaluate = () => throw new InvalidOperationException("There is nothing left to evaluate.") });
            Assert.Equal((TrainingOutcome.TargetReached, 50), (result.Outcome, result.Step));
            Assert.Equal(0.25, result.History.Validation[^1].Loss);
        }
        using (var run = new TinyRun())
        {
            // The last step may be the one.
            var result = run.Train(options with { Steps = 50, Evaluate = () => throw new InvalidOperationException("There is nothing left to evaluate.") });
            Assert.Equal((TrainingOutcome.TargetReached, 50), (result.Outcome, result.Step));
        }
        using (var run = new TinyRun())
        {
            // A run with fewer steps continues.
            var result = run.Train(options with { Target = 0.1, Evaluate = () => 0.5 });
            Assert.Equal((TrainingOutcome.Completed, 100), (result.Outcome, result.Step));
        }
    }

    [Fact]
    public void Target_without_evaluation_or_valid_count_is_an_error()
    {
        using var run = new TinyRun();
        Assert.Contains("Evaluate", Assert.ThrowsAny<ArgumentException>(() => run.Trainer(new() { Steps = 1, Target = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("Target", Assert.ThrowsAny<ArgumentException>(() => run.Trainer(new() { Steps = 1, Target = double.NaN, Evaluate = () => 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("TargetEvaluations", Assert.ThrowsAny<ArgumentException>(() => run.Trainer(new() { Steps = 1, Target = 1, TargetEvaluations = 0, Evaluate = () => 1 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Best_weights_are_kept_in_addition_to_the_last()
    {
        using var folder = new TemporaryFolder();
        using var run = new TinyRun();
        Dictionary<string, float[]>? best = null;
        var losses = new Queue<double>([3, 2, 2.5]);
        var result = run.Train(new()
        {
            Steps = 30,
            EvaluateEvery = 10,
            Evaluate = () => losses.Dequeue(),
            Evaluated = report => best = report.Step == 20 ? run.Model.Weights() : best,
            CheckpointFolder = folder["checkpoint"],
        });

        var last = run.Model.Weights();
        run.Model.LoadSafetensors(result.BestWeights!);
        Assert.Equal(best, run.Model.Weights());
        run.Model.LoadSafetensors(result.Weights!);
        Assert.Equal(last, run.Model.Weights());
        Assert.Equal(["step-00000020", "step-00000030"], Directory.GetDirectories(folder["checkpoint"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Schedule_sets_the_learning_rate_of_each_step()
    {
        using var run = new TinyRun();
        var rates = new List<double>();
        run.Train(new() { Steps = 4, Schedule = LearningRateSchedule.StepDecay(2, 0.5) }, step =>
        {
            rates.Add(run.Optimizer.ParamGroups.First().LearningRate);
            return run.Model.Loss(step.Random);
        });
        Assert.Equal([0.01, 0.01, 0.005, 0.005], rates);
    }

    [Fact]
    public void Non_finite_loss_stops_with_advice_and_keeps_the_last_checkpoint()
    {
        using var folder = new TemporaryFolder();
        using var run = new TinyRun();
        var exception = Assert.Throws<TrainingDivergedException>(() => run.Train(
            new() { Steps = 100, LogEvery = 50, CheckpointEvery = 20, CheckpointFolder = folder.Path },
            step => step.Number == 27 ? run.Model.Loss(step.Random) / 0 : run.Model.Loss(step.Random)));

        Assert.Equal(27, exception.Step);
        Assert.Contains("became Infinity at step 27. Try a lower learning rate (it is 0.01), ClipNorm, which is not set", exception.Message, StringComparison.Ordinal);
        Assert.Contains("An infinite loss can also come from a probability of 0, such as that of a CTC target that needs more steps than its sequence has (zero_infinity).", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"The checkpoint of step 20 in {folder.Path} is kept.", exception.Message, StringComparison.Ordinal);

        using var again = new TinyRun();
        Assert.Equal(100, again.Train(new() { Steps = 100, LogEvery = 50, CheckpointFolder = folder.Path, Resume = true }).Step);
    }

    [Fact]
    public void Non_finite_weights_are_not_saved()
    {
        using var folder = new TemporaryFolder();
        using var run = new TinyRun();

        // A loss that is finite while its gradient is not: the slope of the square root at zero.
        var exception = Assert.Throws<TrainingDivergedException>(() => run.Train(
            new() { Steps = 30, CheckpointEvery = 10, CheckpointFolder = folder.Path },
            step => step.Number == 20 ? run.Model.Loss(step.Random) + (run.Model.parameters().First().sum() * 0).sqrt() : run.Model.Loss(step.Random)));

        Assert.Equal(20, exception.Step);
        Assert.StartsWith("A weight became infinite or NaN at step 20.", exception.Message, StringComparison.Ordinal);
        Assert.Equal("step-00000010", File.ReadAllText(folder["latest"]).Trim());
    }

    [Fact]
    public void Non_finite_validation_loss_is_an_error()
    {
        using var run = new TinyRun();
        var exception = Assert.Throws<TrainingDivergedException>(() => run.Train(new() { Steps = 5, Evaluate = () => double.NaN }));
        Assert.StartsWith("The validation loss is NaN at step 5.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_that_is_not_a_scalar_is_an_error()
    {
        using var run = new TinyRun();
        var exception = Assert.Throws<InvalidOperationException>(() => run.Train(new() { Steps = 5 }, _ => ones(2, 3)));
        Assert.Contains("[2, 3]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Redirected_output_has_plain_lines()
    {
        using var run = new TinyRun();
        run.Train(new()
        {
            Steps = 30,
            LogEvery = 10,
            EvaluateEvery = 20,
            Evaluate = () => run.HeldOut(),
            TokensPerStep = 20,
            Evaluated = report => report.WriteLine($"a [sample] after {report.Step} steps, longer than the eighty characters a console without a width would break it at"),
        });

        var lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.Matches(@"^step 10/30  loss \d\.\d{4}  [\d.k]+ steps/s  [\d.k]+ tokens/s  0:00:\d\d left$", lines[0]);
        Assert.Matches(@"^step 20/30  loss \d\.\d{4}  validation \d\.\d{4}  [\d.k]+ steps/s", lines[1]);
        Assert.StartsWith("a [sample] after 20 steps, longer than", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public void Accuracy_is_displayed_recorded_and_saved_with_the_loss()
    {
        using var folder = new TemporaryFolder();
        using var run = new TinyRun();
        TrainingReport? report = null;
        var options = new TrainerOptions
        {
            Steps = 20,
            LogEvery = 10,
            EvaluateEvery = 20,
            Evaluate = () => new Evaluation(run.HeldOut(), 0.98765),
            Evaluated = evaluated => report = evaluated,
            CheckpointFolder = folder["checkpoint"],
            TensorBoardFolder = folder["events"],
        };
        var history = run.Train(options).History;

        Assert.Equal((0.98765, 0.98765), (history.Validation.Single().Accuracy, report!.Accuracy));
        Assert.Matches(@"step 20/20  loss \d\.\d{4}  validation \d\.\d{4}  accuracy 98\.77%  ", run.Output);
        Assert.DoesNotContain("accuracy", run.Output.Split('\n')[0], StringComparison.Ordinal);
        var scalars = EventFile.ReadScalars(Assert.Single(Directory.GetFiles(folder["events"], "events.out.tfevents.*")));
        Assert.Equal((20, 0.98765f), scalars.Where(scalar => scalar.Tag == "accuracy/validation").Select(scalar => (scalar.Step, scalar.Value)).Single());

        using var resumed = new TinyRun();
        Assert.Equal(history.Validation, resumed.Train(options with { Resume = true }).History.Validation);
    }

    [Fact]
    public void TensorBoard_event_file_contains_the_losses()
    {
        using var folder = new TemporaryFolder();
        using var run = new TinyRun();
        var result = run.Train(new() { Steps = 20, LogEvery = 10, EvaluateEvery = 20, Evaluate = () => run.HeldOut(), TensorBoardFolder = folder.Path });

        var scalars = EventFile.ReadScalars(Assert.Single(Directory.GetFiles(folder.Path, "events.out.tfevents.*")));
        Assert.Equal(
            result.History.Training.Select(point => (point.Step, (float)point.Loss)),
            scalars.Where(scalar => scalar.Tag == "loss/training").Select(scalar => (scalar.Step, scalar.Value)));
        Assert.Equal(
            result.History.Validation.Select(point => (point.Step, (float)point.Loss)),
            scalars.Where(scalar => scalar.Tag == "loss/validation").Select(scalar => (scalar.Step, scalar.Value)));
    }

    [Fact]
    public void A_thousand_steps_keep_the_live_tensor_count() => LeaveNothing(1_000);

    [UnixFact]
    public void Signal_without_a_checkpoint_folder_announces_no_checkpoint()
    {
        using var run = new TinyRun();
        var options = new TrainerOptions { Steps = 1_000_000, Console = run.Console };
        var result = new Trainer(run.Model, run.Optimizer, step =>
        {
            if (step.Number == 3)
            {
                using var kill = Process.Start("kill", ["-s", "TERM", $"{Environment.ProcessId}"]);
                kill.WaitForExit();
            }

            return run.Model.Loss(step.Random);
        }, options).Run();

        Assert.Equal((TrainingOutcome.Interrupted, PosixSignal.SIGTERM), (result.Outcome, result.Signal));
        Assert.Contains("SIGTERM: ending the run. A second signal ends the process at once.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing is saved, because no checkpoint folder is set.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("saving a checkpoint", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Ten_thousand_steps_keep_the_live_tensor_count() => LeaveNothing(10_000);

    private static void LeaveNothing(int steps)
    {
        using var run = new TinyRun();
        var counts = new List<long>();
        using var carried = new CarriedState<TinyLanguageModel.State>(TinyLanguageModel.InitialState(2));
        var inputs = zeros(2, 1, dtype: ScalarType.Int64);
        var targets = zeros(2, dtype: ScalarType.Int64);
        run.Train(
            new()
            {
                Steps = steps,
                LogEvery = steps / 10,
                ClipNorm = 1,
                EvaluateEvery = steps / 10,
                Evaluate = () => run.HeldOut(),
                CarriedState = carried,
                Logged = _ => counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount),
            },
            _ =>
            {
                var (output, state) = run.Model.call(inputs, carried.Value);
                carried.Value = state;
                return nn.functional.cross_entropy(output.squeeze(1), targets);
            });

        Assert.Equal(10, counts.Count);
        Assert.All(counts, count => Assert.Equal(counts[0], count));
    }

    [Theory]
    [InlineData(0, null, null, "Steps")]
    [InlineData(1, 0.0, null, "ClipNorm")]
    [InlineData(1, double.NaN, null, "ClipNorm")]
    [InlineData(1, null, 0, "Patience")]
    [InlineData(1, null, 1, "Evaluate")]
    public void Option_out_of_range_error_names_the_option(long steps, double? clipNorm, int? patience, string named)
    {
        using var run = new TinyRun();
        var exception = Assert.ThrowsAny<ArgumentException>(() => run.Trainer(new() { Steps = steps, ClipNorm = clipNorm, Patience = patience }));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }
}
