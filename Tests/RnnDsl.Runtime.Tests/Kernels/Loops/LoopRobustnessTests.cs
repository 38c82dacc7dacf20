using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Runtime.Tests.Recurrence;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>Memory that the kernels reach: collections during a pass, several callers, tensors that repeat themselves, single rows and steps, NaN.</summary>
public sealed class LoopRobustnessTests
{
    private static OptionModel Everything(string cell) => OptionModel.Sample.First(model => model.HasEverything && model.Declared.GetType().Name.StartsWith(cell, StringComparison.Ordinal));

    public static TheoryData<OptionModel> Models() => [Everything("Lstm"), Everything("Gru"), Everything("Rnn")];

    [Theory]
    [MemberData(nameof(Models))]
    public void Collections_during_a_pass_change_nothing(OptionModel place)
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        var expected = Sum(place, passes: 12);
        collector.Start();
        try
        {
            AssertClose(expected, Sum(place, passes: 12));
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Several_callers_at_once_get_the_results_of_one(OptionModel place)
    {
        var expected = Sum(place, passes: 4);
        Assert.All(Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4).Select(_ => Sum(place, passes: 4)).ToList(), found => AssertClose(expected, found));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradient_that_is_one_number_everywhere_equals_the_same_gradient_in_memory(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        model.Module.eval();
        var input = draw.Normal(3, 4, place.Features).requires_grad_();
        Tensor[] wanted = [input, .. model.Module.parameters()];

        // The gradient of a sum is one number with strides of 0.
        var ofSum = autograd.grad([model.Forward(input).Output.sum()], wanted);
        var output = model.Forward(input).Output;
        var ofOnes = autograd.grad([output], wanted, [ones_like(output)]);
        Near.Equal("the gradient", [.. ofOnes], [.. ofSum], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void NaN_in_one_sequence_stays_in_it(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        model.Module.eval();
        using var _ = no_grad();
        var input = draw.Normal(3, 4, place.Features);
        var clean = model.Forward(input).Output;
        input[1, 0, 0] = double.NaN;
        var found = model.Forward(input).Output;

        Assert.True(found[1].isnan().all().item<bool>());
        Near.Equal("the others", clean[0], found[0], 1e-12);
        Near.Equal("the others", clean[2], found[2], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Number_of_threads_changes_rounding_at_most(OptionModel place)
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            var expected = Sum(place, passes: 1);
            set_num_threads(3);
            AssertClose(expected, Sum(place, passes: 1));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    /// <summary>libtorch's products round differently with the alignment of their memory.</summary>
    private static void AssertClose(double expected, double found) => Assert.Equal(expected, found, 1e-10 * Math.Abs(expected));

    /// <summary>A number that every output and every gradient of some passes has a part in.</summary>
    private static double Sum(OptionModel place, int passes)
    {
        var total = 0.0;
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        model.Module.eval();
        for (var pass = 0; pass < passes; pass++)
        {
            using var scope = NewDisposeScope();
            var found = Gradients.Of(model.Module, model.Forward, draw.Normal(7, 5, place.Features), place.DrawStates(draw, 7));
            total += found.Output.sum().ToDouble() + found.Input.sum().ToDouble() + found.Parameters.Values.Sum(static gradient => gradient.sum().ToDouble());
        }

        return total;
    }
}
