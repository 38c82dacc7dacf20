using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>Checks of integers that index memory in losses and copying: libtorch does not check all of them, and its messages do not name the sequence.</summary>
internal static class IndexChecks
{
    /// <summary>The class of steps that the cross entropy ignores, as in PyTorch.</summary>
    public const long Ignored = -100;

    /// <summary><see cref="Ignored"/>, kept alive for libtorch.</summary>
    public static readonly Scalar IgnoredScalar = Ignored;

    /// <summary>Checks the classes of the valid steps; padding may hold anything. Not checked on devices other than the CPU.</summary>
    /// <param name="target">int64 [batch, time] or [batch]</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="lengths">int64 [batch] on the target's device; <c>null</c> where all steps are valid.</param>
    /// <param name="call">The names for the message.</param>
    /// <param name="allowIgnored">Whether all steps may be <see cref="Ignored"/>.</param>
    /// <exception cref="ArgumentException">No step has a class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is out of range.</exception>
    public static void Classes(Tensor target, long classes, Tensor? lengths, LossCall call, bool allowIgnored)
    {
        using var scope = NewDisposeScope();
        var found = OnCpu(target);
        if (found.IsEmpty || found.IndexOfAnyExceptInRange(0, classes - 1) < 0)
        {
            return;
        }

        var valid = lengths is null ? [] : OnCpu(lengths);
        var time = found.Length / (int)target.size(0);
        var any = false;
        for (var i = 0; i < found.Length; i++)
        {
            var (row, step) = Math.DivRem(i, time);
            if (found[i] == Ignored || (!valid.IsEmpty && step >= valid[row]))
            {
                continue;
            }

            any = true;
            if (found[i] < 0 || found[i] >= classes)
            {
                throw new ArgumentOutOfRangeException(
                    call.Target,
                    found[i],
                    $"{call.Method} reads {call.Target} as classes from 0 to {classes - 1}, because the output has {classes} features; sequence {row} (counted from 0) has class {found[i]}"
                        + $"{(target.dim() > 1 ? $" at step {step}" : "")}. Number the classes from 0, with {Ignored} for steps that do not count, or give the output layer more units.");
            }
        }

        if (!any && !allowIgnored)
        {
            throw new ArgumentException($"{call.Method} is the mean over the steps that have a class, and in this {call.Target} each is {Ignored}, which leaves it out.", call.Target);
        }
    }

    /// <summary>Checks the labels of connectionist temporal classification; positions beyond a target's length may hold anything.</summary>
    /// <param name="target">int64 [batch, longest] on the CPU</param>
    /// <param name="targetLengths">int64 [batch] on the CPU, the number of labels of each sequence.</param>
    /// <param name="lengths">int64 [batch] on the CPU, the number of steps of each sequence.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="blank">The blank class.</param>
    /// <param name="zeroInfinity">Whether a target may be too long for its sequence.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentException">A target needs more steps than its sequence has.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target's length or a label is out of range, or a label is the blank.</exception>
    public static void Labels(Tensor target, Tensor targetLengths, Tensor lengths, long classes, long blank, bool zeroInfinity, string model)
    {
        using var scope = NewDisposeScope();
        var found = OnCpu(target);
        var counts = OnCpu(targetLengths);
        var steps = OnCpu(lengths);
        var longest = (int)target.size(1);
        for (var row = 0; row < counts.Length; row++)
        {
            if (counts[row] < 0 || counts[row] > longest)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(targetLengths),
                    counts[row],
                    $"{model}.Loss reads targetLengths from 0 to {longest}, because target has room for {longest} labels; sequence {row} (counted from 0) has {counts[row]}.");
            }

            var labels = found.Slice(row * longest, (int)counts[row]);
            var repeats = 0;
            for (var i = 0; i < labels.Length; i++)
            {
                if (labels[i] < 0 || labels[i] >= classes || labels[i] == blank)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(target),
                        labels[i],
                        $"{model}.Loss reads target as labels from 0 to {classes - 1} without {blank}, the blank; sequence {row} (counted from 0) has {labels[i]} at position {i}. "
                            + (labels[i] == blank ? "The blank separates labels and is none: declare another class as [Ctc(Blank = ...)], or number the labels around it." : "Number the labels by the classes of the output."));
                }

                repeats += i > 0 && labels[i] == labels[i - 1] ? 1 : 0;
            }

            // One step for each label, and a blank between two that are equal.
            if (!zeroInfinity && labels.Length + repeats > steps[row])
            {
                throw new ArgumentException(
                    $"{model}.Loss aligns labels with steps: sequence {row} (counted from 0) has {labels.Length} labels, which need at least {labels.Length + repeats} steps"
                        + $"{(repeats > 0 ? $" with a blank between equal neighbours ({repeats})" : "")}, and it has {steps[row]} steps. No alignment exists, so the loss would be infinite. "
                        + "Leave the sequence out, let the model keep more steps (a smaller Stride), or declare [Ctc(ZeroInfinity = true)], by which such a sequence adds nothing to the loss and its gradient.",
                    nameof(target));
            }
        }
    }

    /// <summary>Checks tokens of a vocabulary with extra words. Not checked on devices other than the CPU.</summary>
    /// <param name="tokens">int64 or int32 [batch, positions] or [batch]; <see cref="Expect"/> rejects other tensors.</param>
    /// <param name="vocabulary">The number of tokens in the vocabulary.</param>
    /// <param name="extra">The number of extra tokens, with ids from the vocabulary size on.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is out of range.</exception>
    public static void Words(Tensor tokens, long vocabulary, long extra, string model)
    {
        if (tokens.dtype is not (ScalarType.Int64 or ScalarType.Int32))
        {
            return;
        }

        using var scope = NewDisposeScope();
        var found = OnCpu(tokens);
        if (found.IndexOfAnyExceptInRange(0, vocabulary + extra - 1) is >= 0 and var index)
        {
            var (row, position) = Math.DivRem(index, found.Length / (int)tokens.size(0));
            throw new ArgumentOutOfRangeException(
                nameof(tokens),
                found[index],
                $"{model} reads tokens from 0 to {vocabulary + extra - 1}: {vocabulary} of the vocabulary and {extra} extra ones of [Copy]; sequence {row} (counted from 0) has {found[index]}"
                    + $"{(tokens.dim() > 1 ? $" at position {position}" : "")}. Give words beyond these the token that stands for unknown words, or raise Extra.");
        }
    }

    /// <summary>The integers in row-major order; none for a tensor on another device. The memory belongs to the enclosing dispose scope.</summary>
    private static ReadOnlySpan<long> OnCpu(Tensor tensor) =>
        tensor.device_type != DeviceType.CPU || tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, long>(tensor.to(ScalarType.Int64).contiguous().bytes);
}
