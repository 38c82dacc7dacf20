using System.ComponentModel;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>The weights of TorchSharp's fused recurrent modules, in the order of libtorch's operations.</summary>
/// <remarks>
/// The modules change their weights in place when they are moved, converted or loaded, so the returned tensors stay current.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KernelWeights
{
    private static readonly string[] Kinds = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];

    /// <summary>All layers: weight_ih, weight_hh, bias_ih and bias_hh of each.</summary>
    /// <param name="module">A unidirectional <see cref="LSTM"/>, <see cref="GRU"/> or <see cref="RNN"/> with biases.</param>
    /// <returns>Four tensors per layer, [gates × hidden, features], [gates × hidden, hidden] and twice [gates × hidden].</returns>
    /// <exception cref="ArgumentException">The module is bidirectional, lacks biases or is of another kind.</exception>
    public static Tensor[] Of(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var named = module.named_parameters(recurse: false).ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        var weights = new List<Tensor>(named.Count);
        for (var layer = 0; named.ContainsKey($"weight_ih_l{layer}"); layer++)
        {
            foreach (var kind in Kinds)
            {
                weights.Add(named.TryGetValue($"{kind}_l{layer}", out var weight)
                    ? weight
                    : throw new ArgumentException($"The module {module.GetName()} has no {kind}_l{layer}; a step needs recurrent layers with biases.", nameof(module)));
            }
        }

        return weights.Count > 0 && weights.Count == named.Count
            ? [.. weights]
            : throw new ArgumentException(
                $"The module {module.GetName()} is not a unidirectional LSTM, GRU or RNN: it has the parameters {string.Join(", ", named.Keys)}.", nameof(module));
    }

    /// <summary>The weights of one layer.</summary>
    /// <param name="module">A unidirectional <see cref="LSTM"/>, <see cref="GRU"/> or <see cref="RNN"/> with biases.</param>
    /// <param name="layer">Counted from 0.</param>
    public static CellWeights Layer(nn.Module module, int layer)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new CellWeights(kind => module.get_parameter(RecurrentWeights.Key(kind, layer, reverse: false))!, hasProjection: false);
    }

    /// <summary>The weights of one layer in one direction.</summary>
    /// <param name="module">An <see cref="LSTM"/>, <see cref="GRU"/> or <see cref="RNN"/> with biases.</param>
    /// <param name="layer">Counted from 0.</param>
    /// <param name="reverse">Whether to return the weights of the reverse direction.</param>
    internal static Tensor[] OfLayer(nn.Module module, int layer, bool reverse) =>
        [.. Kinds.Select(kind => (Tensor)module.get_parameter(RecurrentWeights.Key(kind, layer, reverse))!)];
}
