using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Measuring;

/// <summary>A layer forward and backward.</summary>
internal static class LayerTraining
{
    /// <summary>Computes the output and all gradients of the weighted sum of its elements.</summary>
    /// <param name="model">The layer.</param>
    /// <param name="run">[batch, time, features] to [batch, time, hidden].</param>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="shares">The weights of the sum, [batch, time, hidden].</param>
    public static void Step(nn.Module model, Func<Tensor, Tensor> run, Tensor input, Tensor shares)
    {
        using var step = NewDisposeScope();
        model.zero_grad();
        (run(input) * shares).sum().backward();
    }
}
