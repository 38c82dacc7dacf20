using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Spectre.Console;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// The training loop: steps, progress, evaluation, early stopping, checkpoints and resume. The caller provides the loss.
/// </summary>
/// <example>
/// <code>
/// var trainer = new Trainer(model, optim.Adam(model.parameters(), 0.002), step =>
/// {
///     var (inputs, targets) = corpus.Batch(step.Random, 64, 100);
///     return nn.functional.cross_entropy(model.call(inputs).Output.flatten(0, 1), targets.flatten());
/// },
/// new TrainerOptions { Steps = 3_000, ClipNorm = 5, CheckpointFolder = "runs/mine/checkpoint" });
/// trainer.Run();
/// </code>
/// </example>
/// <remarks>
/// <para>
/// The random numbers of a step, for its data (<see cref="TrainingStep.Random"/>) and on every device (dropout), are a function of the
/// seed and the step. So a checkpoint needs no generator state, and on the CPU a run that was interrupted or killed
/// and then resumed has the same losses and weights, bit for bit, as an uninterrupted one.
/// </para>
/// <para>
/// A step does not synchronise with the device: losses stay there until a log, an evaluation or a checkpoint reads them. A loss that is not
/// finite is detected at the next of these, with its step; a checkpoint is written only if all losses and weights are finite.
/// </para>
/// <para>
/// Loss, evaluation and callbacks run on a separate thread, which signals do not reach, while <see cref="Run"/> waits.
/// </para>
/// </remarks>
public sealed class Trainer
{
    private static readonly TimeSpan LostRankDelay = TimeSpan.FromMilliseconds(250);

    private readonly nn.Module _module;
    private readonly OptimizerHelper _optimizer;
    private readonly Func<TrainingStep, Tensor> _loss;
    private readonly TrainerOptions _options;
    private readonly List<Parameter> _parameters;
    private readonly ulong _randomOrigin;
    private readonly ProgressDisplay _display;
    private readonly CheckpointFolder? _checkpoints;
    private readonly DataParallel _ranks;

    private readonly List<LossPoint> _training = [];
    private readonly List<LossPoint> _validation = [];
    private long _step;
    private long _savedStep = -1;
    private LossPoint? _best;
    private int _sinceBest;
    private bool _evaluationPending;
    private bool _evaluationUnsaved;
    private double _secondsBefore;
    private SummaryWriter? _tensorBoard;
    private WeightAverage? _average;

    // Set by Run.
    private MetricWindow _metrics = null!;

    /// <summary>Configures a run; nothing is computed or written yet.</summary>
    /// <param name="module">The network, on its device.</param>
    /// <param name="optimizer">An optimizer of TorchSharp over the module's parameters.</param>
    /// <param name="loss">The loss of one step, a scalar with its graph. Called inside a dispose scope.</param>
    /// <param name="options">The length of the run, evaluation, checkpoints and display.</param>
    /// <exception cref="ArgumentException">An option is out of range, two options contradict each other, or the optimizer has no parameter of the module.</exception>
    /// <exception cref="NotSupportedException">A checkpoint folder is set, and checkpoints do not support the optimizer's state.</exception>
    public Trainer(nn.Module module, OptimizerHelper optimizer, Func<TrainingStep, Tensor> loss, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();

        _module = module;
        _optimizer = optimizer;
        _loss = loss;
        _options = options;
        _parameters = [.. optimizer.parameters()];
        var own = module.parameters().Select(static parameter => parameter.Handle).ToHashSet();
        if (!_parameters.Any(parameter => own.Contains(parameter.Handle)))
        {
            throw new ArgumentException(
                $"The optimizer has {_parameters.Count.Invariant()} parameters, and none of them is one of the {own.Count.Invariant()} parameters of {module.GetName()}: the training would not change it. Create the optimizer with its parameters(), after the module has been moved to its device.", nameof(optimizer));
        }

        _randomOrigin = new RandomSource(options.Seed).NextUInt64();
        _ranks = new DataParallel(options.Communicator ?? SingleProcess.Instance);
        _display = ProgressDisplay.For(_ranks.IsFirst ? options.Console ?? AnsiConsole.Console : NoConsole());
        if (options.Precision == Precision.BFloat16 && _parameters.FirstOrDefault(static parameter => parameter.dtype != ScalarType.Float32) is { } other)
        {
            throw new ArgumentException(
                $"Precision.BFloat16 multiplies float32 weights in bfloat16; the module has a parameter [{string.Join(", ", other.shape)}] of {other.dtype}. Create the module with dtype: ScalarType.Float32, or leave the precision out.", nameof(options));
        }

        _checkpoints = options.CheckpointFolder is { } folder ? new CheckpointFolder(folder) : null;
        if (_checkpoints is not null)
            OptimizerStateFile.Check(optimizer);
    }

