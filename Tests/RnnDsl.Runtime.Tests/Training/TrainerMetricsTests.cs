using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>Metrics beside the loss: shown, recorded, written to TensorBoard, resumed, and selecting the best weights.</summary>
public sealed class TrainerMetricsTests
{
    [Fact]
    public void Metrics_of_steps_and_evaluations_are_shown_recorded_and_written()
    {
        using var folder = new TemporaryFolder();
        using var run = new TinyRun();
        var reports = new List<TrainingReport>();
        var options = Options(run, folder["checkpoint"]) with { TensorBoardFolder = folder["events"], Logged = reports.Add, Evaluated = reports.Add };
        var result = run.Train(options, step => Loss(run, step));

        // Means since the last log: of 1 to 10 and of 11 to 20.
        Assert.Equal([5.5, 15.5], result.History.Training.Select(static point => point.Metrics["step"]));
        Assert.Equal([0.5, 0.5], result.History.Training.Select(static point => point.Metrics["half"]));
        Assert.Equal([20.25], result.History.Validation.Select(static point => point.Metrics["macro F1"]));
        Assert.Equal([10, 20, 20], reports.Select(static report => report.Step));
        Assert.Equal((15.5, 20.25), (reports[2].Metrics["step"], reports[2].ValidationMetrics["macro F1"]));
        Assert.Matches(@"^step 10/20  loss \d\.\d{4}  step 5\.5000  half 0\.5000  [\d.k]+ steps/s", run.Output);
        Assert.Matches(@"step 20/20  loss \d\.\d{4}  step 15\.5000  half 0\.5000  validation \d\.\d{4}  accuracy 50\.00%  macro F1 20\.2500  perplexity 1E\+20  [\d.k]+ steps/s", run.Output);
        Assert.Contains(", step 15.5000, half 0.5000, validation loss ", reports[2].ToString(), StringComparison.Ordinal);
        Assert.Contains(", accuracy 50.00%, macro F1 20.2500, perplexity 1E+20, learning rate", reports[2].ToString(), StringComparison.Ordinal);

        var scalars = EventFile.ReadScalars(Assert.Single(Directory.GetFiles(folder["events"], "events.out.tfevents.*")));
        Assert.Equal([(10, 5.5f), (20, 15.5f)], scalars.Where(static scalar => scalar.Tag == "step/training").Select(static scalar => (scalar.Step, scalar.Value)));
        Assert.Equal([(20, 20.25f)], scalars.Where(static scalar => scalar.Tag == "macro F1/validation").Select(static scalar => (scalar.Step, scalar.Value)));

        using var resumed = new TinyRun();
        var history = resumed.Train(options with { Resume = true, TensorBoardFolder = null }, step => Loss(resumed, step)).History;
        Assert.Equal(result.History.Training, history.Training);
        Assert.Equal(result.History.Validation, history.Validation);
    }

    [Fact]
    public void A_resumed_run_has_the_metrics_of_an_unbroken_one()
    {
        using var whole = new TinyRun();
        var expected = whole.Train(Options(whole, null) with { Steps = 40, LogEvery = 10 }, step => Loss(whole, step));
        using var folder = new TemporaryFolder();
        for (var resumes = 0; ; resumes++)
        {
            Assert.True(resumes < 10);
            using var run = new TinyRun();
            using var stop = new CancellationTokenSource();
            var steps = 0;
            var result = run.Train(
                Options(run, folder.Path) with { Steps = 40, LogEvery = 10, Resume = true },
                step =>
                {
                    if (++steps == 7)
                        stop.Cancel();
                    return Loss(run, step);
                },
                stop.Token);
            if (result.Outcome != TrainingOutcome.Completed)
                continue;
            Assert.Equal(expected.History.Training, result.History.Training);
            Assert.Equal(expected.History.Validation, result.History.Validation);
            Assert.Equal(4, result.History.Training.Count(static point => point.Metrics.Count == 2));
            return;
        }
    }

