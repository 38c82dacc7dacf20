using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Everything one pass through a model gives: outputs, final states, and the gradient of all that went in.</summary>
internal sealed record Gradients(Tensor Output, Tensor[] States, Tensor Input, Tensor[] InitialStates, SortedDictionary<string, Tensor> Parameters)
{
    /// <summary>
    /// Runs a model forward and back. The loss weighs every output and every final state with a number of its own, so that no
    /// gradient can be lost in a sum.
    /// </summary>
    /// <param name="weighing">The weights of the output and of each state; random ones if it is null.</param>
    public static Gradients Of(
        nn.Module module, Func<Tensor, Tensor[]?, (Tensor Output, Tensor[] States)> forward, Tensor input, Tensor[]? states, Tensor[]? weighing = null)
    {
        var source = input.is_floating_point() ? input.detach().clone().requires_grad_() : input;
        var initial = states?.Select(state => state.detach().clone().requires_grad_()).ToArray();
        var (output, finals) = forward(source, initial);

        using var draw = new Draw(output.dtype, seed: 77);
        var results = finals.Prepend(output).ToList();
        weighing ??= [.. results.Select(result => draw.Normal(result.shape))];
        var loss = results.Zip(weighing, (result, weight) => (result * weight).sum()).Aggregate((sum, term) => sum + term);
        var named = module.named_parameters().Where(pair => pair.parameter.requires_grad).ToArray();
        var wanted = named.Select(pair => (Tensor)pair.parameter)
            .Concat(initial ?? [])
            .Concat(source.requires_grad ? [source] : [])
            .ToList();

        // Not every cell reads its previous output.
        var gradients = wanted.Zip(autograd.grad([loss], wanted, allow_unused: true), (tensor, gradient) => gradient.IsInvalid ? zeros_like(tensor) : gradient).ToArray();

        var parameters = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        for (var i = 0; i < named.Length; i++)
        {
            parameters.Add(named[i].name, gradients[i]);
        }

        return new Gradients(
            output.detach(),
            [.. finals.Select(state => state.detach())],
            source.requires_grad ? gradients[^1] : zeros(0),
            [.. gradients.Skip(named.Length).Take(initial?.Length ?? 0)],
            parameters);
    }

    /// <summary>The same numbers in another precision.</summary>
    public Gradients To(ScalarType dtype) => new(
        Output.to(dtype), [.. States.Select(state => state.to(dtype))], Input.to(dtype), [.. InitialStates.Select(state => state.to(dtype))],
        new SortedDictionary<string, Tensor>(Parameters.ToDictionary(pair => pair.Key, pair => pair.Value.to(dtype)), StringComparer.Ordinal));

    /// <summary>Asserts that two passes gave the same.</summary>
    public static void Equal(Gradients expected, Gradients found, double? tolerance = null)
    {
        Near.Equal("the output", expected.Output, found.Output, tolerance);
        Near.Equal("the final state", expected.States, found.States, tolerance);
        Near.Equal("the gradient of the initial state", expected.InitialStates, found.InitialStates, tolerance);
        Xunit.Assert.Equal(expected.Parameters.Keys, found.Parameters.Keys);
        foreach (var (name, gradient) in expected.Parameters)
        {
            Near.Equal($"the gradient of {name}", gradient, found.Parameters[name], tolerance);
        }

        if (expected.Input.numel() > 0)
        {
            Near.Equal("the gradient of the input", expected.Input, found.Input, tolerance);
        }
    }
}
