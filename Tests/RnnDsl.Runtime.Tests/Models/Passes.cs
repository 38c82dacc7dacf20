using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Passes through a model that can be compared with one another.</summary>
internal static class Passes
{
    /// <summary>The same masks in every call.</summary>
    public static Func<Tensor, Tensor[]?, (Tensor Output, Tensor[] States)> Seeded(long seed, Func<Tensor, Tensor[]?, (Tensor Output, Tensor[] States)> forward) =>
        (input, states) =>
        {
            manual_seed(seed);
            return forward(input, states);
        };

    /// <summary>Zeros where there is padding.</summary>
    /// <param name="results">The output [batch, time, size], and the final states.</param>
    /// <param name="real">Which steps are real: [batch, time, 1].</param>
    public static (Tensor Output, Tensor[] States) OfValidSteps((Tensor Output, Tensor[] States) results, Tensor real) =>
        (results.Output.masked_fill(real.logical_not(), 0), results.States);
}
