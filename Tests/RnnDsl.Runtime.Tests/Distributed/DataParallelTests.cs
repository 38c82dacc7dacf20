using RnnDsl.Distributed;
using RnnDsl.Metrics;
using RnnDsl.Runtime.Tests.Training;
using RnnDsl.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Distributed;

/// <summary>Trainings on several ranks take the steps of one process, and end together.</summary>
public sealed class DataParallelTests
{
    private const int Steps = 12;

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    public void Ranks_take_the_steps_of_one_process_with_as_many_micro_batches(int ranks, int accumulation)
    {
        var options = new TrainerOptions { Steps = Steps, LogEvery = 3, ClipNorm = 0.5, GradientAccumulationSteps = accumulation };
        using var alone = new TinyRun();
        var expected = alone.Train(options with { GradientAccumulationSteps = ranks * accumulation });
        using var all = new Runs(ranks);
        var results = all.Train(_ => options);
        foreach (var (rank, result) in results.Index())
        {
            // Dropout acts: the micro-batches have the same random numbers, wherever they are computed.
            Assert.Equal(expected.History.Training.Select(static point => point.Loss), result.History.Training.Select(static point => point.Loss), (one, other) => Math.Abs(one - other) < 1e-5);
            Near(alone.Model.Weights(), all[rank].Model.Weights(), 2e-4);
            Assert.Equal(all[0].Model.Weights(), all[rank].Model.Weights());
        }
    }

    [Fact]
    public void Two_ranks_equal_one_process_at_the_same_global_batch_in_double_precision()
    {
        const int Batch = 8;
        var options = new TrainerOptions { Steps = 100, LogEvery = 10 };
        using var alone = DoublePrecision.Create();
        var expected = alone.Train(options, step => DoublePrecision.Loss(alone, (step.Number - 1) * Batch, Batch));
        using var all = new Runs(2, DoublePrecision.Create);
        var results = all.Train(_ => options, static (run, step) => DoublePrecision.Loss(run, (step.Number - 1) * (Batch / 2), Batch / 2));
        Assert.Equal(expected.History.Training.Select(static point => point.Loss), results[1].History.Training.Select(static point => point.Loss), (one, other) => Math.Abs(one - other) < 1e-9);
        foreach (var ((name, one), (_, other)) in alone.Model.named_parameters().Zip(all[1].Model.named_parameters()))
            Assert.True((one - other).abs().max().item<double>() < 1e-9, name);
    }

    [Fact]
    public void The_mean_is_over_the_weights_of_all_ranks()
    {
        // The loss of a rank is its number times the parameter, its weight 1 or 3: the gradient is the weighted mean of 1 and 2.
        var gradients = ThreadCommunicator.Run(2, communicator =>
        {
            var parameter = new Parameter(ones(1));
            using var module = new OneParameter(parameter);
            using var optimizer = optim.SGD([parameter], 1);
            new Trainer(module, optimizer, step =>
            {
                step.SetWeight(communicator.Rank == 0 ? 1.0 : 3.0);
                return (parameter * (communicator.Rank + 1)).sum();
            }, new() { Steps = 1, Communicator = communicator, HandleSignals = false }).Run();
            return 1 - parameter.item<float>();
        });
        Assert.All(gradients, static pair => Assert.Equal((1 + (3 * 2)) / 4f, pair.Result, 1e-6f));
    }

    [Fact]
    public void A_parameter_that_only_one_rank_uses_has_the_same_gradient_on_all()
    {
        var values = ThreadCommunicator.Run(2, communicator =>
        {
            var (used, unused, never) = (new Parameter(ones(1)), new Parameter(ones(1)), new Parameter(ones(1)));
            using var module = new OneParameter(used, unused, never);
            using var optimizer = optim.SGD([used, unused, never], 1, weight_decay: 0.5);
            new Trainer(
                module, optimizer, _ => (communicator.Rank == 0 ? used : used * unused).sum(), new() { Steps = 1, Communicator = communicator, HandleSignals = false }).Run();
            return (used.item<float>(), unused.item<float>(), never.item<float>());
        });

        // The mean of 0 and 1, and the decay; no decay for what no rank uses.
        Assert.All(values, static pair => Assert.Equal((1 - 1.5f, 1 - 1f, 1f), pair.Result));
    }

