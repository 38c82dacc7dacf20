using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Gradients;

/// <summary>Elman networks that differ in the spectral radius of their recurrent matrix alone: what is left of a gradient, and what clipping does.</summary>
/// <param name="Radius">The radius, of all eigenvalues: the matrix is a multiple of an orthogonal one.</param>
/// <param name="AtRest">
/// With inputs and biases of zero the states are zero, where the derivative of tanh is 1: the network is linear, and each step back in
/// time multiplies with the matrix and nothing else.
/// </param>
/// <param name="Driven">On sequences, where tanh is flatter than that.</param>
/// <param name="Weights">The norm of all weights' gradients on these sequences, of each length, before and after clipping.</param>
internal sealed record ElmanByRadius(double Radius, StateCurves AtRest, StateCurves Driven, IReadOnlyList<(double Before, double After)> Weights)
{
    /// <summary>The one state of the network.</summary>
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
        return new(radius, measurement.States(model, silent: true), driven, norms);
    }

    /// <summary>Such as "0.9".</summary>
    public override string ToString() => Radius.ToString(CultureInfo.InvariantCulture);
}
