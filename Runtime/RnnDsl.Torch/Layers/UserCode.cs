using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>What generated models ask of the methods and modules that their author has written.</summary>
public static class UserCode
{
    /// <summary>The module, moved to where the model's weights lie and into their precision.</summary>
    /// <param name="module">The author's module, newly made.</param>
    /// <param name="device">Where to; <c>null</c> leaves it.</param>
    /// <param name="dtype">In which precision; <c>null</c> leaves it.</param>
    public static TModule Move<TModule>(TModule module, Device? device, ScalarType? dtype)
        where TModule : nn.Module
    {
        if (dtype is { } type)
        {
            module.to(type);
        }

        if (device is not null)
        {
            module.to(device);
        }

        return module;
    }

    /// <summary>Asserts that a layer has kept the shape of what it was given.</summary>
    /// <param name="output">What the layer gave.</param>
    /// <param name="input">What it was given.</param>
    /// <param name="layer">The layer's name, for the message.</param>
    /// <param name="isStep">Whether it was given one time step.</param>
    /// <returns>The output.</returns>
    /// <exception cref="InvalidOperationException">The shape is another.</exception>
    public static Tensor Same(Tensor output, Tensor input, string layer, bool isStep = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Check(output, input, input.size(-1), layer, isStep);
    }

    /// <summary>Asserts that a layer has given each step the features it was declared to give.</summary>
    /// <param name="output">What the layer gave.</param>
    /// <param name="input">What it was given.</param>
    /// <param name="features">How many features it was declared to give.</param>
    /// <param name="layer">The layer's name, for the message.</param>
    /// <param name="isStep">Whether it was given one time step.</param>
    /// <returns>The output.</returns>
    /// <exception cref="InvalidOperationException">The shape is another.</exception>
    public static Tensor Resized(Tensor output, Tensor input, long features, string layer, bool isStep = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Check(output, input, features, layer, isStep);
    }

    private static Tensor Check(Tensor output, Tensor input, long features, string layer, bool isStep)
    {
        if (output is null || !Fits(output, input, features))
        {
            Refuse(output, input, features, layer, isStep);
        }

        return output;
    }

    /// <summary>Whether the output has the input's shape but for its features.</summary>
    private static bool Fits(Tensor output, Tensor input, long features)
    {
        var last = (int)input.dim() - 1;
        if (output.dim() != last + 1 || output.size(last) != features)
        {
            return false;
        }

        for (var dimension = 0; dimension < last; dimension++)
        {
            if (output.size(dimension) != input.size(dimension))
            {
                return false;
            }
        }

        return true;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(Tensor? output, Tensor input, long features, string layer, bool isStep)
    {
        long[] expected = [.. input.shape[..^1], features];
        var message = $"{layer} is declared to give [{string.Join(", ", expected)}] here and gave {(output is null ? "null" : $"[{string.Join(", ", output.shape)}]")}. "
            + "Give that shape, or declare the features it gives.";

        // Of a step, it is not the features alone that are wrong where dimensions were counted as in a sequence.
        var isTime = isStep && output is not null && (output.dim() != expected.Length || !output.shape.AsSpan(0, expected.Length - 1).SequenceEqual(expected.AsSpan(0, expected.Length - 1)));
        throw new InvalidOperationException(
            isTime ? message + " Step gives it one time step, [batch, features], where forward gives whole sequences, [batch, time, features]: it must not count on a time dimension." : message);
    }
}