    [Fact]
    public void Rank_0_starts_with_its_weights_on_all_ranks()
    {
        using var all = new Runs(2);
        all[1].Model.parameters().First().detach().add_(1);
        all.Train(static _ => new() { Steps = 1 });
        Assert.Equal(all[0].Model.Weights(), all[1].Model.Weights());
    }

    [Fact]
    public void A_stop_of_one_rank_stops_all_after_the_same_step()
    {
        using var stop = new CancellationTokenSource();
        using var all = new Runs(2);
        var results = all.Train(
            static _ => new() { Steps = 1_000 },
            (run, step) =>
            {
                if (run == all[1] && step.OptimizerStep == 5)
                    stop.Cancel();
                return run.Model.Loss(step.Random);
            },
            rank => rank == 1 ? stop.Token : default);
        Assert.All(results, static result => Assert.Equal((TrainingOutcome.Interrupted, 5), (result.Outcome, result.Step)));
    }

    [Fact]
    public void A_loss_that_is_cancelled_on_one_rank_ends_the_step_on_all()
    {
        using var stop = new CancellationTokenSource();
        using var all = new Runs(2);
        var results = all.Train(
            static _ => new() { Steps = 1_000 },
            (run, step) =>
            {
                if (run == all[0] && step.OptimizerStep == 5)
                {
                    stop.Cancel();
                    stop.Token.ThrowIfCancellationRequested();
                }

                return run.Model.Loss(step.Random);
            },
            rank => rank == 0 ? stop.Token : default);
        Assert.All(results, static result => Assert.Equal((TrainingOutcome.Interrupted, 4), (result.Outcome, result.Step)));
        Assert.Equal(all[0].Model.Weights(), all[1].Model.Weights());
    }

    [Theory]
    [InlineData("loss")]
    [InlineData("evaluation")]
    [InlineData("callback")]
    public void An_error_of_one_rank_ends_all_with_its_message(string where)
    {
        using var all = new Runs(2);
        var failing = where == "callback" ? 0 : 1;
        var results = all.TryTrain(
            rank => new()
            {
                Steps = 10,
                LogEvery = 2,
                EvaluateEvery = 2,
                Evaluate = () => where == "evaluation" && rank == failing ? throw new InvalidDataException("Broken.") : all[rank].HeldOut(),
                Logged = where == "callback" ? _ => throw new InvalidDataException("Broken.") : null,
            },
            (run, step) => where == "loss" && run == all[failing] && step.OptimizerStep == 3 ? throw new InvalidDataException("Broken.") : run.Model.Loss(step.Random));
        Assert.Equal("Broken.", Assert.IsType<InvalidDataException>(results[failing].Failure).Message);
        Assert.Equal($"Rank {failing} of 2 has failed: Broken.", Assert.IsType<DistributedException>(results[1 - failing].Failure).Message);
    }

