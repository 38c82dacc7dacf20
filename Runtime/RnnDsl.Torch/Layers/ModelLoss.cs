using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Losses of generated models: means over the valid steps.</summary>
/// <remarks>
/// Dtypes, shapes and devices are checked on every device. The classes of <see cref="Classify"/> are checked on the CPU only: on another device the
/// check would synchronise, and the kernels of libtorch assert. <see cref="Ctc"/> checks its labels on every device, because libtorch
/// reads the lengths on the CPU and synchronises anyway.
/// </remarks>
public static class ModelLoss
{
    /// <summary>Cross entropy.</summary>
    /// <param name="output">Scores, [batch, time, classes] or [batch, classes].</param>
    /// <param name="target">int64 [batch, time] or [batch], the target classes. Steps of class -100 are ignored, as in PyTorch, and so is padding.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="lengths">int64 [batch], the lengths of the outputs; <c>null</c> where all are valid.</param>
    /// <param name="labelSmoothing">The probability mass of each target that is spread over all classes.</param>
    /// <exception cref="ArgumentException">A tensor has another type, shape or device, or no step has a class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class on the CPU is not one of the output's.</exception>
    public static Tensor Classify(Tensor output, Tensor target, string model, Tensor? lengths = null, double labelSmoothing = 0) =>
        CrossEntropy(output, target, LossCall.Of(model), lengths, labelSmoothing, allowIgnored: false);

    /// <summary>Cross entropy; NaN for a target without a class, if it is allowed.</summary>
    internal static Tensor CrossEntropy(Tensor output, Tensor target, LossCall call, Tensor? lengths, double labelSmoothing, bool allowIgnored)
    {
        ArgumentNullException.ThrowIfNull(output, call.Output);
        ArgumentNullException.ThrowIfNull(target, call.Target);
        CheckScores(output, output.dim() >= 2, "[batch, classes] or [batch, time, classes]", call);
        var expected = output.shape[..^1];
        if (target.dtype != ScalarType.Int64 || !target.shape.AsSpan().SequenceEqual(expected))
        {
            throw Refuse(target, call.Target, $"int64 classes [{string.Join(", ", expected)}]", call);
        }

        CheckDevice(target, output, call);
        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, output, call.Model);
        IndexChecks.Classes(target, output.size(-1), lengths, call, allowIgnored);
        var classes = lengths is null ? target : target.masked_fill(ValidSteps.PaddingMask(lengths, target), IndexChecks.IgnoredScalar);
        return nn.functional.cross_entropy(output.reshape(-1, output.size(-1)), classes.flatten(), ignore_index: IndexChecks.Ignored, label_smoothing: labelSmoothing)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Mean squared error: the mean of (y - t)².</summary>
    /// <inheritdoc cref="Absolute"/>
    public static Tensor Squared(Tensor output, Tensor target, string model, Tensor? lengths = null) =>
        Mean(output, target, lengths, model, distance => distance.pow(Scalars.Two));

    /// <summary>Mean absolute error: the mean of |y - t|.</summary>
    /// <param name="output">[batch, time, features] or [batch, features]</param>
    /// <param name="target">The same shape.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="lengths">int64 [batch], the lengths of the outputs; <c>null</c> where all are valid.</param>
    /// <exception cref="ArgumentException">A tensor has another type or shape.</exception>
    public static Tensor Absolute(Tensor output, Tensor target, string model, Tensor? lengths = null) =>
        Mean(output, target, lengths, model, distance => distance.abs());

    /// <summary>Huber loss: the mean of (y - t)² / 2 up to a distance of 1 and |y - t| - 1/2 beyond (Huber 1964).</summary>
    /// <inheritdoc cref="Absolute"/>
    public static Tensor Huber(Tensor output, Tensor target, string model, Tensor? lengths = null) =>
        Mean(output, target, lengths, model, distance => nn.functional.huber_loss(distance, zeros_like(distance), reduction: nn.Reduction.None));

