using RnnDsl.Torch;
using Spectre.Console;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>A run of the tiny model: fresh weights from a fixed seed, an optimizer, and what the run printed.</summary>
internal sealed class TinyRun : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly int _threads = get_num_threads();

    public TinyRun(Func<TinyLanguageModel, OptimizerHelper>? optimizer = null, double dropout = 0.3, int vocabulary = TinyLanguageModel.Vocabulary)
    {
        // Threads only wait for each other over tensors this small, the longer the busier the machine is.
        set_num_threads(1);
        manual_seed(17);
        Model = new TinyLanguageModel(dropout, vocabulary);
        Optimizer = optimizer?.Invoke(Model) ?? optim.Adam(Model.parameters(), 0.01);
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_output),
        });
    }

    public TinyLanguageModel Model { get; }

    public OptimizerHelper Optimizer { get; }

    public IAnsiConsole Console { get; }

    public string Output => _output.ToString();

    public Trainer Trainer(TrainerOptions options, Func<TrainingStep, Tensor>? loss = null) =>
        new(Model, Optimizer, loss ?? (step => Model.Loss(step.Random)), options with { Console = Console, HandleSignals = false });

    public TrainingResult Train(TrainerOptions options, Func<TrainingStep, Tensor>? loss = null, CancellationToken cancellation = default) =>
        Trainer(options, loss).Run(cancellation);

    /// <summary>A run that is stopped again and again has the history and the weights of one that is not.</summary>
    /// <param name="folder">The checkpoint folder of the run that is stopped.</param>
    /// <param name="options">The options, by the run and its checkpoint folder: <c>null</c> for none.</param>
    /// <param name="optimizer">The optimizer; <c>null</c>: the default one.</param>
    public static void AssertResumedEqualsUninterrupted(string folder, Func<TinyRun, string?, TrainerOptions> options, Func<TinyLanguageModel, OptimizerHelper>? optimizer = null)
    {
        using var whole = new TinyRun(optimizer);
        var expected = whole.Train(options(whole, null));
        var (result, weights) = TrainInParts(run => options(run, folder), optimizer);
        Assert.Equal(expected.History.Training, result.History.Training);
        Assert.Equal(expected.History.Validation, result.History.Validation);
        Assert.Equal(expected.Best, result.Best);
        Assert.Equal(whole.Model.Weights(), weights);
    }

    /// <summary>Trains, stopped again and again and resumed by a run of its own each time.</summary>
    /// <returns>How the last one ended, and its weights.</returns>
    private static (TrainingResult Result, Dictionary<string, float[]> Weights) TrainInParts(Func<TinyRun, TrainerOptions> options, Func<TinyLanguageModel, OptimizerHelper>? optimizer = null)
    {
        for (var resumes = 0; ; resumes++)
        {
            Assert.True(resumes < 10);
            using var run = new TinyRun(optimizer);
            using var stop = new CancellationTokenSource();
            var steps = 0;
            var result = run.Train(
                options(run),
                step =>
                {
                    // 7 does not divide any interval: stops fall between logs, evaluations and checkpoints alike.
                    if (++steps == 7)
                        stop.Cancel();
                    return run.Model.Loss(step.Random);
                },
                stop.Token);
            if (result.Outcome == TrainingOutcome.Completed)
                return (result, run.Model.Weights());
        }
    }

    /// <summary>A held-out loss that is the same for the same weights.</summary>
    public double HeldOut()
    {
        using var scope = NewDisposeScope();
        return Model.Loss(new RandomSource(99), batch: 16).item<float>();
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        Model.Dispose();
        _output.Dispose();
        set_num_threads(_threads);
    }
}
