using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>What generated models are trained on: means over real steps only.</summary>
/// <remarks>
/// Types, shapes and devices are checked everywhere. The classes of <see cref="Classify"/> are checked where they are on the CPU: on another device the
/// check would wait for it, and the kernels of libtorch assert. <see cref="Ctc"/> checks its labels on every device: libtorch needs the lengths on the CPU
/// in any case, so the program waits there already.
/// </remarks>
public static class ModelLoss
{
    private static readonly Scalar Ignored = IndexChecks.Ignored;

    /// <summary>The mean cross entropy.</summary>
    /// <param name="output">Scores, [batch, time, classes] or [batch, classes].</param>
    /// <param name="target">int64 [batch, time] or [batch], the target classes. A step of class -100 does not count, as in PyTorch; neither does padding, whatever its class.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="lengths">int64 [batch], of the output's steps; <c>null</c> where all are real.</param>
    /// <param name="labelSmoothing">The share of each target that is spread over all classes.</param>
    /// <exception cref="ArgumentException">A tensor has another type, shape or device, or no step has a class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class on the CPU is not one of the output's.</exception>
    public static Tensor Classify(Tensor output, Tensor target, string model, Tensor? lengths = null, double labelSmoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        CheckScores(output, output.dim() >= 2, "[batch, classes] or [batch, time, classes]", model);
        var expected = output.shape[..^1];
        if (target.dtype != ScalarType.Int64 || !target.shape.AsSpan().SequenceEqual(expected))
        {
            throw Refuse(target, nameof(target), $"int64 classes [{string.Join(", ", expected)}]", model);
        }

        CheckDevice(target, output, model);
        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, output, model);
        IndexChecks.Classes(target, output.size(-1), lengths, model);
        var classes = lengths is null ? target : target.masked_fill(ValidSteps.PaddingMask(lengths, target), Ignored);
        return nn.functional.cross_entropy(output.reshape(-1, output.size(-1)), classes.flatten(), ignore_index: IndexChecks.Ignored, label_smoothing: labelSmoothing)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The mean of (y - t)².</summary>
    /// <inheritdoc cref="Absolute"/>
    public static Tensor Squared(Tensor output, Tensor target, string model, Tensor? lengths = null) =>
        Mean(output, target, lengths, model, distance => distance.pow(Scalars.Two));

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
    /// <param name="target">int64 [batch, longest], the labels that were meant; what lies behind a target's length may be anything.</param>
    /// <param name="targetLengths">int64 [batch], how many labels each sequence has.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="lengths">int64 [batch], of the output's steps; <c>null</c> where all are real.</param>
    /// <param name="blank">The class that stands for no label.</param>
    /// <param name="zeroInfinity">
    /// Whether a target that needs more steps than its sequence has, one for each label and one between equal neighbours, adds zero to the sum and to the gradient. The
    /// mean is still over all sequences. Otherwise such a target is an error, because its loss is infinite.
    /// </param>
    /// <exception cref="ArgumentException">A tensor has another type, shape or device, or a target is too long for its sequence.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The blank is no class, a target's length is out of range, or a label is no class or the blank.</exception>
    public static Tensor Ctc(Tensor output, Tensor target, Tensor targetLengths, string model, Tensor? lengths = null, long blank = 0, bool zeroInfinity = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(targetLengths);
        CheckScores(output, output.dim() == 3, "[batch, time, classes]", model);
        CheckBlank(blank, output.size(2), "output", model);
        var batch = output.size(0);
        if (target.dtype != ScalarType.Int64 || target.dim() != 2 || target.size(0) != batch)
        {
            throw Refuse(target, nameof(target), $"int64 labels [{batch}, longest]", model);
        }

        if (targetLengths.dtype != ScalarType.Int64 || targetLengths.dim() != 1 || targetLengths.size(0) != batch)
        {
            throw Refuse(targetLengths, nameof(targetLengths), $"int64 [{batch}], the number of labels of each sequence", model);
        }

        CheckDevice(target, output, model);
        using var scope = NewDisposeScope();
        using Scalar steps = output.size(1);
        lengths = Expect.Lengths(lengths, output, model)?.cpu() ?? full([batch], steps, dtype: ScalarType.Int64, device: CPU);
        targetLengths = targetLengths.cpu();
        IndexChecks.Labels(target.cpu(), targetLengths, lengths, output.size(2), blank, zeroInfinity, model);
        var logProbabilities = nn.functional.log_softmax(output, -1).transpose(0, 1);
        return nn.functional.ctc_loss(logProbabilities, target, lengths, targetLengths, blank, zeroInfinity).MoveToOuterDisposeScope();
    }

    /// <summary>Checks that the blank of connectionist temporal classification is one of the classes. For constructors whose parameters say how many there are.</summary>
    /// <param name="blank">The class that stands for no label.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="size">What says the number of classes, for the message.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">The blank is no class.</exception>
    public static void CheckBlank(long blank, long classes, string size, string model)
    {
        if (blank < 0 || blank >= classes)
        {
            throw new ArgumentOutOfRangeException(
                size, classes, $"{model} has [Ctc(Blank = {blank})], but {size} gives {classes} classes, 0 to {classes - 1}. Give at least {blank + 1}, or declare the class that stands for no label.");
        }
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
            ? again.masked_fill(ValidSteps.PaddingMask(real, again), Scalars.Zero).sum() / real.sum()
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

        CheckDevice(target, output, model);
        using var scope = NewDisposeScope();
        if (Expect.Lengths(lengths, output, model) is not { } real)
        {
            return measure(output - target).mean().MoveToOuterDisposeScope();
        }

        // What lies in padding may be anything; a distance of nothing keeps it from the sum and from the gradient.
        var distance = (output - target).masked_fill(ValidSteps.PaddingMask(real, output), Scalars.Zero);
        using Scalar features = output.size(2);
        return measure(distance).sum().div(real.sum().mul(features)).MoveToOuterDisposeScope();
    }

    private static void CheckScores(Tensor output, bool hasDimensions, string dimensions, string model)
    {
        if (!hasDimensions || !output.is_floating_point())
        {
            throw Refuse(output, nameof(output), "floating-point scores " + dimensions, model);
        }
    }

    private static void CheckDevice(Tensor target, Tensor output, string model)
    {
        if (target.device_type != output.device_type || target.device_index != output.device_index)
        {
            throw new ArgumentException($"{model}.Loss reads target on the device of the output, {output.device}; it is on {target.device}. Move it there with to(device).", nameof(target));
        }
    }

    private static ArgumentException Refuse(Tensor found, string parameter, string expected, string model) =>
        new($"{model}.Loss reads {parameter} as {expected}; it was given {found.dtype} [{string.Join(", ", found.shape)}].", parameter);
}
