using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Measuring;

/// <summary>Contenders that compute different things have no ratio.</summary>
internal static class Agreement
{
    /// <summary>How many steps are compared: with every further one the roundings of both lead further apart.</summary>
    private const int Steps = 10;

    /// <summary>Two ways through a layer give the same output, and the same gradient of the input, through which every other one has gone.</summary>
    /// <param name="what">What is compared, for the message.</param>
    /// <param name="one">[batch, time, features] to [batch, time, hidden].</param>
    /// <param name="other">The same in another way.</param>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="shares">What each number of the output counts for in the sum whose gradient is taken.</param>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public static void Check(string what, Func<Tensor, Tensor> one, Func<Tensor, Tensor> other, Tensor input, Tensor shares)
    {
        using var scope = NewDisposeScope();
        var steps = Math.Min(input.size(1), Steps);
        var start = input.detach().narrow(1, 0, steps).requires_grad_();
        var counted = shares.narrow(1, 0, steps);
        var ((output, gradient), (otherOutput, otherGradient)) = (Gradient(one), Gradient(other));
        if (!(Difference(output, otherOutput) <= 1e-4 && Difference(gradient, otherGradient) <= 1e-4))
        {
            throw new InvalidOperationException($"{what} do not compute the same.");
        }

        (Tensor Output, Tensor Gradient) Gradient(Func<Tensor, Tensor> run)
        {
            var result = run(start);
            return (result.detach(), autograd.grad([(result * counted).sum()], [start])[0]);
        }
    }

    /// <summary>The largest difference, as a share of the largest number.</summary>
    private static double Difference(Tensor one, Tensor other) => ((one - other).abs().max() / other.abs().max()).ToDouble();
}