    [Fact]
    public void Metrics_that_are_not_finite_do_not_end_a_run_and_are_resumed()
    {
        using var folder = new TemporaryFolder();
        using var run = new TinyRun();
        var options = new TrainerOptions { Steps = 3, LogEvery = 2, CheckpointFolder = folder.Path, Evaluate = () => new Evaluation(run.HeldOut()).With("AUC", double.NaN).With("perplexity", double.PositiveInfinity) };
        var history = run.Train(options, step =>
        {
            step.Report("norm", double.NaN);
            return run.Model.Loss(step.Random);
        }).History;
        Assert.Equal((double.NaN, double.PositiveInfinity), (history.Validation[0].Metrics["AUC"], history.Validation[0].Metrics["perplexity"]));
        Assert.Equal([double.NaN, double.NaN], history.Training.Select(static point => point.Metrics["norm"]));

        using var resumed = new TinyRun();
        Assert.Equal(history.Validation, resumed.Train(options with { Resume = true }).History.Validation);
    }

    [Fact]
    public void The_highest_metric_selects_the_best_weights_and_counts_patience()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Steps = 100, EvaluateEvery = 10, Patience = 2, Monitor = MonitoredMetric.Highest("macro F1"), CheckpointFolder = folder.Path };
        using var run = new TinyRun();
        Dictionary<string, float[]>? best = null;
        var scores = new Queue<(double Loss, double F1)>([(1, 0.3), (2, 0.5), (0.5, 0.4), (0.25, 0.5), (3, 0.9)]);
        var result = run.Train(options with
        {
            Evaluate = () => scores.Dequeue() is var (loss, f1) ? new Evaluation(loss).With("macro F1", f1) : default,
            Evaluated = report => best = report.Step == 20 ? run.Model.Weights() : best,
        });

        Assert.Equal((TrainingOutcome.StoppedEarly, 40, 20), (result.Outcome, result.Step, result.Best!.Value.Step));
        Assert.Contains("Stopped early at step 40: the metric 'macro F1' has not improved for 2 evaluations. The highest was 0.5000 at step 20.", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($"; highest macro F1 0.5000 at step 20, validation loss 2.0000; best weights {result.BestWeights}; last weights {result.Weights}", result.ToString(), StringComparison.Ordinal);
        run.Model.LoadSafetensors(result.BestWeights!);
        Assert.Equal(best, run.Model.Weights());

        using var other = new TinyRun();
        var exception = Assert.Throws<CheckpointException>(() => other.Train(options with { Monitor = MonitoredMetric.Loss, Resume = true, Evaluate = () => 1 }));
        Assert.Contains("monitored metric was highest macro F1 and is now lowest loss", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_worse_direction_of_loss_and_accuracy_is_an_error()
    {
        Assert.Contains("MonitoredMetric.Lowest(\"loss\")", Assert.Throws<ArgumentException>(() => MonitoredMetric.Highest("loss")).Message, StringComparison.Ordinal);
        Assert.Contains("MonitoredMetric.Highest(\"accuracy\")", Assert.Throws<ArgumentException>(() => MonitoredMetric.Lowest("accuracy")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accuracy", true, 20)]
    [InlineData("loss", false, 10)]
    [InlineData("error", false, 20)]
    public void Loss_accuracy_and_any_metric_can_be_monitored(string name, bool highest, long step)
    {
        using var run = new TinyRun();
        var scores = new Queue<Evaluation>([new Evaluation(1, 0.5).With("error", 0.5), new Evaluation(2, 0.9).With("error", 0.1), new Evaluation(3, 0.1).With("error", 0.9)]);
        var result = run.Train(new()
        {
            Steps = 30,
            EvaluateEvery = 10,
            Evaluate = scores.Dequeue,
            Monitor = highest ? MonitoredMetric.Highest(name) : MonitoredMetric.Lowest(name),
        });
        Assert.Equal(step, result.Best!.Value.Step);
    }

    [Fact]
    public void A_monitored_metric_that_is_missing_or_not_a_number_is_named()
    {
        using var run = new TinyRun();
        var options = new TrainerOptions { Steps = 2, Monitor = MonitoredMetric.Highest("F1") };
        Assert.Contains("there is no Evaluate function", Assert.Throws<ArgumentException>(() => run.Trainer(options)).Message, StringComparison.Ordinal);
        var missing = Assert.Throws<InvalidOperationException>(() => run.Train(options with { Evaluate = () => new Evaluation(1, 0.5).With("macro F1", 1) }));
        Assert.Equal("TrainerOptions.Monitor is 'highest F1', and the evaluation at step 2 has no metric 'F1'; it has loss, accuracy, macro F1.", missing.Message);
        var undefined = Assert.Throws<InvalidOperationException>(() => run.Train(options with { Evaluate = () => new Evaluation(1).With("F1", double.NaN) }));
        Assert.Contains("at step 2 this metric is NaN", undefined.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" F1")]
    [InlineData("F1/macro")]
    [InlineData("two\nlines")]
    [InlineData("loss")]
    public void Names_of_metrics_are_checked(string name)
    {
        var step = new TrainingStep(1, new RandomSource(1));
        Assert.Throws<ArgumentException>(() => step.Report(name, 1));
        Assert.Throws<ArgumentException>(() => new Evaluation(1).With(name, 1));
        Assert.Throws<ArgumentException>(() => new Evaluation(1) { Metrics = new Dictionary<string, double> { [name] = 1 } });
        if (name != "loss")
            Assert.Throws<ArgumentException>(() => MonitoredMetric.Highest(name));
    }

    [Fact]
    public void Metrics_are_copied_from_the_dictionary_of_the_caller()
    {
        var metrics = new Dictionary<string, double> { ["F1"] = 1 };
        var evaluation = new Evaluation(1) { Metrics = metrics };
        var point = new LossPoint(1, 1) { Metrics = metrics };
        metrics["F1"] = 2;
        metrics[""] = 3;
        Assert.Equal([KeyValuePair.Create("F1", 1.0)], evaluation.Metrics);
        Assert.Equal([KeyValuePair.Create("F1", 1.0)], point.Metrics);
    }

    [Fact]
    public void Mistakes_in_metrics_are_named()
    {
        Assert.Contains("set Evaluation.Accuracy instead", Assert.Throws<ArgumentException>(() => new Evaluation(1).With("accuracy", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("has a metric 'F1' already", Assert.Throws<ArgumentException>(() => new Evaluation(1).With("F1", 1).With("F1", 2)).Message, StringComparison.Ordinal);
        using var vector = ones(2, 3);
        Assert.Contains("'norm' must be a scalar; it has the shape [2, 3]", Assert.Throws<ArgumentException>(() => new TrainingStep(1, new RandomSource(1)).Report("norm", vector)).Message, StringComparison.Ordinal);
        Assert.Equal(new Evaluation(1, 0.5).With("a", 1).With("b", 2), new Evaluation(1, 0.5).With("b", 2).With("a", 1));
        Assert.NotEqual(new Evaluation(1, 0.5).With("a", 1), new Evaluation(1, 0.5).With("a", 2));
    }

    [Fact]
    public void On_an_evaluation_between_two_logs_the_loss_is_that_of_the_steps_since_the_last_log()
    {
        using var run = new TinyRun();
        var losses = new List<double>();
        var reports = new List<TrainingReport>();
        var result = run.Train(new() { Steps = 20, LogEvery = 10, EvaluateEvery = 7, Evaluate = () => run.HeldOut(), Evaluated = reports.Add }, step =>
        {
            step.Report("step", step.Number);
            var loss = run.Model.Loss(step.Random);
            losses.Add(loss.item<float>());
            return loss;
        });

        // Evaluations at 7, 14 and 20; logs at 10 and 20.
        Assert.Equal([losses.Take(7).Average(), losses.Skip(10).Take(4).Average(), losses.Skip(10).Average()], reports.Select(static report => report.Loss!.Value));
        Assert.Equal([4, 12.5, 15.5], reports.Select(static report => report.Metrics["step"]));
        Assert.Equal([losses.Take(10).Average(), losses.Skip(10).Average()], result.History.Training.Select(static point => point.Loss));
    }

    private static Tensor Loss(TinyRun run, TrainingStep step)
    {
        step.Report("step", tensor(step.Number));
        step.Report("half", full([1, 1], 0.5));
        return run.Model.Loss(step.Random);
    }

    private static TrainerOptions Options(TinyRun run, string? folder) => new()
    {
        Steps = 20,
        LogEvery = 10,
        EvaluateEvery = 20,
        CheckpointEvery = 5,
        CheckpointFolder = folder,
        Evaluate = () => new Evaluation(run.HeldOut(), 0.5).With("macro F1", 20.25).With("perplexity", 1e20),
    };
}
