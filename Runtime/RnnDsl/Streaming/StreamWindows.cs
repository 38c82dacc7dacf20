using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>Windows over the steps of a stream: those of a convolution or of pooling, over whole sequences or over the steps so far.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StreamWindows
{
    /// <summary>The window of a step that ends with it, where the steps before are kept as a state.</summary>
    /// <param name="past">The steps before, the earliest first.</param>
    /// <param name="input">The step.</param>
    /// <param name="window">Where the steps of the window go, one behind the other.</param>
    /// <param name="next">Where the steps before the next one go.</param>
    /// <param name="features">The features of a step.</param>
    /// <param name="kernel">The positions of the window, at least 2.</param>
    /// <param name="dilation">The steps from one position to the next.</param>
    public static void Causal(ref float past, ref float input, ref float window, ref float next, int features, int kernel, int dilation)
    {
        for (var position = 0; position < kernel - 1; position++)
            StreamFunctions.Copy(ref Unsafe.Add(ref past, position * dilation * features), ref Unsafe.Add(ref window, position * features), features);
        StreamFunctions.Copy(ref input, ref Unsafe.Add(ref window, (kernel - 1) * features), features);

        var kept = ((kernel - 1) * dilation) - 1;
        StreamFunctions.Copy(ref Unsafe.Add(ref past, features), ref next, kept * features);
        StreamFunctions.Copy(ref input, ref Unsafe.Add(ref next, kept * features), features);
    }

    /// <summary>The windows of a whole sequence, with zeros beyond its ends.</summary>
    /// <param name="input">The steps.</param>
    /// <param name="steps">Their number.</param>
    /// <param name="windows">Where the windows go, a row for each.</param>
    /// <param name="count">The number of windows.</param>
    /// <param name="kernel">The positions of a window.</param>
    /// <param name="stride">The steps from one window to the next.</param>
    /// <param name="dilation">The steps from one position to the next.</param>
    /// <param name="before">The zeros before the first step.</param>
    public static void Gather(StreamRows input, int steps, StreamRows windows, int count, int kernel, int stride, int dilation, int before)
    {
        var features = input.Width;
        for (var i = 0; i < count; i++)
        {
            var window = windows.Span(i);
            for (var position = 0; position < kernel; position++)
            {
                var step = (i * stride) - before + (position * dilation);
                var target = window.Slice(position * features, features);
                if ((uint)step < (uint)steps)
                    input.Span(step).CopyTo(target);
                else
                    target.Clear();
            }
        }
    }

    /// <summary>The mean of each window of a whole sequence.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="input">The steps.</param>
    /// <param name="output">Where the means go.</param>
    /// <param name="count">The number of windows.</param>
    /// <param name="kernel">The steps of a window.</param>
    /// <param name="stride">The steps from one window to the next.</param>
    public static void Average<TLane>(StreamRows input, StreamRows output, int count, int kernel, int stride) where TLane : struct, ILane<TLane, float>
    {
        for (var i = 0; i < count; i++)
            StreamFunctions.Mean<TLane>(input.At(i * stride), kernel, ref output.Row(i), input.Width);
    }
}
