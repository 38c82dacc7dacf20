using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Layer normalisation (Ba et al. 2016) inside a loop with a backward pass of its own: mean 0 and variance 1 over the features, then a gain
/// and an optional bias per feature.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellNorm
{
    // Computes the statistics in blocks that fit into the cache, because libtorch's operation also returns the normalised values, which are not needed. The text
    // is constant: a syntax error in it would end the process.
    private const string Source =
        """
        def statistics(x: Tensor) -> Tuple[Tensor, Tensor]:
            means: List[Tensor] = []
            scales: List[Tensor] = []
            for part in torch.split(x, max(1, 65536 * x.size(0) // x.numel())):
                values, mean, scale = torch.native_layer_norm(part, [x.size(-1)], None, None, 1e-5)
                means.append(mean)
                scales.append(scale)
            return torch.cat(means), torch.cat(scales)

        def backward(gradient: Tensor, x: Tensor, mean: Tensor, scale: Tensor, gain: Tensor) -> Tensor:
            dx, dgain, dbias = torch.native_layer_norm_backward(gradient, x, [x.size(-1)], mean, scale, gain, None, [True, False, False])
            return dx

        def gain(gradient: Tensor, x: Tensor, mean: Tensor, scale: Tensor, gain: Tensor) -> Tensor:
            dx, dgain, dbias = torch.native_layer_norm_backward(gradient, x, [x.size(-1)], mean, scale, gain, None, [False, True, False])
            return dgain

        def of_blocks(x: Tensor, gain: Tensor, blocks: int) -> Tensor:
            parts = x.unflatten(-1, [blocks, -1])
            return torch.layer_norm(parts, [parts.size(-1)], None, None, 1e-5).flatten(-2).mul_(gain)

        def statistics_of_blocks(x: Tensor, blocks: int) -> Tuple[Tensor, Tensor]:
            return statistics(x.unflatten(-1, [blocks, -1]))

        def backward_of_blocks(gradient: Tensor, x: Tensor, mean: Tensor, scale: Tensor, gain: Tensor, blocks: int) -> Tensor:
            parts = x.unflatten(-1, [blocks, -1])
            scaled = gradient.mul(gain).unflatten(-1, [blocks, -1])
            dx, dgain, dbias = torch.native_layer_norm_backward(scaled, parts, [parts.size(-1)], mean, scale, None, None, [True, False, False])
            return dx.flatten(-2)

        def gain_of_blocks(gradient: Tensor, x: Tensor, mean: Tensor, scale: Tensor, gain: Tensor, blocks: int) -> Tensor:
            values = x.unflatten(-1, [blocks, -1]).sub(mean).mul_(scale).flatten(-2)
            return values.mul_(gradient).flatten(0, -2).sum(0)

        """;

    // Counts are passed as int, by value: TorchSharp converts a long to a scalar that no reference keeps alive.
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(Source));

    /// <summary>The means and inverse standard deviations for the backward pass. Recomputing them for all steps at once costs less than saving them.</summary>
    /// <param name="x">The input of the normalisation, [..., features].</param>
    /// <returns>Two tensors [..., 1].</returns>
    public static (Tensor Mean, Tensor Scale) Statistics(Tensor x) => Script.Value.invoke<(Tensor, Tensor)>("statistics", x);

    /// <summary>The gradient of the input.</summary>
    /// <param name="gradient">The gradient of the normalised values, [..., features].</param>
    /// <param name="x">The input of the normalisation, [..., features].</param>
    /// <param name="mean">From <see cref="Statistics"/>.</param>
    /// <param name="scale">From <see cref="Statistics"/>.</param>
    /// <param name="gain">[features]</param>
    public static Tensor Backward(Tensor gradient, Tensor x, Tensor mean, Tensor scale, Tensor gain) =>
        Script.Value.invoke<Tensor>("backward", gradient, x, mean, scale, gain);

    /// <summary>The gradient of the gain, [features].</summary>
    /// <inheritdoc cref="Backward"/>
    public static Tensor BackwardOfGain(Tensor gradient, Tensor x, Tensor mean, Tensor scale, Tensor gain) =>
        Script.Value.invoke<Tensor>("gain", gradient, x, mean, scale, gain);

    /// <summary>The normalised values.</summary>
    /// <param name="x">[..., features]</param>
    /// <param name="gain">[features]; <c>null</c> for 1.</param>
    /// <param name="bias">[features]; <c>null</c> for 0.</param>
    public static Tensor Of(Tensor x, Tensor? gain = null, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return nn.functional.layer_norm(x, [x.size(-1)], gain, bias);
    }

    /// <summary>Normalises consecutive blocks of features, each with its own mean and variance.</summary>
    /// <param name="x">[..., blocks × features]</param>
    /// <param name="gain">[blocks × features]</param>
    /// <param name="blocks">The number of blocks.</param>
    public static Tensor OfBlocks(Tensor x, Tensor gain, long blocks)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!is_grad_enabled())
            return Script.Value.invoke<Tensor>("of_blocks", x, gain, (int)blocks);

        // TorchScript would differentiate the call itself, so ordinary operations compute it where gradients are recorded.
        var parts = x.unflatten(x.dim() - 1, blocks, x.size(-1) / blocks);
        return nn.functional.layer_norm(parts, [parts.size(-1)]).flatten(-2) * gain;
    }

    /// <summary>The means and inverse standard deviations of the blocks, [..., blocks, 1].</summary>
    /// <inheritdoc cref="OfBlocks"/>
    public static (Tensor Mean, Tensor Scale) StatisticsOfBlocks(Tensor x, long blocks) => Script.Value.invoke<(Tensor, Tensor)>("statistics_of_blocks", x, (int)blocks);

    /// <summary>The gradient of the input of a normalisation by blocks.</summary>
    /// <param name="gradient">The gradient of the normalised values, [..., blocks × features].</param>
    /// <param name="x">The input of the normalisation, [..., blocks × features].</param>
    /// <param name="mean">From <see cref="StatisticsOfBlocks"/>.</param>
    /// <param name="scale">From <see cref="StatisticsOfBlocks"/>.</param>
    /// <param name="gain">[blocks × features]</param>
    /// <param name="blocks">The number of blocks.</param>
    public static Tensor BackwardOfBlocks(Tensor gradient, Tensor x, Tensor mean, Tensor scale, Tensor gain, long blocks) =>
        Script.Value.invoke<Tensor>("backward_of_blocks", gradient, x, mean, scale, gain, (int)blocks);

    /// <summary>The gradient of the gain, [blocks × features].</summary>
    /// <inheritdoc cref="BackwardOfBlocks"/>
    public static Tensor BackwardOfGainOfBlocks(Tensor gradient, Tensor x, Tensor mean, Tensor scale, Tensor gain, long blocks) =>
        Script.Value.invoke<Tensor>("gain_of_blocks", gradient, x, mean, scale, gain, (int)blocks);

    /// <summary>Normalises the projections of a GRU: those of its two gates separately, and that of its candidate.</summary>
    /// <param name="x">[..., 3 × hidden]</param>
    /// <param name="gates">The gain of the first two thirds.</param>
    /// <param name="candidate">The gain of the last third.</param>
    public static Tensor OfGates(Tensor x, Tensor gates, Tensor candidate)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(gates);
        ArgumentNullException.ThrowIfNull(candidate);
        return cat([Of(x.narrow(-1, 0, gates.size(0)), gates), Of(x.narrow(-1, gates.size(0), candidate.size(0)), candidate)], -1);
    }
}
