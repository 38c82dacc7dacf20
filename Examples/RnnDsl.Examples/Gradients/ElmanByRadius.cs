using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Gradients;

/// <summary>Elman networks that differ only in the spectral radius of the recurrent matrix: gradient norms and the effect of clipping.</summary>
/// <param name="Radius">The modulus of all eigenvalues; the matrix is a scaled orthogonal one.</param>
/// <param name="ZeroInput">
/// Gradient norms with inputs and biases of zero. The states are zero, where tanh' = 1, so each step back multiplies the gradient by the matrix only.
/// </param>
/// <param name="WithInput">Gradient norms on sequences, where tanh' is below 1.</param>
/// <param name="Weights">Norm of all weight gradients on these sequences, for each length, before and after clipping.</param>
internal sealed record ElmanByRadius(double Radius, StateCurves ZeroInput, StateCurves WithInput, IReadOnlyList<(double Before, double After)> Weights)
{
    /// <summary>The name of the state.</summary>
    public const string State = nameof(OrthogonalNetwork.State.Hidden);

    public static ElmanByRadius Measure(double radius, GradientsOptions options, Measurement measurement, Device device)
    {
        manual_seed(options.Seed);
        using var model = GradientModel.Of(new OrthogonalNetwork(options.Hidden, device, ScalarType.Float64));
        var weights = model.Module.named_parameters().ToDictionary(static weight => weight.name, static weight => weight.parameter);
        SpectralRadius.Scale(weights["rnn.weight_hh_l0"], radius);
        var (driven, norms) = (measurement.States(model), measurement.Weights(model));

        using (no_grad())
        {
            weights["rnn.bias_ih_l0"].zero_();
            weights["rnn.bias_hh_l0"].zero_();
        }
        return new(radius, measurement.States(model, zeroInput: true), driven, norms);
    }

    /// <summary>The radius, such as "0.9".</summary>
    public override string ToString() => Radius.ToString(CultureInfo.InvariantCulture);
}