    /// <summary>Trains to the last step, to early stopping or to an interruption, and saves a checkpoint.</summary>
    /// <param name="cancellation">
    /// Requests a stop after the current step, as Ctrl-C does. It also stops an <see cref="TrainerOptions.Evaluate"/> that passes the same token on: a resume of the run
    /// evaluates then. A loss that throws the <see cref="OperationCanceledException"/> of the token ends its step, which a resume repeats; throw before the model changes a
    /// <see cref="CarriedState{TState}"/> or a buffer, which keep their new values. A callback that throws it ends the run after its step.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// The trainer has already run; the loss is null, not a scalar or without a gradient; or an evaluation has no value of <see cref="TrainerOptions.Monitor"/>, in which case
    /// the step is saved first.
    /// </exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged or of another run, or <see cref="TrainerOptions.Resume"/> is not set.</exception>
    /// <exception cref="TrainingDivergedException">A loss or a weight is infinite or NaN.</exception>
    /// <exception cref="DistributedException">Another rank of <see cref="TrainerOptions.Communicator"/> has failed, or its parameters differ.</exception>
    public TrainingResult Run(CancellationToken cancellation = default)
    {
        if (_step > 0)
            throw new InvalidOperationException("This trainer has already run. To continue the run, create a new trainer with Resume.");

        FolderLock? taken = null;
        _ranks.Agree(() => taken = _ranks.IsFirst ? _checkpoints?.Lock() : null);
        using var locked = taken;
        using var signals = _options.HandleSignals ? new StopSignals() : null;
        using var watch = WatchForLostRank(signals);
        AllocatorSettings.KeepFreedMemory();
        return ComputeThread.Run(() =>
        {
            using var window = new LossWindow(_options.LogEvery);
            using var metrics = new MetricWindow(_options.LogEvery);
            _metrics = metrics;
            using var average = _options.AverageDecay is { } decay ? new WeightAverage(_parameters, decay) : null;
            _average = average;
            if (_options.Precision == Precision.BFloat16 && !MixedPrecision.IsFastOnCpu && _parameters.Count > 0 && _parameters[0].device_type == DeviceType.CPU)
                _display.WriteLine("This processor has no instructions for bfloat16: the steps will be slower than with Precision.Float32.");
            _ranks.Agree(() => Start(window));
            _ranks.Broadcast([.. _module.parameters(), .. _module.buffers()]);
            _tensorBoard = _ranks.IsFirst && _options.TensorBoardFolder is { } events ? utils.tensorboard.SummaryWriter(events) : null;
            return _display.Show(_options.Steps, () => Train(window, signals, cancellation));
        });
    }

