using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>What generated models ask of the methods and modules that their author has written.</summary>
public static class OwnCode
{
    /// <summary>The module, moved to where the model's weights lie and into their precision.</summary>
    /// <param name="module">The author's module, newly made.</param>
    /// <param name="device">Where to; <c>null</c> leaves it.</param>
    /// <param name="dtype">In which precision; <c>null</c> leaves it.</param>
    public static TModule Placed<TModule>(TModule module, Device? device, ScalarType? dtype)
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
    /// <returns>The output.</returns>
    /// <exception cref="InvalidOperationException">The shape is another.</exception>
    public static Tensor Same(Tensor output, Tensor input, string layer)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Check(output, input.shape, layer);
    }

    /// <summary>Asserts that a layer has given each step the features it was declared to give.</summary>
    /// <param name="output">What the layer gave.</param>
    /// <param name="input">What it was given.</param>
    /// <param name="features">How many features it was declared to give.</param>
    /// <param name="layer">The layer's name, for the message.</param>
    /// <returns>The output.</returns>
    /// <exception cref="InvalidOperationException">The shape is another.</exception>
    public static Tensor Resized(Tensor output, Tensor input, long features, string layer)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Check(output, [.. input.shape[..^1], features], layer);
    }

    private static Tensor Check(Tensor output, long[] expected, string layer) =>
        output is not null && output.shape.AsSpan().SequenceEqual(expected)
            ? output
            : throw new InvalidOperationException(
                $"{layer} is declared to give [{string.Join(", ", expected)}] here and gave {(output is null ? "null" : $"[{string.Join(", ", output.shape)}]")}. "
                + "Give that shape, or declare the features it gives.");
}
