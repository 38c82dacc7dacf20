using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The weights of recurrent layers that run as an emitted loop, under PyTorch's names (weight_ih_l0, weight_hh_l0, bias_ih_l0,
/// and the same with _reverse) and with PyTorch's initialisation: uniform in ±1/√hidden. There is one bias: a second one would
/// only be added to it.
/// </summary>
public sealed class LoopWeights : nn.Module
{
    /// <summary>Draws new weights.</summary>
    /// <param name="inputSize">The features of a step.</param>
    /// <param name="hiddenSize">The length of the hidden state.</param>
    /// <param name="gates">How many products the cell has; a GRU has 3.</param>
    /// <param name="layers">How many layers lie on top of each other.</param>
    /// <param name="bidirectional">Whether each layer has a reverse direction.</param>
    /// <param name="device">Where the weights lie; the default device if it is null.</param>
    /// <param name="dtype">The weights' precision; the default type if it is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or a number is less than 1.</exception>
    public LoopWeights(
        long inputSize, long hiddenSize, int gates, int layers = 1, bool bidirectional = false, Device? device = null, ScalarType? dtype = null)
        : base(nameof(LoopWeights))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gates);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);

        var (place, type) = GetDefaultDeviceAndType(device, dtype);
        var bound = 1 / Math.Sqrt(hiddenSize);
        for (var layer = 0; layer < layers; layer++)
        {
            var features = layer == 0 ? inputSize : hiddenSize * (bidirectional ? 2 : 1);
            foreach (var reverse in bidirectional ? new[] { false, true } : [false])
            {
                Draw("weight_ih", gates * hiddenSize, features);
                Draw("weight_hh", gates * hiddenSize, hiddenSize);
                Draw("bias_ih", gates * hiddenSize);

                void Draw(string kind, params long[] size)
                {
                    // The same numbers whatever the device: drawn on the CPU in single precision, then moved.
                    using var scope = NewDisposeScope();
                    var drawn = rand(size, dtype: ScalarType.Float32, device: CPU).mul_(2 * bound).sub_(bound).to(type, place);
                    var weight = new Parameter(drawn);
                    weight.DetachFromDisposeScope();
                    register_parameter(Key(kind, layer, reverse), weight);
                }
            }
        }

        (_deviceType, _deviceIndex) = (place.type, place.index);
    }

    /// <summary>The weights of one layer in one direction, as they are now: a move or a conversion replaces them.</summary>
    /// <param name="layer">Counted from 0.</param>
    /// <param name="reverse">Whether the reverse direction's are meant.</param>
    public Set Layer(int layer, bool reverse = false) =>
        new(_internal_params[Key("weight_ih", layer, reverse)], _internal_params[Key("weight_hh", layer, reverse)], _internal_params[Key("bias_ih", layer, reverse)]);

    /// <summary>The constructor has registered every parameter by its name.</summary>
    protected override void RegisterComponents() { }

    private static string Key(string kind, int layer, bool reverse) => $"{kind}_l{layer}{(reverse ? "_reverse" : "")}";

    /// <summary>The weights of one layer in one direction.</summary>
    /// <param name="Input">[gates × hidden, features]</param>
    /// <param name="Hidden">[gates × hidden, hidden]</param>
    /// <param name="Bias">[gates × hidden]</param>
    public readonly record struct Set(Tensor Input, Tensor Hidden, Tensor Bias);
}
