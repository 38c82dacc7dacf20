using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>Pooling over the steps of a stream so far: what a step adds to what is kept of those before.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StreamPooling
{
    /// <summary>Counts of steps are kept in two numbers, so that each is exact: the first goes up to here.</summary>
    private const int LargestLow = 1 << 20;

    /// <summary>The numbers of a count.</summary>
    public const int CountWidth = 2;

    /// <summary>The numbers that attention pooling keeps beside the sum: the largest score, the sum of the weights, and a count.</summary>
    public const int AttentionWidth = 2 + CountWidth;

    /// <summary>The mean of the steps so far. Their sum is kept with what its roundings lost (Kahan 1965).</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="count">The number of steps before, <see cref="CountWidth"/> numbers.</param>
    /// <param name="nextCount">Where that with this one goes.</param>
    /// <param name="sum">The sum of the steps before.</param>
    /// <param name="nextSum">Where that with this one goes.</param>
    /// <param name="lost">What roundings have added to the sum.</param>
    /// <param name="nextLost">Where that with this one goes.</param>
    /// <param name="input">The step.</param>
    /// <param name="mean">Where the mean goes, with room for a lane behind it, as behind all rows.</param>
    /// <param name="width">The number of columns.</param>
    public static void Mean<TLane>(ref float count, ref float nextCount, ref float sum, ref float nextSum, ref float lost, ref float nextLost, ref float input, ref float mean, int width)
        where TLane : struct, ILane<TLane, float>
    {
        var inverse = TLane.Constant(1 / Count(ref count, ref nextCount));
        for (nuint j = 0; j < (nuint)width; j += (nuint)TLane.Count)
        {
            var before = TLane.Load(in sum, j);
            var step = TLane.Load(in input, j) - TLane.Load(in lost, j);
            var after = before + step;
            TLane.Store((after - before) - step, ref nextLost, j);
            TLane.Store(after, ref nextSum, j);
            TLane.Store(after * inverse, ref mean, j);
        }
    }

    /// <summary>The maximum of each column over the steps so far.</summary>
    /// <param name="count">The number of steps before, <see cref="CountWidth"/> numbers.</param>
    /// <param name="nextCount">Where that with this one goes.</param>
    /// <param name="largest">The maximum of the steps before.</param>
    /// <param name="next">Where that with this one goes.</param>
    /// <param name="input">The step.</param>
    /// <param name="width">The number of columns.</param>
    public static void Max(ref float count, ref float nextCount, ref float largest, ref float next, ref float input, int width)
    {
        var isFirst = Count(ref count, ref nextCount) == 1;
        for (var j = 0; j < width; j++)
        {
            var value = Unsafe.Add(ref input, j);
            Unsafe.Add(ref next, j) = isFirst ? value : MathF.Max(Unsafe.Add(ref largest, j), value);
        }
    }

    /// <summary>Attention pooling over the steps so far: the mean of the steps under the softmax of their scores, whose largest is kept (Milakov and Gimelshein 2018).</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="kept">What is kept beside the sum, <see cref="AttentionWidth"/> numbers.</param>
    /// <param name="nextKept">Where that with this step goes.</param>
    /// <param name="sum">The sum of the steps before under their weights.</param>
    /// <param name="nextSum">Where that with this one goes.</param>
    /// <param name="score">The score of the step.</param>
    /// <param name="input">The step.</param>
    /// <param name="pooled">Where the mean goes, with room for a lane behind it, as behind all rows.</param>
    /// <param name="width">The number of columns.</param>
    public static void Attend<TLane>(ref float kept, ref float nextKept, ref float sum, ref float nextSum, float score, ref float input, ref float pooled, int width)
        where TLane : struct, ILane<TLane, float>
    {
        var isFirst = Count(ref Unsafe.Add(ref kept, 2), ref Unsafe.Add(ref nextKept, 2)) == 1;
        var largest = isFirst ? score : MathF.Max(kept, score);
        var (before, own) = (isFirst ? 0 : MathF.Exp(kept - largest), MathF.Exp(score - largest));
        var total = (before * Unsafe.Add(ref kept, 1)) + own;
        (nextKept, Unsafe.Add(ref nextKept, 1)) = (largest, total);
        var (factor, weight, inverse) = (TLane.Create(before), TLane.Create(own), TLane.Create(1 / total));
        for (nuint j = 0; j < (nuint)width; j += (nuint)TLane.Count)
        {
            var after = TLane.MultiplyAdd(weight, TLane.Load(in input, j), factor * TLane.Load(in sum, j));
            TLane.Store(after, ref nextSum, j);
            TLane.Store(after * inverse, ref pooled, j);
        }
    }

    /// <summary>Counts a step.</summary>
    private static double Count(ref float count, ref float next)
    {
        var (low, high) = (count + 1, Unsafe.Add(ref count, 1));
        if (low == LargestLow)
            (low, high) = (0, high + 1);
        (next, Unsafe.Add(ref next, 1)) = (low, high);
        return ((double)high * LargestLow) + low;
    }
}
