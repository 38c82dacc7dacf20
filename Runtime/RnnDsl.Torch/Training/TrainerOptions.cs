using Spectre.Console;

namespace RnnDsl.Torch;

/// <summary>How long and how a <see cref="Trainer"/> trains, what it shows, and where it saves.</summary>
public sealed record TrainerOptions
{
    /// <summary>How many steps the whole run has, those before a resume included.</summary>
    public required long Steps { get; init; }

    /// <summary>Data order and dropout follow from it. Weights are drawn before a trainer sees them: seed those with <c>torch.manual_seed</c>.</summary>
    public long Seed { get; init; }

    /// <summary>Largest norm of all gradients together; longer ones are scaled down to it. <c>null</c> leaves them as they are.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The learning rate over the run, as a factor on the optimizer's own rates. Constant unless set.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>
    /// Below 1 and near it, such as 0.999: keep a <see cref="WeightAverage"/> of this decay. Evaluations and callbacks see the average, checkpoints
    /// hold it as the weights, and when the run ends it is what the module has. <c>null</c> averages nothing.
    /// </summary>
    public double? AverageDecay { get; init; }

    /// <summary>
    /// Every how many steps the mean training loss is read and shown. The losses of the steps between are kept, 8 bytes each, in memory and in checkpoints.
    /// </summary>
    public long LogEvery { get; init; } = 100;

    /// <summary>
    /// The held-out loss of the module as it is, with the accuracy where there is one: called in evaluation mode, without gradients,
    /// inside a dispose scope.
    /// </summary>
    public Func<Evaluation>? Evaluate { get; init; }

    /// <summary>Every how many steps <see cref="Evaluate"/> is called; the last step always is.</summary>
    public long EvaluateEvery { get; init; } = 500;

    /// <summary>Stop after this many evaluations in a row without a lower held-out loss. <c>null</c> never does.</summary>
    public int? Patience { get; init; }

    /// <summary>Stop once the held-out loss was below this for <see cref="TargetEvaluations"/> evaluations in a row. <c>null</c> never does.</summary>
    public double? Target { get; init; }

    /// <summary>How many evaluations in a row must be below <see cref="Target"/>: more than one tells a task that is learned from a lucky draw.</summary>
    public int TargetEvaluations { get; init; } = 1;

    /// <summary>Where checkpoints are kept. <c>null</c> keeps none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Every how many steps a checkpoint is written; the last step, a stop and a best held-out loss always write one.</summary>
    public long CheckpointEvery { get; init; } = 500;

    /// <summary>
    /// How many of the newest checkpoints stay, beside the one with the lowest held-out loss. A resume goes on from the one before where the newest is damaged.
    /// </summary>
    public int KeepCheckpoints { get; init; } = 2;

    /// <summary>Go on from the checkpoint in <see cref="CheckpointFolder"/>; where there is none yet, begin and say so.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// What else makes the run what it is (data, batch size, ...): kept in the checkpoint, and a resume with another value is refused.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>A state that training carries from step to step, saved and restored with the weights.</summary>
    public ICarriedState? CarriedState { get; init; }

    /// <summary>Tokens one step sees, to show tokens per second. Zero shows steps alone.</summary>
    public long TokensPerStep { get; init; }

    /// <summary>Where TensorBoard event files are written. <c>null</c> writes none.</summary>
    public string? TensorBoardFolder { get; init; }

    /// <summary>Called after each log, in evaluation mode and without gradients.</summary>
    public Action<TrainingReport>? Logged { get; init; }

    /// <summary>Called after each evaluation, in evaluation mode and without gradients: the place to show a sample.</summary>
    public Action<TrainingReport>? Evaluated { get; init; }

    /// <summary>Let Ctrl-C and SIGTERM finish the step and save; a second one ends the process at once.</summary>
    public bool HandleSignals { get; init; } = true;

    /// <summary>The command that goes on with this run, for the message after a stop.</summary>
    public string? ResumeCommand { get; init; }

    /// <summary>Where progress is shown: a live line on a terminal, plain lines elsewhere.</summary>
    public IAnsiConsole? Console { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LogEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(EvaluateEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(CheckpointEvery);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(KeepCheckpoints);
        ArgumentOutOfRangeException.ThrowIfNegative(TokensPerStep);
        if (ClipNorm is { } norm && !(norm > 0))
            throw new ArgumentOutOfRangeException(nameof(ClipNorm), norm, "The largest gradient norm is a positive number, or null for no clipping.");
        if (AverageDecay is { } decay)
            WeightAverage.Check(decay);
        if (Patience is < 1)
            throw new ArgumentOutOfRangeException(nameof(Patience), Patience, "Patience is a positive number of evaluations, or null to never stop early.");
        if (Patience is not null && Evaluate is null)
            throw new ArgumentException("Patience counts evaluations, and there is no Evaluate function.");
        if (Target is { } target && !double.IsFinite(target))
            throw new ArgumentOutOfRangeException(nameof(Target), target, "The target is a held-out loss, or null to train to the last step.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(TargetEvaluations);
        if (Target is not null && Evaluate is null)
            throw new ArgumentException("Target is a held-out loss, and there is no Evaluate function.");
        if (Resume && CheckpointFolder is null)
            throw new ArgumentException("Resume needs a CheckpointFolder to resume from.");
    }
}
