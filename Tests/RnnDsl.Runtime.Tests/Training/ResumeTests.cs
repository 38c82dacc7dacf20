using RnnDsl.Torch;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>A run that was interrupted ends, bit for bit, as one that was not: weights, losses, optimizer, dropout, schedule.</summary>
public sealed class ResumeTests
{
    public static TheoryData<string> Optimizers =>
    [
        "Adam", "AdamW", "AMSGrad", "SGD", "SGD with momentum", "RMSProp", "RMSProp, centered, with momentum", "Adagrad", "Adadelta", "Adamax", "ASGD", "NAdam", "RAdam", "Rprop",
    ];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Resumed_run_equals_an_uninterrupted_run(string optimizer)
    {
        using var folder = new TemporaryFolder();
        TinyRun.AssertResumedEqualsUninterrupted(folder.Path, Options, model => Create(optimizer, model));
    }

    [Fact]
    public void Resumed_run_restores_the_carried_state()
    {
        var (expected, expectedWeights) = Train(null, stopAfter: 1_000);
        using var folder = new TemporaryFolder();
        Train(folder.Path, stopAfter: 13);
        var (result, weights) = Train(folder.Path, stopAfter: 1_000);

        Assert.Equal(expected.History.Training, result.History.Training);
        Assert.Equal(expectedWeights, weights);

        static (TrainingResult Result, Dictionary<string, float[]> Weights) Train(string? folder, int stopAfter)
        {
            using var run = new TinyRun();
            using var stop = new CancellationTokenSource();
            using var carried = new CarriedState<TinyLanguageModel.State>(TinyLanguageModel.InitialState(4));
            var steps = 0;
            var result = run.Train(
                new() { Steps = 30, LogEvery = 10, CheckpointFolder = folder, Resume = folder is not null, CarriedState = carried },
                step =>
                {
                    if (++steps == stopAfter)
                        stop.Cancel();
                    var tokens = (arange(6) + step.Number * 5).remainder(TinyLanguageModel.Vocabulary).expand(4, 6);
                    var (output, state) = run.Model.call(tokens.narrow(1, 0, 5), carried.Value);
                    carried.Value = state;
                    return nn.functional.cross_entropy(output.flatten(0, 1), tokens.narrow(1, 1, 5).flatten());
                },
                stop.Token);
            return (result, run.Model.Weights());
        }
    }

