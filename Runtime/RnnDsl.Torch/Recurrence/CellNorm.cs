using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Layer normalisation (Ba et al. 2016) inside a loop that computes its own derivative: mean 0 and variance 1 over the features, a gain for each,
/// and a bias where there is one.
/// </summary>
public static class CellNorm
{
    private const string Source =
        """
        def forward(x: Tensor, gain: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
            return torch.native_layer_norm(x, [x.size(-1)], gain, None, 1e-5)

        def forward_with_bias(x: Tensor, gain: Tensor, bias: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
            return torch.native_layer_norm(x, [x.size(-1)], gain, bias, 1e-5)

        def backward(gradient: Tensor, x: Tensor, mean: Tensor, scale: Tensor, gain: Tensor) -> Tensor:
            dx, dgain, dbias = torch.native_layer_norm_backward(gradient, x, [x.size(-1)], mean, scale, gain, None, [True, False, False])
            return dx

        def gain(gradient: Tensor, x: Tensor, mean: Tensor, scale: Tensor, gain: Tensor) -> Tensor:
            dx, dgain, dbias = torch.native_layer_norm_backward(gradient, x, [x.size(-1)], mean, scale, gain, None, [False, True, False])
            return dgain

        """;

    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(Source));

    /// <summary>The normalised values.</summary>
    /// <param name="x">[..., features]</param>
    /// <param name="gain">[features]</param>
    /// <param name="bias">[features], or <c>null</c>.</param>
    /// <returns>Values [..., features], and means and inverse deviations [..., 1], which the derivative needs.</returns>
    public static (Tensor Values, Tensor Mean, Tensor Scale) Forward(Tensor x, Tensor gain, Tensor? bias = null) =>
        bias is null
            ? Script.Value.invoke<(Tensor, Tensor, Tensor)>("forward", x, gain)
            : Script.Value.invoke<(Tensor, Tensor, Tensor)>("forward_with_bias", x, gain, bias);

    /// <summary>The gradient of what was normalised.</summary>
    /// <param name="gradient">Of the normalised values, [..., features].</param>
    /// <param name="x">What was normalised, [..., features].</param>
    /// <param name="mean">From <see cref="Forward"/>.</param>
    /// <param name="scale">From <see cref="Forward"/>.</param>
    /// <param name="gain">[features]</param>
    public static Tensor Backward(Tensor gradient, Tensor x, Tensor mean, Tensor scale, Tensor gain) =>
        Script.Value.invoke<Tensor>("backward", gradient, x, mean, scale, gain);

    /// <summary>The gradient of the gain, [features].</summary>
    /// <inheritdoc cref="Backward"/>
    public static Tensor BackwardOfGain(Tensor gradient, Tensor x, Tensor mean, Tensor scale, Tensor gain) =>
        Script.Value.invoke<Tensor>("gain", gradient, x, mean, scale, gain);

    /// <summary>The normalised values alone, for what TorchSharp differentiates by itself.</summary>
    /// <inheritdoc cref="Forward"/>
    public static Tensor Of(Tensor x, Tensor gain, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return nn.functional.layer_norm(x, [x.size(-1)], gain, bias);
    }

    /// <summary>The products of a GRU, those of its two gates and that of its candidate normalised apart.</summary>
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
