using RnnDsl.Runtime.Tests.Models;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>Two ways to compute one thing agree, in what they give and in every gradient.</summary>
internal static class Agreement
{
    /// <param name="expected">By the definition.</param>
    /// <param name="found">By the model.</param>
    /// <param name="of">What the gradients are of; each output counts with a weight of its own.</param>
    public static void Check(Tensor expected, Tensor found, params IEnumerable<Tensor> of)
    {
        Near.Equal("the output", expected, found);
        using var draw = new Draw(seed: 9);
        var weighing = draw.Normal(expected.shape);
        Near.Equal("the gradient", Gradients(expected), Gradients(found));

        Tensor[] Gradients(Tensor output) => [.. autograd.grad([(output * weighing).sum()], [.. of], retain_graph: true)];
    }
}