    [Fact]
    public void Interruption_prints_the_step_and_the_resume_command()
    {
        using var folder = new TemporaryFolder();
        using var run = new TinyRun();
        var result = run.Train(Options(run, folder.Path) with { ResumeCommand = "mine --resume" }, cancellation: new CancellationToken(canceled: true));

        Assert.Equal(TrainingOutcome.Interrupted, result.Outcome);
        Assert.Contains($"Stopped after step 0 of 40. Saved in {folder.Path}.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Resume with: mine --resume", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_names_the_option_if_there_is_no_command_to_resume()
    {
        const string Advice = "To continue this run, set Resume = true in its TrainerOptions and run the program again.";
        using var folder = new TemporaryFolder();
        using (var run = new TinyRun())
        {
            run.Train(Options(run, folder.Path) with { Resume = false }, cancellation: new CancellationToken(canceled: true));
            Assert.Contains(Advice, run.Output, StringComparison.Ordinal);
        }
        using (var again = new TinyRun())
        {
            var exception = Assert.Throws<CheckpointException>(() => again.Train(Options(again, folder.Path) with { Resume = false }));
            Assert.Contains("this folder holds the checkpoint of step 0 of a run. Nothing is changed. To continue that run, set Resume = true in its TrainerOptions", exception.Message, StringComparison.Ordinal);
        }
        using var resuming = new TinyRun();
        resuming.Train(Options(resuming, folder.Path), cancellation: new CancellationToken(canceled: true));
        Assert.DoesNotContain(Advice, resuming.Output, StringComparison.Ordinal);

        // A damaged checkpoint is reported as such.
        File.WriteAllText(Path.Combine(folder["step-00000000"], "weights.safetensors"), "");
        using var damaged = new TinyRun();
        var report = Assert.Throws<CheckpointException>(() => damaged.Train(Options(damaged, folder.Path) with { Resume = false }));
        Assert.Contains("this folder holds a checkpoint, which is damaged: ", report.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(40)]
    public void A_run_that_is_stopped_during_an_evaluation_evaluates_when_it_is_resumed(long step)
    {
        using var whole = new TinyRun();
        var expected = whole.Train(Options(whole, null));

        using var folder = new TemporaryFolder();
        using (var run = new TinyRun())
        {
            using var stop = new CancellationTokenSource();
            var evaluations = 0;
            var stopped = run.Train(
                Options(run, folder.Path) with
                {
                    Evaluate = () => Evaluation.Mean(run.Model, Enumerable.Range(0, 2), part =>
                    {
                        if (++evaluations > 2 * (step / 8 - 1))
                            stop.Cancel();
                        return new BatchLoss(run.Model.Loss(new RandomSource(99), batch: 16), 1);
                    }, cancellation: stop.Token),
                },
                cancellation: stop.Token);
            Assert.Equal((TrainingOutcome.Interrupted, step), (stopped.Outcome, stopped.Step));
            Assert.Equal((step / 8) - 1, stopped.History.Validation.Count);
        }

        using var resumed = new TinyRun();
        var result = resumed.Train(Options(resumed, folder.Path));
        Assert.Equal(expected.History.Training, result.History.Training);
        Assert.Equal(expected.History.Validation, result.History.Validation);
        Assert.Equal(expected.Best, result.Best);
        Assert.Equal(whole.Model.Weights(), resumed.Model.Weights());

        using var ended = new TinyRun();
        var last = ended.Train(Options(ended, folder.Path) with { Evaluate = () => throw new InvalidOperationException("There is nothing left to evaluate.") });
        Assert.Equal(expected.History.Validation, last.History.Validation);
        Assert.Contains($"step-{expected.Best!.Value.Step:D8}", last.BestWeights, StringComparison.Ordinal);
    }

    [Fact]
    public void Completed_run_can_be_extended()
    {
        using var folder = new TemporaryFolder();
        using (var first = new TinyRun())
            first.Train(Options(first, folder.Path) with { Steps = 20 });
        using var second = new TinyRun();
        var result = second.Train(Options(second, folder.Path));
        using var whole = new TinyRun();
        Assert.Equal(whole.Train(Options(whole, null)).History.Training, result.History.Training);
    }

    [Fact]
    public void Resuming_without_a_checkpoint_starts_at_step_1_with_a_message()
    {
        using var folder = new TemporaryFolder();
        using var run = new TinyRun();
        Assert.Equal(40, run.Train(Options(run, folder.Path)).Step);
        Assert.Contains($"There is no checkpoint in {folder.Path} yet: starting at step 1.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Partial_files_of_a_killed_save_are_ignored_and_deleted()
    {
        using var folder = new TemporaryFolder();
        using (var first = new TinyRun())
            first.Train(Options(first, folder.Path) with { Steps = 20 });

        // What a process leaves that was killed while writing, after its move, and while removing.
        Directory.CreateDirectory(folder["step-00000025.partial"]);
        File.WriteAllText(Path.Combine(folder["step-00000025.partial"], "weights.safetensors"), "half");
        Directory.CreateDirectory(folder["step-00000030"]);
        File.WriteAllText(Path.Combine(folder["step-00000030"], "optimizer.safetensors"), "old");
        File.WriteAllText(folder["latest.partial"], "step-0000");
        Directory.CreateDirectory(folder["notes of mine"]);

        using var second = new TinyRun();
        var result = second.Train(Options(second, folder.Path));
        Assert.Equal(40, result.Step);
        Assert.Contains("Resuming after step 20 of 40.", second.Output, StringComparison.Ordinal);
        var kept = new[] { "notes of mine", $"step-{result.Best!.Value.Step:D8}", "step-00000035", "step-00000040" }.Distinct().Order();
        Assert.Equal(kept, Directory.GetDirectories(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Concurrent_trainers_sample_independent_dropout_masks()
    {
        using var alone = new TinyRun();
        alone.Train(Options(alone, null));

        using var first = new TinyRun();
        using var second = new TinyRun();
        var threads = new[] { first, second }.Select(run => new Thread(() => run.Train(Options(run, null)))).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());

        Assert.Equal(alone.Model.Weights(), first.Model.Weights());
        Assert.Equal(alone.Model.Weights(), second.Model.Weights());
    }

    private static TrainerOptions Options(TinyRun run, string? folder) => new()
    {
        Steps = 40,
        LogEvery = 10,
        ClipNorm = 1,
        Evaluate = () => run.HeldOut(),
        EvaluateEvery = 8,
        CheckpointEvery = 5,
        Schedule = LearningRateSchedule.Cosine(40).WithWarmup(3),
        CheckpointFolder = folder,
        Resume = folder is not null,
        Seed = 5,
    };

    private static OptimizerHelper Create(string name, TinyLanguageModel model) => name switch
    {
        "Adam" => optim.Adam(model.parameters(), 0.01),
        "AdamW" => optim.AdamW(model.parameters(), 0.01),
        "AMSGrad" => optim.Adam(model.parameters(), 0.01, amsgrad: true),
        "SGD" => optim.SGD(model.parameters(), 0.1),
        "SGD with momentum" => optim.SGD(model.parameters(), 0.1, momentum: 0.9),
        "RMSProp" => optim.RMSProp(model.parameters(), 0.01),
        "RMSProp, centered, with momentum" => optim.RMSProp(model.parameters(), 0.01, momentum: 0.9, centered: true),
        "Adadelta" => optim.Adadelta(model.parameters(), 1),
        "Adamax" => optim.Adamax(model.parameters(), 0.01),
        "ASGD" => optim.ASGD(model.parameters(), 0.1),
        "RAdam" => optim.RAdam(model.parameters(), 0.01),
        "Rprop" => optim.Rprop(model.parameters(), 0.01),
        "Adagrad" => optim.Adagrad(model.parameters(), 0.01),
        "NAdam" => optim.NAdam(model.parameters(), 0.01),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
