using System.Runtime.InteropServices;
using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Metrics;

/// <summary>The predictions and labels of a batch on the host, checked, for metrics.</summary>
/// <param name="Predicted">The predicted classes, row by row.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Counts">Whether each label counts: within its length and the mask, and not -100.</param>
/// <param name="Time">The number of steps of a row; 1 for one label a sequence.</param>
internal sealed record LabelledPredictions(long[] Predicted, long[] Labels, bool[] Counts, long Time)
{
    /// <summary>Reads a batch. Synchronises with its device.</summary>
    /// <param name="output">Scores [batch, classes] or [batch, time, classes]; or predicted classes, int64 [batch] or [batch, time].</param>
    /// <param name="labels">int64 [batch] or [batch, time]</param>
    /// <param name="lengths">int64 or int32 [batch], or <c>null</c>.</param>
    /// <param name="mask">bool with the shape of the labels, or <c>null</c>.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="reader">The metric, for the messages.</param>
    /// <exception cref="ArgumentException">A tensor has another dtype or shape, or a score that counts is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label or a prediction that counts is not a class, or a length is out of range.</exception>
    public static LabelledPredictions Read(Tensor output, Tensor labels, Tensor? lengths, Tensor? mask, int classes, string reader)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(labels);
        CheckShapes(output, labels, lengths, mask, classes, reader);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var hasScores = output.is_floating_point();
        var expected = Host<long>(labels);
        var read = new LabelledPredictions(Host<long>(hasScores ? output.argmax(-1) : output), expected, Counted(labels, expected, lengths, mask), labels.dim() == 2 ? labels.size(1) : 1);
        read.CheckClasses(read.Labels, "label", classes, labels.dim());
        read.CheckClasses(read.Predicted, "prediction", classes, labels.dim());
        if (hasScores)
            read.CheckScores(Host<bool>(output.isnan().any(-1)), labels.dim());
        return read;
    }

    /// <summary>The elements of a tensor in row-major order.</summary>
    public static T[] Host<T>(Tensor tensor)
        where T : unmanaged =>
        [.. MemoryMarshal.Cast<byte, T>(tensor.numel() == 0 ? [] : tensor.cpu().contiguous().bytes)];

    private static void CheckShapes(Tensor output, Tensor labels, Tensor? lengths, Tensor? mask, int classes, string reader)
    {
        if (labels.dtype != ScalarType.Int64 || labels.dim() is not (1 or 2))
            throw Refuse(labels, nameof(labels), "labels as int64 [batch] or [batch, time]");
        long[] scores = [.. labels.shape, classes];
        if (output.is_floating_point() ? !output.shape.AsSpan().SequenceEqual(scores) : output.dtype != ScalarType.Int64 || !output.shape.AsSpan().SequenceEqual(labels.shape))
        {
            var sizes = string.Join(", ", labels.shape);
            throw Refuse(output, nameof(output), $"output as scores [{string.Join(", ", scores)}], because the labels are [{sizes}] and there are {classes.Invariant()} classes, or as predicted classes, int64 [{sizes}]");
        }
        if (lengths is not null && (labels.dim() != 2 || lengths.dtype is not (ScalarType.Int64 or ScalarType.Int32) || lengths.dim() != 1 || lengths.size(0) != labels.size(0)))
            throw Refuse(lengths, nameof(lengths), labels.dim() == 2 ? $"lengths as int64 or int32 [{labels.size(0)}], one for each sequence" : "lengths only where each step has a label");
        if (mask is not null && (mask.dtype != ScalarType.Bool || !mask.shape.AsSpan().SequenceEqual(labels.shape)))
            throw Refuse(mask, nameof(mask), $"mask as bool [{string.Join(", ", labels.shape)}]");

        ArgumentException Refuse(Tensor found, string parameter, string expected) => new($"{reader}.Add reads {expected}; it was given {found.dtype} [{string.Join(", ", found.shape)}].", parameter);
    }

    private static bool[] Counted(Tensor labels, long[] expected, Tensor? lengths, Tensor? mask)
    {
        var counted = mask is null ? [.. Enumerable.Repeat(true, expected.Length)] : Host<bool>(mask);
        var valid = lengths is null ? null : Host<long>(lengths.to(ScalarType.Int64));
        var time = labels.dim() == 2 ? labels.size(1) : 1;
        if (valid is not null && Array.FindIndex(valid, length => length < 0 || length > time) is >= 0 and var row)
            throw new ArgumentOutOfRangeException(nameof(lengths), valid[row], $"Lengths are from 0 to {time}, the number of steps of the labels; sequence {row} (counted from 0) has {valid[row]}.");
        for (var i = 0; i < counted.Length; i++)
            counted[i] &= expected[i] != IndexChecks.Ignored && (valid is null || i % time < valid[i / time]);
        return counted;
    }

    private void CheckClasses(long[] found, string what, int classes, long dimensions)
    {
        for (var i = 0; i < found.Length; i++)
        {
            if (Counts[i] && (found[i] < 0 || found[i] >= classes))
            {
                throw new ArgumentOutOfRangeException(
                    what == "label" ? "labels" : "output",
                    found[i],
                    $"The metrics have {classes.Invariant()} classes, 0 to {classes - 1}; the {what} of {Place(i, dimensions)} is {found[i]}. {IndexChecks.Ignored} marks labels that do not count.");
            }
        }
    }

    private void CheckScores(bool[] missing, long dimensions)
    {
        for (var i = 0; i < missing.Length; i++)
        {
            if (Counts[i] && missing[i])
                throw new ArgumentException($"A score of {Place(i, dimensions)} is NaN: the model has diverged, or its input is not finite.");
        }
    }

    /// <summary>The position of a label in messages.</summary>
    /// <param name="index">The label, row by row.</param>
    /// <param name="dimensions">The dimensions of the labels.</param>
    public string Place(int index, long dimensions) => dimensions == 1 ? $"example {index} (counted from 0)" : $"sequence {index / Time} (counted from 0) at step {index % Time}";
}