    [Fact]
    public void Parameters_that_differ_stop_the_run_at_the_step_where_it_is_seen()
    {
        using var all = new Runs(2);
        var results = all.TryTrain(
            static _ => new() { Steps = 20, LogEvery = 4 },
            (run, step) =>
            {
                if (run == all[1] && step.OptimizerStep == 6)
                {
                    using var quiet = no_grad();
                    run.Model.parameters().First().add_(1e-3);
                }

                return run.Model.Loss(step.Random);
            });
        Assert.All(results, static result => Assert.StartsWith(
            "The parameters of rank 1 differ from those of rank 0 at step 8.", Assert.IsType<DistributedException>(result.Failure).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Metrics_are_means_over_all_ranks_and_the_evaluation_of_rank_0_counts()
    {
        using var all = new Runs(2);
        var results = all.Train(
            rank => new() { Steps = 2, LogEvery = 2, EvaluateEvery = 2, Evaluate = () => new Evaluation(rank + 0.5, 0.25).With("F1", rank) },
            (run, step) =>
            {
                step.Report("rank", run == all[0] ? 1 : 4);
                return run.Model.Loss(step.Random);
            });
        Assert.All(results, static result =>
        {
            Assert.Equal(2.5, result.History.Training.Single().Metrics["rank"]);
            var evaluation = result.History.Validation.Single();
            Assert.Equal((0.5, 0.25, 0.0), (evaluation.Loss, evaluation.Accuracy, evaluation.Metrics["F1"]));
        });
    }

    [Fact]
    public void Only_rank_0_shows_progress_and_calls_back()
    {
        using var all = new Runs(2);
        var calls = new int[2];
        all.Train(rank => new()
        {
            Steps = 4,
            LogEvery = 2,
            EvaluateEvery = 4,
            Evaluate = () => all[rank].HeldOut(),
            Logged = _ => calls[rank]++,
            Evaluated = _ => calls[rank] += 10,
        });
        Assert.Equal([12, 0], calls);
        Assert.Contains("step 4/4", all[0].Output, StringComparison.Ordinal);
        Assert.Empty(all[1].Output);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void A_resumed_run_continues_bit_for_bit_on_as_many_micro_batches(int ranks, int accumulation)
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Steps = Steps, LogEvery = 4, CheckpointEvery = 5 };
        using var whole = new Runs(2);
        var expected = whole.Train(_ => options);

        using var stop = new CancellationTokenSource();
        using var first = new Runs(2);
        first.Train(
            _ => options with { CheckpointFolder = folder.Path },
            (run, step) =>
            {
                if (step.OptimizerStep == 7)
                    stop.Cancel();
                return run.Model.Loss(step.Random);
            },
            _ => stop.Token);
        using var second = new Runs(ranks);
        var actual = second.Train(_ => options with { CheckpointFolder = folder.Path, Resume = true, GradientAccumulationSteps = accumulation });
        Assert.All(actual, result => Assert.Equal(expected[0].History.Training, result.History.Training));
        Assert.Equal(whole[0].Model.Weights(), second[ranks - 1].Model.Weights());
    }

    [Fact]
    public void A_resume_with_another_number_of_micro_batches_is_refused_on_all_ranks()
    {
        using var folder = new TemporaryFolder();
        using var first = new Runs(2);
        first.Train(_ => new() { Steps = 2, CheckpointFolder = folder.Path });
        using var second = new Runs(3);
        var results = second.TryTrain(_ => new() { Steps = 4, CheckpointFolder = folder.Path, Resume = true });
        Assert.All(results, static result => Assert.Contains(
            "a step had 2 micro-batches (ranks × GradientAccumulationSteps: 2 × 1) and has 3 now (3 × 1)", Assert.IsType<CheckpointException>(result.Failure).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_rank_resumes_with_its_own_carried_state()
    {
        using var folder = new TemporaryFolder();
        Train(2, null, 8, out var expected);
        Train(2, folder.Path, 4, out _);
        Train(2, folder.Path, 8, out var actual);
        Assert.Equal(expected, actual);
        Assert.NotEqual(expected[0], expected[1]);

        var refused = Assert.Throws<CheckpointException>(() => Train(1, folder.Path, 8, out _));
        Assert.Contains("it has the carried states of 2 ranks, and this run has 1", refused.Message, StringComparison.Ordinal);

        static void Train(int ranks, string? folder, long steps, out float[][] states)
        {
            using var all = new Runs(ranks);
            var carried = all.Select(static _ => new CarriedState<TinyLanguageModel.State>(TinyLanguageModel.InitialState(2))).ToArray();
            var results = all.TryTrain(
                rank => new() { Steps = steps, CheckpointFolder = folder, Resume = folder is not null, CarriedState = carried[rank] },
                (run, step) =>
                {
                    var state = carried[all.IndexOf(run)];
                    var tokens = tensor(new long[] { step.Number % 7, (step.Number + 3) % 7 }).unsqueeze(1);
                    var (output, next) = run.Model.call(tokens, state.Value);
                    state.Value = next;
                    return nn.functional.cross_entropy(output.flatten(0, 1), tokens.flatten());
                });
            if (results.Select(static result => result.Failure).OfType<Exception>().FirstOrDefault() is { } failure)
                throw failure;
            states = [.. carried.Select(static state => state.Value.Hidden.data<float>().ToArray())];
            foreach (var state in carried)
                state.Dispose();
        }
    }

    [Fact]
    public void Ranks_share_an_evaluation_and_all_have_its_result()
    {
        manual_seed(1);
        using var model = nn.Linear(4, 3);
        var (inputs, labels) = (randn(7, 5, 4), randint(3, [7, 5], dtype: ScalarType.Int64));
        var alone = Evaluate(null);
        var shared = ThreadCommunicator.Run(3, Evaluate);
        Assert.All(shared, result =>
        {
            Assert.Null(result.Failure);
            Assert.Equal(alone.Mean, result.Result.Mean, 1e-12);
            Assert.Equal(alone.Scored.Loss, result.Result.Scored.Loss, 1e-12);
            Assert.Equal(alone.Scored.Accuracy, result.Result.Scored.Accuracy);
            Assert.Equal(alone.Report, result.Result.Report);
            Assert.Equal(alone.RocAuc, result.Result.RocAuc, 1e-12);
        });

        (double Mean, Evaluation Scored, string Report, double RocAuc) Evaluate(ICommunicator? communicator)
        {
            var metrics = new ClassificationMetrics(3) { KeepScores = true };
            var mean = Evaluation.Mean(model, Enumerable.Range(0, 7), i => new BatchLoss(Loss(i), i + 1), communicator: communicator).Loss;
            var scored = Evaluation.Classification(model, Enumerable.Range(0, 7), i => new(model.call(inputs[i]), labels[i]), metrics, communicator: communicator);
            return (mean, scored, metrics.ToString(), metrics.RocAuc);
        }

        Tensor Loss(int i) => nn.functional.cross_entropy(model.call(inputs[i]), labels[i]);
    }

    [Fact]
    public void A_failed_batch_of_one_rank_ends_the_evaluation_of_all()
    {
        using var model = nn.Identity();
        var results = ThreadCommunicator.Run(2, communicator => Evaluation.Mean(
            model,
            Enumerable.Range(0, 4),
            i => i == 3 ? throw new InvalidDataException("Broken.") : new BatchLoss(zeros(1), 1),
            communicator: communicator));
        Assert.Equal("Rank 1 of 2 has failed: Broken.", Assert.IsType<DistributedException>(results[0].Failure).Message);
        Assert.Equal("Broken.", Assert.IsType<InvalidDataException>(results[1].Failure).Message);
    }

    [Fact]
    public void One_rank_is_one_process()
    {
        using var alone = new TinyRun();
        var expected = alone.Train(new() { Steps = Steps, LogEvery = 3 });
        using var ranked = new TinyRun();
        var actual = ranked.Train(new() { Steps = Steps, LogEvery = 3, Communicator = SingleProcess.Instance });
        Assert.Equal(expected.History.Training, actual.History.Training);
        Assert.Equal(alone.Model.Weights(), ranked.Model.Weights());
    }

    private static void Near(Dictionary<string, float[]> expected, Dictionary<string, float[]> actual, double tolerance) =>
        Assert.All(expected, pair => Assert.All(pair.Value.Zip(actual[pair.Key]), numbers => Assert.Equal(numbers.First, numbers.Second, tolerance)));

    /// <summary>A tiny run for each rank.</summary>
    private sealed class Runs(int ranks, Func<TinyRun>? create = null) : List<TinyRun>(Enumerable.Range(0, ranks).Select(_ => create?.Invoke() ?? new TinyRun())), IDisposable
    {
        public TrainingResult[] Train(Func<int, TrainerOptions> options, Func<TinyRun, TrainingStep, Tensor>? loss = null, Func<int, CancellationToken>? cancellation = null) =>
            [.. TryTrain(options, loss, cancellation).Select(static pair => pair.Failure is null ? pair.Result! : throw new InvalidOperationException("A rank has failed.", pair.Failure))];

        public (TrainingResult? Result, Exception? Failure)[] TryTrain(
            Func<int, TrainerOptions> options, Func<TinyRun, TrainingStep, Tensor>? loss = null, Func<int, CancellationToken>? cancellation = null) =>
            ThreadCommunicator.Run(Count, communicator =>
            {
                var run = this[communicator.Rank];
                return run.Train(
                    options(communicator.Rank) with { Communicator = communicator },
                    loss is null ? null : step => loss(run, step),
                    cancellation?.Invoke(communicator.Rank) ?? default);
            });

        public void Dispose() => ForEach(static run => run.Dispose());
    }

    private sealed class OneParameter : nn.Module
    {
        public OneParameter(params Parameter[] parameters)
            : base(nameof(OneParameter))
        {
            foreach (var (i, parameter) in parameters.Index())
                register_parameter("p" + i, parameter);
        }
    }
}