    private TrainingResult Train(LossWindow window, StopSignals? signals, CancellationToken cancellation)
    {
        var wasTraining = _module.training;
        var total = Stopwatch.StartNew();
        var rate = new RateMeter(_step);

        // train() would also change parts of the network that are frozen in evaluation mode.
        if (!wasTraining)
            _module.train();
        try
        {
            // Gradients of a backward pass before the run do not belong to its first step.
            Gradients.Clear(_parameters);

            // The run was stopped during the evaluation at this step.
            if (_evaluationPending)
                EvaluateAndSave();

            var outcome = TrainingOutcome.Completed;
            while (_step < _options.Steps || _evaluationPending)
            {
                if (TargetReached())
                    break;
                if (_options.Patience <= _sinceBest)
                {
                    outcome = TrainingOutcome.StoppedEarly;
                    break;
                }
                if (Stops())
                {
                    if (signals?.Received is { } signal)
                        _display.WriteLine($"{Describe(signal)}: {(_checkpoints is null ? "ending the run" : "saving a checkpoint")}. A second signal ends the process at once{(_checkpoints is null ? "" : ", without saving")}.");
                    outcome = TrainingOutcome.Interrupted;
                    break;
                }

                if (!Finishes(() => Step(window, StopRequested)))
                {
                    // The loss ended the step, which does not count: a resume repeats it.
                    _metrics.AbandonStep();
                    _step--;
                    continue;
                }
                _display.Advance(_step, window);

                if (_step == _options.Steps || _step % _options.LogEvery == 0)
                    Finishes(() => Log(window, rate));
                if (HasEvaluation)
                    EvaluateAndSave();
                if (_step % _options.CheckpointEvery == 0)
                    rate.Excluding(() => Save(window, total));
            }

            // The target may be reached at the last step as well.
            if (outcome == TrainingOutcome.Completed && TargetReached())
                outcome = TrainingOutcome.TargetReached;
            Save(window, total);
            _average?.Exchange();
            Announce(outcome);
            return Result(outcome, signals?.Received, total);
        }
        finally
        {
            if (!wasTraining)
                _module.eval();
        }

        void EvaluateAndSave()
        {
            _evaluationPending = true;
            string? fault = null;
            var best = false;
            Finishes(() => (best, fault) = Evaluate(window, rate));
            if (best || fault is not null)
                Save(window, total);
            if (fault is not null)
                throw new InvalidOperationException(fault);
        }

        // Whether a stop was requested in this process.
        bool StopRequested() => signals?.Received is not null || cancellation.IsCancellationRequested;

        // Whether the run stops here: all ranks of it, after the same step.
        bool Stops() => _ranks.Size == 1 ? StopRequested() : _ranks.StopAgreed;

        // Whether an action was not ended by the token of the run, at which the loop stops; a resume begins with a pending evaluation.
        bool Finishes(Action action)
        {
            try
            {
                action();
                return true;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested || _ranks.StopAgreed)
            {
                return false;
            }
        }
    }

    /// <summary>Whether the current step ends with an evaluation.</summary>
    private bool HasEvaluation => _options.Evaluate is not null && (_step == _options.Steps || _step % _options.EvaluateEvery == 0);

    private bool TargetReached() =>
        _options.Target is { } target && _validation.Count >= _options.TargetEvaluations && _validation.TakeLast(_options.TargetEvaluations).All(point => point.Loss < target);

    private void Step(LossWindow window, Func<bool> stopRequested)
    {
        _step++;
        _metrics.BeginStep();
        using var scope = NewDisposeScope();
        try
        {
            Update(window, stopRequested);
        }
        finally
        {
            // Those of a failed step too: they would enter the next run.
            Gradients.Clear(_parameters);
        }
    }

    /// <summary>The backward pass and the optimizer's step.</summary>
    private void Update(LossWindow window, Func<bool> stopRequested)
    {
        var factor = _options.Schedule.At(_step);
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = group.InitialLearningRate * factor;

        if (_options.GradientAccumulationSteps == 1 && _ranks.Size == 1)
        {
            Backward(_step, (loss, _) =>
            {
                Gradients.Backward(loss);
                window.Add(loss);
            });
        }
        else
        {
            var parts = new MicroBatches(_parameters);
            _ranks.Agree(() =>
            {
                for (var part = 1; part <= _options.GradientAccumulationSteps; part++)
                {
                    using var inner = NewDisposeScope();
                    Backward(_ranks.Number(((_step - 1) * _options.GradientAccumulationSteps) + part), parts.Backward);
                }
            });
            if (_ranks.Size > 1)
                parts.Reduce(_ranks, stopRequested());
            window.Add(parts.Mean());
        }

        if (_options.ClipNorm is { } norm)
            Gradients.ClipNorm(_parameters, norm);
        OptimizerStep.Take(_optimizer);
        _average?.Add(_step);
    }

