using System.Text;
using Spectre.Console;

namespace RnnDsl.Training;

/// <summary>Options of a <see cref="Trainer"/>: length of the run, evaluation, checkpoints and display.</summary>
public sealed record TrainerOptions
{
    /// <summary>The number of steps of the whole run, those before a resume included. Required.</summary>
    public required long Steps { get; init; }

    /// <summary>
    /// The seed of data order and dropout. Weights are initialised before the trainer: seed those with <c>torch.manual_seed</c>. Default: 0.
    /// </summary>
    public long Seed { get; init; }

    /// <summary>
    /// Gradient clipping: the maximum global norm of the gradients, those of all micro-batches of a step together. Default: <c>null</c>, no clipping.
    /// </summary>
    public double? ClipNorm { get; init; }

    /// <summary>
    /// Gradient accumulation: the number of micro-batches of a step. The loss is called once for each, and their gradients are averaged, equally or by
    /// <see cref="TrainingStep.SetWeight(TorchSharp.torch.Tensor)"/>; clipping, the optimizer's step, the schedule, logs, evaluations and checkpoints follow once per step. Default: 1.
    /// </summary>
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>
    /// The precision of large products in a step; evaluations compute in float32. <see cref="Training.Precision.BFloat16"/> needs float32 weights. On a CPU without instructions for it
    /// (<see cref="MixedPrecision.IsFastOnCpu"/>) it is slower, which the trainer says. Default: <c>Float32</c>.
    /// </summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>
    /// Data-parallel training: the ranks that share each step, such as <see cref="MpiCommunicator"/>. A step has <see cref="GradientAccumulationSteps"/> micro-batches on every rank,
    /// each with a <see cref="TrainingStep.Number"/> and random numbers of its own, and their gradients are averaged over all of them: the steps are those of one process with
    /// as many times the gradient accumulation. Rank 0 shows progress, calls <see cref="Logged"/> and <see cref="Evaluated"/> and writes checkpoints, which all ranks read on resume; its evaluation
    /// counts. Default: <c>null</c>, one process.
    /// </summary>
    public ICommunicator? Communicator { get; init; }

    /// <summary>The learning rate schedule, a factor on the optimizer's learning rates. Default: <see cref="LearningRateSchedule.Constant"/>.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>
    /// The decay of a <see cref="WeightAverage"/>, slightly below 1, such as 0.999. Evaluations and callbacks use the averaged weights, checkpoints
    /// save them, and the module has them after the run. Default: <c>null</c>, no averaging.
    /// </summary>
    public double? AverageDecay { get; init; }

    /// <summary>
    /// The interval, in steps, at which the mean training loss is read and shown. The losses in between are kept, 8 bytes each, in memory and in checkpoints. Default: 100.
    /// </summary>
    public long LogEvery { get; init; } = 100;

    /// <summary>
    /// Evaluates the module: returns the validation loss, with the accuracy and further metrics if there are any; <see cref="Evaluation.Mean"/> and
    /// <see cref="Evaluation.Classification"/> compute them. Called in evaluation mode, without gradients, inside a dispose scope. Default: <c>null</c>, no evaluation.
    /// </summary>
    public Func<Evaluation>? Evaluate { get; init; }

    /// <summary>The interval of evaluations in steps; the last step always evaluates. Default: 500.</summary>
    public long EvaluateEvery { get; init; } = 500;

    /// <summary>
    /// The metric of the evaluations that selects the best weights and that <see cref="Patience"/> observes, such as <c>MonitoredMetric.Highest("macro F1")</c>. Default:
    /// <see cref="MonitoredMetric.Loss"/>, the lowest validation loss.
    /// </summary>
    public MonitoredMetric Monitor { get; init; } = MonitoredMetric.Loss;

    /// <summary>
    /// Early stopping: the number of successive evaluations without a better value of <see cref="Monitor"/>, by default a lower validation loss. Default: <c>null</c>, no
    /// early stopping.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>
    /// Stops once the validation loss was below this value for <see cref="TargetEvaluations"/> successive evaluations. Default: <c>null</c>, no target.
    /// </summary>
    public double? Target { get; init; }

    /// <summary>
    /// The number of successive evaluations below <see cref="Target"/>; more than one distinguishes a learned task from a random fluctuation. Default: 1.
    /// </summary>
    public int TargetEvaluations { get; init; } = 1;

    /// <summary>The folder of the checkpoints. Default: <c>null</c>, no checkpoints.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>The interval of checkpoints in steps; the last step, a stop and a new best evaluation always write one. Default: 500.</summary>
    public long CheckpointEvery { get; init; } = 500;

