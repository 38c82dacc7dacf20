using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>Support for user-defined methods and modules in generated models.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class UserCode
{
    /// <summary>Moves a user-defined module to the device and dtype of the model's weights.</summary>
    /// <param name="module">The module, newly constructed.</param>
    /// <param name="device">The device; <c>null</c>: unchanged.</param>
    /// <param name="dtype">The dtype; <c>null</c>: unchanged.</param>
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

    /// <summary>Checks that the output of a layer has the shape of its input.</summary>
    /// <param name="output">The output of the layer.</param>
    /// <param name="input">The input of the layer.</param>
    /// <param name="layer">The layer's name, for the message.</param>
    /// <param name="isStep">Whether the input is one time step.</param>
    /// <returns>The output.</returns>
    /// <exception cref="InvalidOperationException">The shape differs.</exception>
    public static Tensor Same(Tensor output, Tensor input, string layer, bool isStep = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Check(output, input, input.size(-1), layer, isStep);
    }

    /// <summary>Checks that the output of a layer has the declared number of features.</summary>
    /// <param name="output">The output of the layer.</param>
    /// <param name="input">The input of the layer.</param>
    /// <param name="features">The declared number of features.</param>
    /// <param name="layer">The layer's name, for the message.</param>
    /// <param name="isStep">Whether the input is one time step.</param>
    /// <returns>The output.</returns>
    /// <exception cref="InvalidOperationException">The shape differs.</exception>
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

    /// <summary>Whether the output has the input's shape, apart from the features.</summary>
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
        var message = $"{layer} is declared with output [{string.Join(", ", expected)}] here and returned {(output is null ? "null" : $"[{string.Join(", ", output.shape)}]")}. "
            + "Return that shape, or declare the features that it returns.";

        // In a step, other dimensions than the features are wrong where the code expects a time dimension.
        var isTime = isStep && output is not null && (output.dim() != expected.Length || !output.shape.AsSpan(0, expected.Length - 1).SequenceEqual(expected.AsSpan(0, expected.Length - 1)));
        throw new InvalidOperationException(
            isTime ? message + " Step calls it with one time step, [batch, features], and forward with whole sequences, [batch, time, features]: it must not rely on a time dimension." : message);
    }
}
