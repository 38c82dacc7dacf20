using TorchSharp;
using static RnnDsl.Generator.Tests.Infrastructure.HeldSums;
using static TorchSharp.torch;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>The derivatives of a gradient penalty: what the first gradients say of each other.</summary>
internal static class SecondDerivatives
{
    /// <summary>The gradients of the sum of all gradients, each weighted and squared; zeros where there is none.</summary>
    /// <param name="loss">What is differentiated twice. Its graph is retained.</param>
    /// <param name="wanted">The tensors by which it is.</param>
    public static List<Tensor> Of(Tensor loss, IReadOnlyList<Tensor> wanted)
    {
        using var factors = new torch.Generator(11);
        var gradients = autograd.grad([loss], [.. wanted], retain_graph: true, create_graph: true, allow_unused: true);

        // A factor is drawn for each tensor: where one way of computing has no gradient, another may have zeros.
        var weights = wanted.Select(tensor => randn(tensor.shape, dtype: ScalarType.Float64, generator: factors)).ToList();
        var penalty = Sum(gradients.Zip(weights).Where(pair => !pair.First.IsInvalid)
            .Select(pair => Sum((pair.First * pair.Second).sum(), (pair.First * pair.First).sum())));
        var seconds = penalty.requires_grad ? autograd.grad([penalty], [.. wanted], retain_graph: true, allow_unused: true) : null;
        return [.. wanted.Select((tensor, i) => seconds is null || seconds[i].IsInvalid ? zeros_like(tensor) : seconds[i])];
    }
}
