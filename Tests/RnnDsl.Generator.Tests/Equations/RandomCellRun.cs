using RnnDsl.Generator.Tests.RandomModels;
using TorchSharp;
using Xunit;
using static RnnDsl.Generator.Tests.Infrastructure.HeldSums;
using static TorchSharp.torch;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>
/// Runs a sequence through a generated cell in both ways: by its loop, which knows its own derivative, and step by step, where each equation is a line and autograd
/// derives them.
/// </summary>
internal static class RandomCellRun
{
    private const long Batch = 2;
    private const long Time = 4;
    private const double Tolerance = 1e-9;
    private const double SecondTolerance = 1e-8;

    /// <summary>Beyond it a cell explodes, and every rounding with it.</summary>
    private const double Largest = 1e5;

    /// <summary>The standard deviations of parameters that are tried until a cell does not explode.</summary>
    private static readonly double[] Deviations = [0.4, 0.1, 0.02];

    // Networks this small are computed before a second thread has woken up.
    static RandomCellRun() => set_num_threads(1);

    /// <summary>Runs cells of one project.</summary>
    /// <returns>How many could be compared: the others divide by zero or explode.</returns>
    public static async Task<int> CompareAsync(IEnumerable<RandomCell> all)
    {
        var cells = all.Select((cell, i) => new RandomCellModel(cell, i)).ToList();
        var project = await RandomProject.OfAsync(cells.Select(cell => (cell.Namespace, cell.Source)));
        project.AssertAccepts(cells.Select(cell => (cell.Namespace, cell.Source)));
        using var loaded = project.Load();
        return cells.Count(cell => Compares(cell, loaded.Type(cell.Namespace + ".Model")));
    }

    /// <returns>Whether there was anything to compare: a random cell may divide by zero, or explode.</returns>
    private static bool Compares(RandomCellModel cell, Type type) => Deviations.Any(deviation => Compares(cell, type, deviation));

    private static bool Compares(RandomCellModel cell, Type type, double deviation)
    {
        using var scope = NewDisposeScope();
        try
        {
            manual_seed(cell.Number + 1);
            using var module = (nn.Module)Activator.CreateInstance(type, null, ScalarType.Float64)!;
            module.eval();
            using (no_grad())
            {
                foreach (var (_, parameter) in module.named_parameters())
                {
                    parameter.normal_(0, deviation);
                }
            }

            var input = randn(Batch, Time, cell.Features, dtype: ScalarType.Float64);
            var initial = States(type.GetMethod("InitialState")!.Invoke(module, [Batch])!).Select(state => randn_like(state)).ToArray();
            var (expected, expectedSeconds) = Run(module, type, input, initial, StepThrough);
            var (found, seconds) = Run(module, type, input, initial, Forward);
            if (expected.Any(value => !value.isfinite().all().item<bool>() || value.abs().max().item<double>() > Largest))
            {
                return false;
            }

            Equal("Result", expected, found, Tolerance);
            if (expectedSeconds.All(value => value.isfinite().all().item<bool>() && value.abs().max().item<double>() <= Largest))
            {
                Equal("Second derivative", expectedSeconds, seconds, SecondTolerance);
            }

            return true;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{cell.Source}\n{exception.GetBaseException()}", exception);
        }
    }

    private static void Equal(string what, List<Tensor> expected, List<Tensor> found, double tolerance)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            var (difference, largest) = ((expected[i] - found[i]).abs().max().item<double>(), expected[i].abs().max().item<double>());
            Assert.True(difference <= tolerance * Math.Max(1, largest), $"{what} {i} of {expected.Count} differs by {difference}, and the largest number is {largest}.");
        }
    }

    /// <summary>Output and final states, then the gradients of the input, the initial states and the parameters; and the second derivatives by all of these.</summary>
    private static (List<Tensor> Values, List<Tensor> Seconds) Run(nn.Module module, Type type, Tensor input, Tensor[] initial, Func<nn.Module, Type, Tensor, Tensor[], List<Tensor>> run)
    {
        var source = input.clone().requires_grad_();
        var states = initial.Select(state => state.clone().requires_grad_()).ToArray();
        var results = run(module, type, source, states);
        using var weights = new torch.Generator(7);
        var loss = Sum(results.Select(result => (result * randn(result.shape, dtype: ScalarType.Float64, generator: weights)).sum()));
        var wanted = states.Prepend(source).Concat(module.parameters()).ToList();
        if (!loss.requires_grad)
        {
            // Numbers that conditions select depend on nothing.
            return ([.. results, .. wanted.Select(tensor => zeros_like(tensor))], [.. wanted.Select(tensor => zeros_like(tensor))]);
        }

        var gradients = autograd.grad([loss], wanted, retain_graph: true, allow_unused: true);
        return (
            [.. results.Select(result => result.detach()), .. wanted.Zip(gradients, (tensor, gradient) => gradient is null || gradient.IsInvalid ? zeros_like(tensor) : gradient)],
            SecondDerivatives.Of(loss, wanted));
    }

    private static List<Tensor> Forward(nn.Module module, Type type, Tensor input, Tensor[] states)
    {
        var (output, final) = GeneratedResult.Split(type.GetMethod("forward")!.Invoke(module, [input, null, StateOf(type, states)])!);
        return [output, .. States(final!)];
    }

    private static List<Tensor> StepThrough(nn.Module module, Type type, Tensor input, Tensor[] states)
    {
        var outputs = new List<Tensor>();
        object? state = StateOf(type, states);
        for (var t = 0; t < Time; t++)
        {
            (var output, state) = GeneratedResult.Split(type.GetMethod("Step")!.Invoke(module, [input.select(1, t), state])!);
            outputs.Add(output);
        }

        return [stack(outputs, 1), .. States(state!)];
    }

    private static object StateOf(Type type, Tensor[] states) => Activator.CreateInstance(type.GetNestedType("State")!, states)!;

    private static IEnumerable<Tensor> States(object state) => GeneratedResult.Tensors(state).Select(pair => pair.Value);
}
