using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

public static partial class Expect
{
    /// <summary>
    /// Checks that all tensors of a loop have one dtype and one device. The forward pass would convert some of them silently, and the backward pass would fail.
    /// </summary>
    /// <param name="tensors">At least one.</param>
    /// <param name="loop">The loop's name, for the message.</param>
    internal static void OneType(Tensor[] tensors, string loop)
    {
        var first = tensors[0];
        foreach (var tensor in tensors)
        {
            if (tensor.dtype != first.dtype || tensor.device_type != first.device_type || tensor.device_index != first.device_index)
            {
                throw new ArgumentException(
                    $"{loop} was given {first.dtype} [{string.Join(", ", first.shape)}] on {first.device} and {tensor.dtype} [{string.Join(", ", tensor.shape)}] on {tensor.device}: its input, "
                        + "states, masks and weights have one dtype and one device. Move the whole model with to(...), and its input with it.");
            }
        }
    }
}
