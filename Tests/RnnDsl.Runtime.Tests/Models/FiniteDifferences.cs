using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Holds gradients against what a small change of each tensor does to the loss.</summary>
internal static class FiniteDifferences
{
    // Near enough for strongly curved losses, those of normalised layers on top of each other; rounding is still a thousandth of what is asked.
    private const double Distance = 2e-6;

    /// <summary>Asserts that the gradient of every parameter, of the input and of every initial state is the loss's slope.</summary>
    public static void Confirm(
        nn.Module module, Func<Tensor, Tensor[]?, (Tensor Output, Tensor[] States)> forward, Tensor input, Tensor[] states, Draw draw)
    {
        var source = input.detach().clone().requires_grad_();
        var initial = states.Select(state => state.detach().clone().requires_grad_()).ToArray();
        Tensor[]? weighing = null;
        var sources = module.named_parameters().Select(pair => (pair.name, Tensor: (Tensor)pair.parameter))
            .Concat(initial.Select((state, i) => (name: $"initial state {i}", Tensor: state)))
            .Append((name: "input", Tensor: source))
            .ToList();
        var gradients = autograd.grad([Loss()], sources.Select(pair => pair.Tensor).ToList());

        foreach (var ((name, tensor), gradient) in sources.Zip(gradients))
        {
            // Along a random direction the slope is the gradient's product with it.
            using var _ = no_grad();
            var direction = draw.Normal(tensor.shape);
            var here = tensor.detach().clone();
            tensor.copy_(here + (direction * Distance));
            var above = Loss().ToDouble();
            tensor.copy_(here - (direction * Distance));
            var below = Loss().ToDouble();
            tensor.copy_(here);

            var slope = (above - below) / (2 * Distance);
            var expected = (gradient * direction).sum().ToDouble();
            Assert.True(Math.Abs(slope - expected) <= 1e-7 * Math.Max(1, Math.Abs(expected)), $"{name}: the gradient says {expected}, differences say {slope}");
        }

        Tensor Loss()
        {
            var (output, finals) = forward(source, initial);
            var results = finals.Prepend(output).ToList();
            weighing ??= [.. results.Select(result => draw.Normal(result.shape))];
            return results.Zip(weighing, (result, weight) => (result * weight).sum()).Aggregate((sum, term) => sum + term);
        }
    }
}