    /// <summary>Connectionist temporal classification (Graves et al. 2006), each sequence's loss divided by its number of labels.</summary>
    /// <param name="output">Scores, [batch, time, classes].</param>
    /// <param name="target">int64 [batch, longest], the labels; positions beyond a target's length may hold anything.</param>
    /// <param name="targetLengths">int64 [batch], the number of labels of each sequence.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="lengths">int64 [batch], the lengths of the outputs; <c>null</c> where all are valid.</param>
    /// <param name="blank">The blank class.</param>
    /// <param name="zeroInfinity">
    /// Whether a target that needs more steps than its sequence has (one per label and one between equal neighbours) adds zero to the loss and to the gradient. The
    /// mean is over all sequences in any case. If false, such a target is an error, because its loss is infinite.
    /// </param>
    /// <exception cref="ArgumentException">A tensor has another type, shape or device, or a target is too long for its sequence.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The blank, a target's length or a label is out of range, or a label is the blank.</exception>
    public static Tensor Ctc(Tensor output, Tensor target, Tensor targetLengths, string model, Tensor? lengths = null, long blank = 0, bool zeroInfinity = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(targetLengths);
        var call = LossCall.Of(model);
        CheckScores(output, output.dim() == 3, "[batch, time, classes]", call);
        CheckBlank(blank, output.size(2), "output", model);
        var batch = output.size(0);
        if (target.dtype != ScalarType.Int64 || target.dim() != 2 || target.size(0) != batch)
        {
            throw Refuse(target, nameof(target), $"int64 labels [{batch}, longest]", call);
        }

        if (targetLengths.dtype != ScalarType.Int64 || targetLengths.dim() != 1 || targetLengths.size(0) != batch)
        {
            throw Refuse(targetLengths, nameof(targetLengths), $"int64 [{batch}], the number of labels of each sequence", call);
        }

        CheckDevice(target, output, call);
        using var scope = NewDisposeScope();
        using Scalar steps = output.size(1);
        lengths = Expect.Lengths(lengths, output, model)?.cpu() ?? full([batch], steps, dtype: ScalarType.Int64, device: CPU);
        targetLengths = targetLengths.cpu();
        IndexChecks.Labels(target.cpu(), targetLengths, lengths, output.size(2), blank, zeroInfinity, model);
        var logProbabilities = nn.functional.log_softmax(output, -1).transpose(0, 1);
        return nn.functional.ctc_loss(logProbabilities, target, lengths, targetLengths, blank, zeroInfinity).MoveToOuterDisposeScope();
    }

    /// <summary>Checks that the blank is one of the classes, for constructors whose parameters set the number of classes.</summary>
    /// <param name="blank">The blank class.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="size">The parameter that sets the number of classes, for the message.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">The blank is not a class.</exception>
    public static void CheckBlank(long blank, long classes, string size, string model)
    {
        if (blank < 0 || blank >= classes)
        {
            throw new ArgumentOutOfRangeException(
                size, classes, $"{model} has [Ctc(Blank = {blank})], but {size} gives {classes} classes, 0 to {classes - 1}. Pass at least {blank + 1}, or declare another class as the blank.");
        }
    }

    /// <summary>
    /// Coverage loss: the mean over the steps of Σ min(attention weight, coverage), where the coverage is the sum of the weights before (See et al. 2017).
    /// </summary>
    /// <param name="weights">[batch, time, positions]</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="lengths">int64 [batch], the number of valid steps of each target; <c>null</c> where all are valid.</param>
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
        return (Expect.Lengths(lengths, weights, model) is { } valid
            ? again.masked_fill(ValidSteps.PaddingMask(valid, again), Scalars.Zero).sum() / valid.sum()
            : again.mean()).MoveToOuterDisposeScope();
    }

    private static Tensor Mean(Tensor output, Tensor target, Tensor? lengths, string model, Func<Tensor, Tensor> measure)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        var call = LossCall.Of(model);
        if (!target.is_floating_point() || !target.shape.AsSpan().SequenceEqual(output.shape))
        {
            throw Refuse(target, nameof(target), $"floating-point numbers [{string.Join(", ", output.shape)}]", call);
        }

        CheckDevice(target, output, call);
        using var scope = NewDisposeScope();
        if (Expect.Lengths(lengths, output, model) is not { } valid)
        {
            return measure(output - target).mean().MoveToOuterDisposeScope();
        }

        // Padding may hold anything, NaN included: a distance of 0 keeps it out of the sum and of the gradient.
        var distance = (output - target).masked_fill(ValidSteps.PaddingMask(valid, output), Scalars.Zero);
        using Scalar features = output.size(2);
        return measure(distance).sum().div(valid.sum().mul(features)).MoveToOuterDisposeScope();
    }

    private static void CheckScores(Tensor output, bool hasDimensions, string dimensions, LossCall call)
    {
        if (!hasDimensions || !output.is_floating_point())
        {
            throw Refuse(output, call.Output, "floating-point scores " + dimensions, call);
        }
    }

    private static void CheckDevice(Tensor target, Tensor output, LossCall call)
    {
        if (target.device_type != output.device_type || target.device_index != output.device_index)
        {
            throw new ArgumentException($"{call.Method} reads {call.Target} on the device of the {call.Output}, {output.device}; it is on {target.device}. Move it there with to(device).", call.Target);
        }
    }

    private static ArgumentException Refuse(Tensor found, string parameter, string expected, LossCall call) =>
        new($"{call.Method} reads {parameter} as {expected}; it was given {found.dtype} [{string.Join(", ", found.shape)}].", parameter);
}