    /// <summary>The loss of a batch and its backward pass, with the random numbers of the batch.</summary>
    private void Backward(long number, Action<Tensor, Tensor?> backward)
    {
        var random = new RandomSource((long)(_randomOrigin + (ulong)number));
        var seed = (long)(random.NextUInt64() >> 1);
        using var seeded = SharedGenerator.Seed(seed);
        using var record = new StepRecord(_step, _metrics);
        using var precision = MixedPrecision.Use(_options.Precision);
        var loss = _loss(new TrainingStep(number, random) { Record = record })
            ?? throw new InvalidOperationException($"The loss of step {_step.Invariant()} is null; the loss function returns a scalar tensor with its graph.");
        if (loss.numel() != 1 || loss.dim() > 1)
            throw new InvalidOperationException($"The loss of a step must be a scalar; that of step {_step.Invariant()} has the shape [{string.Join(", ", loss.shape)}]. Take its mean.");
        backward(loss, record.Weight);
    }

    private void Log(LossWindow window, RateMeter rate)
    {
        CheckFinite(window);
        _ranks.CheckSame(_parameters, _step);
        var point = new LossPoint(_step, window.TakeMean()) { Metrics = _metrics.Means(_ranks) };
        _metrics.Clear();
        _training.Add(point);
        rate.Read(_step);
        WriteScalar("loss/training", point.Loss);
        WriteScalars("training", point.Metrics);
        WriteScalar("learning rate", _optimizer.ParamGroups.First().LearningRate);
        WriteScalar("speed/steps per second", rate.StepsPerSecond);

        var report = Report(rate, point);

        // At a step with an evaluation, the evaluation's line includes the training loss.
        if (!HasEvaluation)
            _display.Report(report with { ValidationLoss = null, Accuracy = null, ValidationMetrics = ReadOnlyDictionary<string, double>.Empty });
        if (_options.Logged is { } logged)
            rate.Excluding(() => _ranks.Agree(() => OnFirst(() => InEvaluation(() => logged(report)))));
    }

    /// <summary>Evaluates; returns whether this is the best evaluation so far, or the problem of the monitored metric, with which the evaluation is not recorded.</summary>
    private (bool Best, string? Fault) Evaluate(LossWindow window, RateMeter rate)
    {
        CheckFinite(window);
        var best = false;
        string? fault = null;
        rate.Read(_step);
        rate.Excluding(() => InEvaluation(() =>
        {
            // The loss of rank 0: an evaluation that draws random numbers may differ.
            Evaluation evaluation = default;
            _ranks.Agree(() => evaluation = _options.Evaluate!());
            evaluation = _ranks.OfFirst(evaluation);
            var loss = evaluation.Loss;
            if (!double.IsFinite(loss))
                throw Diverged(_step, $"The validation loss is {loss.ToString(CultureInfo.InvariantCulture)}");

            var point = new LossPoint(_step, loss, evaluation.Accuracy) { Metrics = evaluation.Metrics };
            fault = _options.Monitor.Fault(point);
            if (fault is not null)
                return;
            best = _options.Monitor.IsBetter(point, _best);
            _validation.Add(point);
            (_best, _sinceBest) = best ? (point, 0) : (_best, _sinceBest + 1);
            (_evaluationPending, _evaluationUnsaved) = (false, true);
            WriteScalar("loss/validation", loss);
            if (evaluation.Accuracy is { } share)
                WriteScalar("accuracy/validation", share);
            WriteScalars("validation", point.Metrics);

            // Between two logs, the training loss of the steps since the last one.
            var report = Report(rate, window.Losses.Count > 0 ? new LossPoint(_step, window.Losses.Average()) { Metrics = _metrics.Means(_ranks) } : _training[^1]);
            _display.Report(report);
            _ranks.Agree(() => OnFirst(() => _options.Evaluated?.Invoke(report)));
        }));
        return (best, fault);
    }

