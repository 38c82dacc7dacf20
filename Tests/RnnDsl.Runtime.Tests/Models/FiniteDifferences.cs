using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Holds gradients, and gradients of gradients, against what a small change of each tensor does.</summary>
internal static class FiniteDifferences
{
    // Rounding is still a thousandth of the tolerance.
    private const double Distance = 2e-6;

    /// <summary>Asserts that the gradient of every parameter, of the input and of every initial state is the loss's slope.</summary>
    public static void Confirm(
        nn.Module module, Func<Tensor, Tensor[]?, (Tensor Output, Tensor[] States)> forward, Tensor input, Tensor[] states, Draw draw)
    {
        var problem = new Problem(module, forward, input, states, draw, result => result);
        var gradients = problem.Tensors.Zip(autograd.grad([problem.Loss()], [.. problem.Tensors], allow_unused: true), (tensor, gradient) => gradient.IsInvalid ? zeros_like(tensor) : gradient).ToList();
        Compare(problem, gradients, problem.Loss, 1e-7, draw);
    }

    /// <summary>
    /// Asserts that second derivatives are right: the gradient of a gradient penalty, whose first gradients are recorded, is the slope of the penalty as gradients that
    /// nothing records give it.
    /// </summary>
    public static void ConfirmSecond(
        nn.Module module, Func<Tensor, Tensor[]?, (Tensor Output, Tensor[] States)> forward, Tensor input, Tensor[] states, Draw draw)
    {
        var problem = new Problem(module, forward, input, states, draw, result => result + result.square());
        var directions = problem.Tensors.Select(tensor => draw.Normal(tensor.shape)).ToList();
        var seconds = autograd.grad([Penalty(recorded: true)], [.. problem.Tensors], allow_unused: true);
        Assert.Contains(seconds, second => !second.IsInvalid && second.abs().max().ToDouble() > 1e-3);
        Compare(
            problem, problem.Tensors.Zip(seconds, (tensor, second) => second.IsInvalid ? zeros_like(tensor) : second), () => Penalty(recorded: false), 1e-6, draw);

        Tensor Penalty(bool recorded)
        {
            using var recording = enable_grad();
            var gradients = autograd.grad([problem.Loss()], [.. problem.Tensors], retain_graph: recorded, create_graph: recorded, allow_unused: true);
            return gradients.Zip(directions).Where(pair => !pair.First.IsInvalid).Select(pair => (pair.First * pair.Second).sum() + pair.First.square().sum()).Aggregate((sum, term) => sum + term);
        }
    }

    /// <summary>
    /// Compares along one random direction of all tensors together, within the narrowest of the bounds of single tensors. Where that is not met, each tensor is
    /// compared alone, within its own bound: that names the wrong one.
    /// </summary>
    private static void Compare(Problem problem, IEnumerable<Tensor> gradients, Func<Tensor> value, double tolerance, Draw draw)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();

        // Along a direction the slope is the gradient's product with it.
        var directions = problem.Sources.Zip(gradients, (source, gradient) =>
        {
            var direction = draw.Normal(source.Tensor.shape);
            return (source.Name, source.Tensor, Direction: direction, Slope: (gradient * direction).sum().ToDouble());
        }).ToList();
        var narrowest = directions.Min(direction => Bound(direction.Slope));
        if (Math.Abs(Slope([.. directions.Select(direction => (direction.Tensor, direction.Direction))], value) - directions.Sum(direction => direction.Slope)) <= narrowest)
        {
            return;
        }

        foreach (var (name, tensor, direction, expected) in directions)
        {
            var slope = Slope([(tensor, direction)], value);
            Assert.True(Math.Abs(slope - expected) <= Bound(expected), $"{name}: the gradient says {expected}, differences say {slope}");
        }

        double Bound(double slope) => tolerance * Math.Max(1, Math.Abs(slope));
    }

    /// <summary>The slope along a direction, by differences.</summary>
    private static double Slope((Tensor Tensor, Tensor Direction)[] moved, Func<Tensor> value)
    {
        using var scope = NewDisposeScope();
        var here = moved.Select(move => move.Tensor.detach().clone()).ToArray();
        // Of fourth order: normalised layers on top of each other are strongly curved.
        var slope = ((8 * (At(1) - At(-1))) - (At(2) - At(-2))) / (12 * Distance);
        for (var i = 0; i < moved.Length; i++)
        {
            moved[i].Tensor.copy_(here[i]);
        }

        return slope;

        double At(int steps)
        {
            for (var i = 0; i < moved.Length; i++)
            {
                moved[i].Tensor.copy_(here[i] + (moved[i].Direction * (steps * Distance)));
            }

            return value().ToDouble();
        }
    }

    /// <summary>A model's loss and what it depends on.</summary>
    private sealed class Problem
    {
        private readonly Func<Tensor, Tensor[]?, (Tensor Output, Tensor[] States)> _forward;
        private readonly Tensor _input;
        private readonly Tensor[] _states;
        private readonly Draw _draw;
        private readonly Func<Tensor, Tensor> _term;
        private Tensor[]? _weighing;

        public Problem(nn.Module module, Func<Tensor, Tensor[]?, (Tensor Output, Tensor[] States)> forward, Tensor input, Tensor[] states, Draw draw, Func<Tensor, Tensor> term)
        {
            (_forward, _draw, _term) = (forward, draw, term);
            _input = input.detach().clone().requires_grad_();
            _states = [.. states.Select(state => state.detach().clone().requires_grad_())];
            Sources =
            [
                .. module.named_parameters().Where(pair => pair.parameter.requires_grad).Select(pair => (pair.name, (Tensor)pair.parameter)),
                .. _states.Select((state, i) => ($"initial state {i}", state)),
                ("input", _input),
            ];
        }

        public List<(string Name, Tensor Tensor)> Sources { get; }

        public IEnumerable<Tensor> Tensors => Sources.Select(source => source.Tensor);

        public Tensor Loss()
        {
            var (output, finals) = _forward(_input, _states);
            var results = finals.Prepend(output).ToList();
            _weighing ??= [.. results.Select(result => _draw.Normal(result.shape))];
            return results.Zip(_weighing, (result, weight) => (_term(result) * weight).sum()).Aggregate((sum, term) => sum + term);
        }
    }
}
