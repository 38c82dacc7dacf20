using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>The weights that emitted code takes from TorchSharp's modules, and what it reads of the modules.</summary>
public sealed class KernelWeightsTests
{
    [Fact]
    public void Weights_stay_current_when_the_module_is_converted_and_loaded()
    {
        using var module = nn.LSTM(3, 5, numLayers: 2);
        using var other = nn.LSTM(3, 5, numLayers: 2, dtype: ScalarType.Float64);
        var weights = KernelWeights.Of(module);

        module.to(ScalarType.Float64);
        module.load_state_dict(other.state_dict());

        Assert.Equal(8, weights.Length);
        Assert.All(weights.Zip(KernelWeights.Of(other)), pair => Assert.True(pair.First.dtype == ScalarType.Float64 && pair.First.Equals(pair.Second)));
        Assert.All(weights.Zip(KernelWeights.Of(module)), pair => Assert.Equal(pair.Second.Handle, pair.First.Handle));
    }

    [Fact]
    public void Layers_of_a_module_have_its_sizes_and_directions()
    {
        using var lstm = nn.LSTM(3, 5, numLayers: 2, bidirectional: true);
        using var gru = nn.GRU(3, 7);

        var (both, one) = (new FusedLayers(lstm), new FusedLayers(gru));

        Assert.Equal([5, 5], both.StateSizes);
        Assert.Equal((2, true), (both.Layers, both.Bidirectional));
        Assert.Equal([7], one.StateSizes);
        Assert.Equal((1, false), (one.Layers, one.Bidirectional));
    }

    [Fact]
    public void Module_without_recurrent_layers_is_refused()
    {
        using var linear = nn.Linear(3, 5);

        var error = Assert.Throws<ArgumentException>(() => new FusedLayers(linear));

        Assert.Contains("has no weight_hh_l0", error.Message, StringComparison.Ordinal);
    }
}