    /// <summary>
    /// The number of recent checkpoints to keep, besides the one of the best evaluation. A resume uses the previous one if the newest is damaged. Default: 2.
    /// </summary>
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>
    /// Whether to resume from the checkpoint in <see cref="CheckpointFolder"/>; if there is none yet, starts a new run and reports it. Without it a folder that holds a
    /// checkpoint is an error, and nothing in it changes. Default: <c>false</c>.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Further settings of the run (data, batch size, ...), saved in the checkpoint; a resume with other values is rejected. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = new OrderedDictionary<string, string>(value);
        }
    }
    = new Dictionary<string, string>();

    /// <summary>The state that training carries from step to step, saved and restored with the weights. Default: <c>null</c>, none.</summary>
    public ICarriedState? CarriedState { get; init; }

    /// <summary>The number of tokens per step, to show tokens per second. Default: 0, steps per second only.</summary>
    public long TokensPerStep { get; init; }

    /// <summary>The folder of TensorBoard event files. Default: <c>null</c>, no event files.</summary>
    public string? TensorBoardFolder { get; init; }

    /// <summary>Called after each log, in evaluation mode and without gradients. Default: <c>null</c>, no callback.</summary>
    public Action<TrainingReport>? Logged { get; init; }

    /// <summary>Called after each evaluation, in evaluation mode and without gradients, for example to show samples. Default: <c>null</c>, no callback.</summary>
    public Action<TrainingReport>? Evaluated { get; init; }

    /// <summary>
    /// Whether Ctrl-C, SIGTERM and on Linux SIGUSR1 finish the step and save a checkpoint; a second signal, half a second later or more, ends the process at once. Default: <c>true</c>.
    /// </summary>
    public bool HandleSignals { get; init; } = true;

    /// <summary>The command that resumes this run, for the message after a stop. Default: <c>null</c>, no command.</summary>
    public string? ResumeCommand { get; init; }

    /// <summary>
    /// The console for progress: a live display on a terminal, plain lines elsewhere. Default: <c>null</c>, the console of the process.
    /// </summary>
    public IAnsiConsole? Console { get; init; }

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers(
        (nameof(Steps), Steps), (nameof(Seed), Seed), (nameof(ClipNorm), ClipNorm), (nameof(GradientAccumulationSteps), GradientAccumulationSteps), (nameof(Precision), Precision), (nameof(AverageDecay), AverageDecay), (nameof(LogEvery), LogEvery), (nameof(EvaluateEvery), EvaluateEvery),
        (nameof(Monitor), Monitor), (nameof(Patience), Patience), (nameof(Target), Target), (nameof(CheckpointFolder), CheckpointFolder), (nameof(CheckpointEvery), CheckpointEvery), (nameof(Resume), Resume), (nameof(Settings), Settings));

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Steps);
        if (!Enum.IsDefined(Precision))
            throw new ArgumentOutOfRangeException(nameof(Precision), Precision, "A precision is Precision.Float32 or Precision.BFloat16.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LogEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(EvaluateEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(CheckpointEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(KeepCheckpoints);
        ArgumentOutOfRangeException.ThrowIfNegative(TokensPerStep);
        if (ClipNorm is { } norm && !(norm > 0))
            throw new ArgumentOutOfRangeException(nameof(ClipNorm), norm, "The maximum gradient norm is a positive number, or null for no clipping.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(GradientAccumulationSteps);
        ArgumentNullException.ThrowIfNull(Monitor);
        if (Monitor != MonitoredMetric.Loss && Evaluate is null)
            throw new ArgumentException($"Monitor is '{Monitor}', a metric of the evaluations, and there is no Evaluate function.");
        if (AverageDecay is { } decay)
            WeightAverage.Check(decay);
        if (Patience is < 1)
            throw new ArgumentOutOfRangeException(nameof(Patience), Patience, "Patience is a positive number of evaluations, or null to never stop early.");
        if (Patience is not null && Evaluate is null)
            throw new ArgumentException("Patience counts evaluations, and there is no Evaluate function.");
        if (Target is { } target && !double.IsFinite(target))
            throw new ArgumentOutOfRangeException(nameof(Target), target, "The target is a validation loss, or null to train to the last step.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(TargetEvaluations);
        if (Target is not null && Evaluate is null)
            throw new ArgumentException("Target is a validation loss, and there is no Evaluate function.");
        if (Resume && CheckpointFolder is null)
            throw new ArgumentException("Resume needs a CheckpointFolder.");
    }
}
