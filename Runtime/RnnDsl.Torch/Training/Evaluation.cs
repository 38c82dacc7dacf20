using System.Collections.ObjectModel;
using RnnDsl.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>The result of an evaluation on validation data. A loss converts implicitly.</summary>
/// <param name="Loss">The validation loss, which selects the best weights unless <see cref="TrainerOptions.Monitor"/> names another metric.</param>
/// <param name="Accuracy">The accuracy, from 0 to 1; <c>null</c> if the task has none.</param>
public readonly record struct Evaluation(double Loss, double? Accuracy = null)
{
    private readonly IReadOnlyDictionary<string, double>? _metrics;

    /// <summary>
    /// Further metrics by name, such as <c>macro F1</c>: shown in the progress, recorded in the history and in checkpoints, and written to TensorBoard as
    /// <c>macro F1/validation</c>. None by default.
    /// </summary>
    /// <exception cref="ArgumentException">A name is empty, starts or ends with white space, contains <c>/</c> or a control character, or is that of the loss or the accuracy.</exception>
    public IReadOnlyDictionary<string, double> Metrics
    {
        get => _metrics ?? ReadOnlyDictionary<string, double>.Empty;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            var metrics = new OrderedDictionary<string, double>(value);
            foreach (var name in metrics.Keys)
                MetricName.CheckValidation(name);
            _metrics = metrics;
        }
    }

    /// <summary>An evaluation without accuracy.</summary>
    public static implicit operator Evaluation(double loss) => new(loss);

    /// <summary>
    /// The mean loss over batches, each weighted by its number of valid tokens or sequences: the loss of one batch with all sequences. A plain mean of batch means
    /// gives the sequences of small or short batches more weight.
    /// </summary>
    /// <remarks>The model is in evaluation mode meanwhile, gradients are off, and each batch has a dispose scope of its own. The sums stay on the device until the end.</remarks>
    /// <typeparam name="TBatch">The type of a batch, or of what it is made from, such as indices.</typeparam>
    /// <param name="model">The model, or the module that holds it.</param>
    /// <param name="batches">The batches. Tensors that the enumeration creates are disposed with their batch.</param>
    /// <param name="evaluate">The mean loss of a batch and its weight: <c>new(loss, lengths)</c> or <c>new(loss, count)</c>. A batch of weight 0 adds nothing, even if its loss is NaN.</param>
    /// <param name="progress">Receives the number of evaluated batches after each.</param>
    /// <param name="communicator">The ranks that share the batches, each every so many-th; all of them return the result of all. <c>null</c>: this process evaluates every batch.</param>
    /// <param name="cancellation">Ends the evaluation between two batches with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">There is no batch, the weights of all batches are 0, or a loss is not a scalar.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; there is no result.</exception>
    public static Evaluation Mean<TBatch>(
        nn.Module model, IEnumerable<TBatch> batches, Func<TBatch, BatchLoss> evaluate, IProgress<long>? progress = null, ICommunicator? communicator = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        using var scope = NewDisposeScope();
        var (loss, count) = (new DeviceSum(), new DeviceSum());
        EvaluationLoop.Over(
            model,
            batches,
            batch =>
            {
                var result = evaluate(batch);
                loss.Add(result.Sum);
                count.Add(result.Count);
            },
            progress,
            communicator,
            cancellation);
        return loss.Read(communicator) / Total(count.Read(communicator), nameof(batches));
    }

    /// <summary>
    /// The cross entropy and the accuracy of a classifier, a tagger or a decoder over batches, as means over all sequences or all valid steps. Labels of -100 and
    /// padding do not count, and there is no label smoothing.
    /// </summary>
    /// <param name="model">The model, or the module that holds it.</param>
    /// <param name="batches">The batches. Tensors that the enumeration creates are disposed with their batch.</param>
    /// <param name="score">
    /// The scores of a batch and its labels: <c>new(model.call(tokens, lengths), labels)</c>, and with an output at each step
    /// <c>new(model.call(tokens, lengths).Output, labels, lengths)</c>.
    /// </param>
    /// <param name="metrics">Cleared, and then given all batches: the confusion matrix, F1 and AUC of this evaluation. <c>null</c>: loss and accuracy only.</param>
    /// <param name="progress">Receives the number of evaluated batches after each.</param>
    /// <param name="communicator">The ranks that share the batches, each every so many-th; all of them return the result of all. <c>null</c>: this process evaluates every batch.</param>
    /// <param name="cancellation">Ends the evaluation between two batches with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">There is no batch, no label counts, or scores, labels and lengths of a batch do not match.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; there is no result.</exception>
    /// <inheritdoc cref="Mean" path="/remarks"/>
    /// <inheritdoc cref="Mean" path="/typeparam"/>
    public static Evaluation Classification<TBatch>(
        nn.Module model,
        IEnumerable<TBatch> batches,
        Func<TBatch, ScoredBatch> score,
        ClassificationMetrics? metrics = null,
        IProgress<long>? progress = null,
        ICommunicator? communicator = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(score);
        metrics?.Clear();
        using var scope = NewDisposeScope();
        var (loss, right, count) = (new DeviceSum(), new DeviceSum(), new DeviceSum());
        EvaluationLoop.Over(
            model,
            batches,
            batch =>
            {
                var scored = score(batch);

                // The loss checks that scores, labels and lengths match.
                var mean = scored.Loss(model.GetName());
                var valid = scored.Valid();
                var result = new BatchLoss(mean, valid);
                loss.Add(result.Sum);
                count.Add(result.Count);
                right.Add(scored.Scores.argmax(-1).eq(scored.Labels).logical_and(valid).sum());
                metrics?.Add(scored.Scores, scored.Labels, scored.Lengths);
            },
            progress,
            communicator,
            cancellation);
        metrics?.Gather(communicator);
        var all = Total(count.Read(communicator), nameof(batches));
        return new(loss.Read(communicator) / all, right.Read(communicator) / all);
    }

    /// <summary>This evaluation with one more metric.</summary>
    /// <param name="name">Such as <c>macro F1</c>.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The name is not allowed (<see cref="Metrics"/>), or there is a metric of this name.</exception>
    public Evaluation With(string name, double value)
    {
        MetricName.CheckValidation(name);
        if (Metrics.ContainsKey(name))
            throw new ArgumentException($"The evaluation has a metric '{name}' already.", nameof(name));
        return this with { Metrics = new OrderedDictionary<string, double>(Metrics) { { name, value } } };
    }

    private static double Total(double count, string parameter) => count is > 0 and var total
        ? total
        : throw new ArgumentException("The batches have no sequence or token that counts: the sum of their weights is not above 0. Check their lengths, and labels of -100, which do not count.", parameter);

    /// <summary>Two evaluations with the same loss, accuracy and metrics are equal.</summary>
    public bool Equals(Evaluation other) => Loss.Equals(other.Loss) && Nullable.Equals(Accuracy, other.Accuracy) && MetricName.SameValues(Metrics, other.Metrics);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Loss, Accuracy, Metrics.Count);

    /// <summary>Such as <c>loss 0.2513, accuracy 92.10%, macro F1 0.9034</c>.</summary>
    public override string ToString() => $"loss {Figures.Loss(Loss)}{Figures.Accuracy(Accuracy)}{Figures.Metrics(Metrics)}";
}