    /// <summary>Runs an action in evaluation mode, without gradients and with averaged weights. Leaves the training state unchanged.</summary>
    private void InEvaluation(Action action)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var averaged = _average?.InUse();
        using var mode = new EvaluationMode(_module);
        action();
    }

    /// <summary>Runs an action on the rank that shows and writes.</summary>
    private void OnFirst(Action action)
    {
        if (_ranks.IsFirst)
            action();
    }

    /// <summary>
    /// A process that waits for a rank which is gone waits for ever, until the launcher kills it, a second after the SIGTERM that it sends. Meanwhile the command to resume is shown.
    /// </summary>
    private Timer? WatchForLostRank(StopSignals? signals)
    {
        if (_ranks.Size == 1 || !_ranks.IsFirst || signals is null)
            return null;
        var reported = 0;
        return new Timer(
            _ =>
            {
                if (signals.Received != PosixSignal.SIGTERM || _ranks.Waiting < LostRankDelay || Interlocked.Exchange(ref reported, 1) == 1)
                    return;
                var saved = _savedStep >= 0 ? $"The checkpoint of step {_savedStep.Invariant()} in {_options.CheckpointFolder} is kept." : "Nothing has been saved yet.";
                var resume = _checkpoints is not null && _options.ResumeCommand is { } command ? $" Resume with: {command}" : "";
                Console.Error.WriteLine($"SIGTERM while rank 0 waits for the other ranks in step {_step.Invariant()}: one of them has ended. {saved}{resume}");
            },
            null,
            LostRankDelay,
            LostRankDelay);
    }

    private static IAnsiConsole NoConsole() => AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) });

    private void CheckFinite(LossWindow window)
    {
        var index = window.Read();
        if (index >= 0)
            throw Diverged(_step - window.Losses.Count + 1 + index, $"The training loss became {window.Losses[index].ToString(CultureInfo.InvariantCulture)}", window.Losses[index]);
    }

    private TrainingDivergedException Diverged(long step, string what, double trainingLoss = 0)
    {
        var cause = double.IsPositiveInfinity(trainingLoss)
            ? " An infinite loss can also come from a probability of 0, such as that of a CTC target that needs more steps than its sequence has (zero_infinity)."
            : double.IsNaN(trainingLoss) && _options.GradientAccumulationSteps > 1
                ? " With gradient accumulation, NaN can also come from weights of micro-batches (SetWeight) that are negative or all 0."
                : "";
        var advice = new List<string>
        {
            $"Try a lower learning rate (it is {_optimizer.ParamGroups.First().LearningRate.ToString("G6", CultureInfo.InvariantCulture)})",
            _options.ClipNorm is { } norm
                ? $"a smaller ClipNorm (it is {norm.ToString(CultureInfo.InvariantCulture)})"
                : "ClipNorm, which is not set (5 is common)",
            "and look at the data of this step for values that are not finite.",
        };
        var kept = _savedStep >= 0 ? $" The checkpoint of step {_savedStep.Invariant()} in {_options.CheckpointFolder} is kept." : "";
        return new TrainingDivergedException(step, what, string.Join(", ", advice) + cause + kept);
    }

    private TrainingReport Report(RateMeter rate, LossPoint training) => new()
    {
        Writer = _display.WriteLine,
        Step = _step,
        Steps = _options.Steps,
        Loss = training.Loss,
        Metrics = training.Metrics,
        ValidationLoss = _validation.Count > 0 ? _validation[^1].Loss : null,
        Accuracy = _validation.Count > 0 ? _validation[^1].Accuracy : null,
        ValidationMetrics = _validation.Count > 0 ? _validation[^1].Metrics : ReadOnlyDictionary<string, double>.Empty,
        BestValidationLoss = _best?.Loss,
        LearningRate = _optimizer.ParamGroups.First().LearningRate,
        StepsPerSecond = rate.StepsPerSecond,
        TokensPerSecond = rate.StepsPerSecond * _options.TokensPerStep,
        Remaining = rate.Remaining(_options.Steps - _step),
    };

    private void WriteScalar(string tag, double value) => _tensorBoard?.add_scalar(tag, (float)value, (int)_step);

    private void WriteScalars(string split, IReadOnlyDictionary<string, double> metrics)
    {
        foreach (var (name, value) in metrics)
            WriteScalar($"{name}/{split}", value);
    }

    private void Announce(TrainingOutcome outcome)
    {
        switch (outcome)
        {
            case TrainingOutcome.StoppedEarly:
                var monitor = _options.Monitor;
                var stopped = monitor == MonitoredMetric.Loss ? "the validation loss has not decreased" : $"the metric '{monitor.Name}' has not improved";
                _display.WriteLine($"Stopped early at step {_step.Invariant()}: {stopped} for {_sinceBest.Invariant()} evaluations. The {(monitor.HigherIsBetter ? "highest" : "lowest")} was {monitor.Value(_best!.Value)} at step {_best.Value.Step.Invariant()}.");
                break;
            case TrainingOutcome.TargetReached:
                _display.WriteLine($"Target reached at step {_step.Invariant()}: validation loss {Figures.Loss(_validation[^1].Loss)}, below {_options.Target!.Value.ToString("R", CultureInfo.InvariantCulture)}{(_options.TargetEvaluations > 1 ? $" for {_options.TargetEvaluations.Invariant()} evaluations" : "")}.");
                break;
            case TrainingOutcome.Interrupted:
                var saved = _checkpoints is null ? "Nothing is saved, because no checkpoint folder is set." : $"Saved in {_options.CheckpointFolder}.";
                _display.WriteLine($"Stopped after step {_step.Invariant()} of {_options.Steps.Invariant()}. {saved}");
                if (_checkpoints is not null && _options.ResumeCommand is { } command)
                    _display.WriteLine($"Resume with: {command}");
                else if (_checkpoints is not null && !_options.Resume)
                    _display.WriteLine("To continue this run, set Resume = true in its TrainerOptions and run the program again.");
                break;
        }
    }

    private TrainingResult Result(TrainingOutcome outcome, PosixSignal? signal, Stopwatch total) => new()
    {
        Outcome = outcome,
        Signal = outcome == TrainingOutcome.Interrupted ? signal : null,
        Step = _step,
        Seconds = _secondsBefore + total.Elapsed.TotalSeconds,
        CommunicationSeconds = _ranks.Communication.TotalSeconds,
        History = new() { Training = [.. _training], Validation = [.. _validation] },
        Best = _best,
        Monitor = _options.Monitor,
        Weights = CanRead ? _checkpoints!.LatestWeights() : null,
        BestWeights = CanRead ? _checkpoints!.BestWeights() : null,
    };

    /// <summary>Whether this process can read the checkpoints: ranks on another machine may not.</summary>
    private bool CanRead => _checkpoints is not null && (_ranks.IsFirst || _checkpoints.HasCheckpoint);

    private static string Describe(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGINT => "Ctrl-C",
        StopSignals.User => "SIGUSR1",
        _ => signal.ToString(),
    };

    /// <summary>Starts at step 0, or at the step of the checkpoint.</summary>
    private void Start(LossWindow window)
    {
        if (_checkpoints is null)
            return;
        if (_ranks.IsFirst && _checkpoints.HasCheckpoint && !_options.Resume)
            throw new CheckpointException(_options.CheckpointFolder!, $"{_checkpoints.Describe()} Nothing is changed. To continue that run, set Resume = true in its TrainerOptions; for a new run choose another CheckpointFolder, or remove this one.");
        if (_options.Resume && !_checkpoints.HasCheckpoint)
            _display.WriteLine($"There is no checkpoint in {_options.CheckpointFolder} yet: starting at step 1.");
        else if (_options.Resume)
            Resume(window);
    }

    private void Resume(LossWindow window)
    {
        var (manifest, folder, passedOver) = _checkpoints!.Load();
        CheckSameRun(manifest, folder);
        if (passedOver is not null)
            _display.WriteLine($"The newest checkpoint is damaged: {passedOver} The previous one is used.");
        new TrainingState(_module, _optimizer, _options.CarriedState, _average, _ranks).Load(folder);

        _step = _savedStep = manifest.Step;
        _secondsBefore = manifest.Seconds;
        _training.AddRange(manifest.History.Training);
        _validation.AddRange(manifest.History.Validation);
        (_best, _sinceBest) = (manifest.Best, manifest.EvaluationsSinceBest);
        _evaluationPending = manifest.EvaluationPending && _options.Evaluate is not null;
        window.Restore(manifest.PendingLosses);
        // Those of all ranks.
        OnFirst(() => _metrics.Restore(manifest.PendingMetrics ?? ReadOnlyDictionary<string, IReadOnlyList<double>>.Empty));
        if (string.Join("; ", ComputingEnvironment.Current.Differences(manifest.Environment)) is { Length: > 0 } differences)
            _display.WriteLine($"The results may differ in their last bits from those of an uninterrupted run: {differences}.");
        _display.WriteLine($"Resuming after step {_step.Invariant()} of {_options.Steps.Invariant()}.");
    }

    private void CheckSameRun(CheckpointManifest manifest, string folder)
    {
        var differences = new List<string>();
        Compare("seed", manifest.Seed.ToString(CultureInfo.InvariantCulture), _options.Seed.ToString(CultureInfo.InvariantCulture));
        Compare("optimizer", manifest.Optimizer, _optimizer.GetType().Name);
        if (manifest.Optimizer == _optimizer.GetType().Name)
            CompareAll(manifest.OptimizerOptions, OptimizerStateFile.Options(_optimizer));
        Compare("average decay", Number(manifest.AverageDecay), Number(_options.AverageDecay));
        if (manifest.ClipNorm is { } norm)
            Compare("clip norm", Number(Clip(norm)), Number(Clip(_options.ClipNorm)));
        CompareBatches(manifest.GradientAccumulationSteps ?? 1, manifest.Ranks ?? 1);
        Compare("precision", manifest.Precision ?? nameof(Precision.Float32), _options.Precision.ToString());

        // Without a best evaluation there is no value of another metric, such as after one whose monitored metric was missing.
        if (manifest.Best is not null)
            Compare("monitored metric", manifest.Monitor ?? MonitoredMetric.Loss.ToString(), _options.Monitor.ToString());
        CompareAll(manifest.Settings, _options.Settings);
        if (manifest.Step > 0)
            Compare("learning-rate factor at its step", Number(manifest.LearningRateFactor), Number(_options.Schedule.At(manifest.Step)), " (a schedule over another number of steps is another schedule)");
        if (manifest.PendingLosses.Count >= _options.LogEvery)
            differences.Add($"it has more than {_options.LogEvery.Invariant()} losses since its last log, the log interval of this run");
        if (differences.Count > 0)
            throw new CheckpointException(folder, $"this checkpoint is of another run: {string.Join("; ", differences)}. Use the options of that run, or start a new run in another folder.");
        if (manifest.Step > _options.Steps)
            throw new CheckpointException(folder, $"this checkpoint is of step {manifest.Step.Invariant()}, beyond the requested {_options.Steps.Invariant()} steps. Request more steps, or start a new run in another folder.");

        // The micro-batches of a step and their random numbers are the same on any number of ranks; a carried state is that of a rank.
        void CompareBatches(int accumulation, int ranks)
        {
            if (ranks == _ranks.Size)
                Compare("gradient accumulation steps", Number(accumulation), Number(_options.GradientAccumulationSteps));
            else if (_options.CarriedState is not null)
                differences.Add($"it has the carried states of {ranks.Invariant()} ranks, and this run has {_ranks.Size.Invariant()}");
            else if ((long)accumulation * ranks != (long)_options.GradientAccumulationSteps * _ranks.Size)
                differences.Add($"a step had {((long)accumulation * ranks).Invariant()} micro-batches (ranks × GradientAccumulationSteps: {ranks.Invariant()} × {accumulation.Invariant()}) and has {((long)_options.GradientAccumulationSteps * _ranks.Size).Invariant()} now ({_ranks.Size.Invariant()} × {_options.GradientAccumulationSteps.Invariant()})");
        }

        void CompareAll(IReadOnlyDictionary<string, string> saved, IReadOnlyDictionary<string, string> now)
        {
            foreach (var name in saved.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
                Compare(name, saved.GetValueOrDefault(name), now.GetValueOrDefault(name));
        }

        void Compare(string name, string? saved, string? now, string hint = "")
        {
            // The settings of a program may contain the optimizer's learning rate too.
            var difference = $"{name} was {saved ?? "not set"} and is now {now ?? "not set"}{hint}";
            if (saved != now && !differences.Contains(difference))
                differences.Add(difference);
        }

        // An infinite norm clips nothing.
        static double? Clip(double? norm) => norm is double.PositiveInfinity ? null : norm;

        static string? Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
    }

    private void Save(LossWindow window, Stopwatch total)
    {
        CheckFinite(window);
        if (_checkpoints is null || (_savedStep == _step && !_evaluationUnsaved))
            return;

        var state = new TrainingState(_module, _optimizer, _options.CarriedState, _average, _ranks);
        if (!state.IsFinite())
            throw Diverged(_step, "A weight became infinite or NaN");
        var isInPlace = true;
        _ranks.Agree(() => OnFirst(() => isInPlace = _checkpoints.IsInPlace()));
        if (!_ranks.OfFirst(isInPlace))
        {
            _display.WriteLine($"The folder {_options.CheckpointFolder} was removed or moved during this run. It is created again; its earlier checkpoints are lost.");

            // The best weights are lost with the folder: the next evaluation becomes the best.
            (_best, _sinceBest) = (null, 0);
        }

        using var scope = NewDisposeScope();
        state.Gather();
        var pending = _metrics.Read(_ranks);
        _ranks.Agree(() => OnFirst(() => Write(state, window, pending, total)));
        (_savedStep, _evaluationUnsaved) = (_step, false);
    }

    private void Write(TrainingState state, LossWindow window, IReadOnlyDictionary<string, IReadOnlyList<double>> pending, Stopwatch total) =>
        _checkpoints!.Save(
            new CheckpointManifest
            {
                Format = CheckpointManifest.FormatName,
                Version = CheckpointManifest.CurrentVersion,
                Step = _step,
                Seed = _options.Seed,
                Optimizer = _optimizer.GetType().Name,
                OptimizerOptions = OptimizerStateFile.Options(_optimizer),
                Environment = ComputingEnvironment.Current,
                LearningRateFactor = _options.Schedule.At(_step),
                AverageDecay = _options.AverageDecay,
                ClipNorm = _options.ClipNorm ?? double.PositiveInfinity,
                GradientAccumulationSteps = _options.GradientAccumulationSteps > 1 ? _options.GradientAccumulationSteps : null,
                Precision = _options.Precision == Precision.Float32 ? null : _options.Precision.ToString(),
                Ranks = _ranks.Size > 1 ? _ranks.Size : null,
                Monitor = _options.Monitor == MonitoredMetric.Loss ? null : _options.Monitor.ToString(),
                Settings = _options.Settings,
                Seconds = _secondsBefore + total.Elapsed.TotalSeconds,
                PendingLosses = window.Losses,
                PendingMetrics = pending.Count > 0 ? pending : null,
                History = new() { Training = _training, Validation = _validation },
                Best = _best,
                EvaluationsSinceBest = _sinceBest,
                EvaluationPending = _evaluationPending,
            },
            state.Save,
            _options.KeepCheckpoints);
}
