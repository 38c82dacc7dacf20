using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>What generated models are trained on: means over real steps only.</summary>
public static class ModelLoss
{
    // What cross_entropy leaves out; padding is given it.
    private const long Ignored = -100;

    /// <summary>The mean cross entropy.</summary>
    /// <param name="output">Scores, [batch, time, classes] or [batch, classes].</param>
    /// <param name="target">int64 [batch, time] or [batch], the classes that were meant.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="lengths">int64 [batch], of the output's steps; <c>null</c> where all are real.</param>
    /// <param name="labelSmoothing">The share of each target that is spread over all classes.</param>
    /// <exception cref="ArgumentException">A tensor has another type or shape.</exception>
    public static Tensor Classify(Tensor output, Tensor target, string model, Tensor? lengths = null, double labelSmoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        var expected = output.shape[..^1];
        if (target.dtype != ScalarType.Int64 || !target.shape.AsSpan().SequenceEqual(expected))
        {
            throw Refuse(target, nameof(target), $"int64 classes [{string.Join(", ", expected)}]", model);
        }

        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, output, model);
        var classes = lengths is null ? target : target.masked_fill(RealSteps.Padding(lengths, target), Ignored);
        return nn.functional.cross_entropy(output.reshape(-1, output.size(-1)), classes.flatten(), ignore_index: Ignored, label_smoothing: labelSmoothing)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The mean of (y - t)².</summary>
    /// <inheritdoc cref="Absolute"/>
    public static Tensor Squared(Tensor output, Tensor target, string model, Tensor? lengths = null) =>
        Mean(output, target, lengths, model, distance => distance.square());

    /// <summary>The mean of |y - t|.</summary>
    /// <param name="output">[batch, time, features] or [batch, features]</param>
    /// <param name="target">The same shape.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="lengths">int64 [batch], of the output's steps; <c>null</c> where all are real.</param>
    /// <exception cref="ArgumentException">A tensor has another type or shape.</exception>
    public static Tensor Absolute(Tensor output, Tensor target, string model, Tensor? lengths = null) =>
        Mean(output, target, lengths, model, distance => distance.abs());

    /// <summary>The mean of (y - t)² / 2 up to a distance of 1 and |y - t| - 1/2 beyond (Huber 1964).</summary>
    /// <inheritdoc cref="Absolute"/>
    public static Tensor Huber(Tensor output, Tensor target, string model, Tensor? lengths = null) =>
        Mean(output, target, lengths, model, distance => nn.functional.huber_loss(distance, zeros_like(distance), reduction: nn.Reduction.None));

    /// <summary>Connectionist temporal classification (Graves et al. 2006), each sequence's loss divided by its number of labels.</summary>
    /// <param name="output">Scores, [batch, time, labels].</param>
    /// <param name="target">int64 [batch, longest], the labels that were meant.</param>
    /// <param name="targetLengths">int64 [batch], how many labels each sequence has.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="lengths">int64 [batch], of the output's steps; <c>null</c> where all are real.</param>
    /// <param name="blank">The class that stands for no label.</param>
    /// <exception cref="ArgumentException">A tensor has another type or shape.</exception>
    public static Tensor Ctc(Tensor output, Tensor target, Tensor targetLengths, string model, Tensor? lengths = null, long blank = 0)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(targetLengths);
        var batch = output.size(0);
        if (target.dtype != ScalarType.Int64 || target.dim() != 2 || target.size(0) != batch)
        {
            throw Refuse(target, nameof(target), $"int64 labels [{batch}, longest]", model);
        }

        if (targetLengths.dtype != ScalarType.Int64 || targetLengths.dim() != 1 || targetLengths.size(0) != batch)
        {
            throw Refuse(targetLengths, nameof(targetLengths), $"int64 [{batch}], the number of labels of each sequence", model);
        }

        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, output, model) ?? full([batch], output.size(1), dtype: ScalarType.Int64, device: output.device);
        var chances = nn.functional.log_softmax(output, -1).transpose(0, 1);
        return nn.functional.ctc_loss(chances, target, lengths, targetLengths, blank).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// How much positions were attended to again: the mean over the steps of Σ min(weight, the sum of the weights before) (See et al. 2017).
    /// </summary>
    /// <param name="weights">[batch, time, positions]</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="lengths">int64 [batch], how many steps of each target are real; <c>null</c> where all are.</param>
    /// <exception cref="ArgumentException">A tensor has another shape.</exception>
    public static Tensor Coverage(Tensor weights, string model, Tensor? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.dim() != 3)
        {
            throw new ArgumentException($"{model}.CoverageLoss reads weights [batch, time, positions]; it was given [{string.Join(", ", weights.shape)}].", nameof(weights));
        }

        using var scope = NewDisposeScope();
        var again = minimum(weights, weights.cumsum(1) - weights).sum(2);
        return (Expect.Lengths(lengths, weights, model) is { } real
            ? again.masked_fill(RealSteps.Padding(real, again), 0).sum() / real.sum()
            : again.mean()).MoveToOuterDisposeScope();
    }

    private static Tensor Mean(Tensor output, Tensor target, Tensor? lengths, string model, Func<Tensor, Tensor> measure)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        if (!target.is_floating_point() || !target.shape.AsSpan().SequenceEqual(output.shape))
        {
            throw Refuse(target, nameof(target), $"floating-point numbers [{string.Join(", ", output.shape)}]", model);
        }

        using var scope = NewDisposeScope();
        if (Expect.Lengths(lengths, output, model) is not { } real)
        {
            return measure(output - target).mean().MoveToOuterDisposeScope();
        }

        // What lies in padding may be anything; a distance of nothing keeps it from the sum and from the gradient.
        var distance = (output - target).masked_fill(RealSteps.Padding(real, output), 0);
        return measure(distance).sum().div(real.sum() * output.size(2)).MoveToOuterDisposeScope();
    }

    private static ArgumentException Refuse(Tensor found, string parameter, string expected, string model) =>
        new($"{model}.Loss reads {parameter} as {expected}; it was given {found.dtype} [{string.Join(", ", found.shape)}].", parameter);
}
