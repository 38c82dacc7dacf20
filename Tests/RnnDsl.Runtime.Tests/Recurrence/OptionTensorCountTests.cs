using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>With every option nothing is left behind, whatever becomes of the results.</summary>
public sealed class OptionTensorCountTests
{
    public static TheoryData<OptionModel> Models() => [.. OptionModel.Sample];

    [Theory]
    [MemberData(nameof(Models))]
    public void Forward_backward_and_Step_keep_the_live_tensor_count(OptionModel place)
    {
        using var draw = new Draw();
        using var model = place.Create();
        using var optimizer = optim.SGD(model.Module.parameters(), 1e-3);
        using var input = draw.Normal(2, 2, place.Features);
        using var lengths = tensor(new long[] { 1, 2 });
        Passes();
        var before = Live;

        for (var i = 0; i < 10; i++)
        {
            Passes();
        }

        Assert.Equal(before, Live);

        void Passes()
        {
            foreach (var training in new[] { true, false })
            {
                using var scope = NewDisposeScope();
                model.Module.train(training);

                // Nobody walks back through the first of these, and of the last only the output takes part.
                var (_, states) = model.Forward(input);
                Loss(model.Forward(input, states)).backward();
                Loss(model.Forward(input, null, lengths)).backward();
                if (!place.ReadsFromTheEnd)
                {
                    model.Step(input.select(1, 0), [.. states.Select(state => state.detach())]).Output.sum().backward();
                }

                optimizer.step();
                optimizer.zero_grad();
                using var quiet = no_grad();
                model.Forward(input);
            }
        }

        // Where a loop has two results and one gets no gradient, TorchSharp counts the empty tensor that stands for it for ever, though it holds
        // nothing: an LSTM's cell state takes part. That nothing is held is what the test of the memory shows.
        Tensor Loss((Tensor Output, Tensor[] States) results) =>
            place.StateSizes.Length == 1 ? results.Output.sum() : results.Output.sum() + results.States[1].sum();
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Without_a_dispose_scope_only_results_remain(OptionModel place)
    {
        using var draw = new Draw();
        using var model = place.Create();
        using var input = draw.Normal(2, 2, place.Features);
        using var one = draw.Normal(2, place.Features);
        using var lengths = tensor(new long[] { 1, 2 });
        List<Func<(Tensor Output, Tensor[] States)>> passes = [() => model.Forward(input), () => model.Forward(input, null, lengths)];
        if (!place.ReadsFromTheEnd)
        {
            passes.Add(() => model.Step(one));
        }

        foreach (var pass in passes)
        {
            Release(pass());
            var before = Live;
            var results = pass();
            Assert.Equal(before + 1 + place.StateSizes.Length, Live);
            Release(results);
            Assert.Equal(before, Live);
        }
    }

    public static TheoryData<OptionModel> Loops() => [.. OptionModel.Sample.Where(model => model.IsLoop)];

    [Theory]
    [MemberData(nameof(Loops))]
    public void Second_derivatives_keep_the_live_tensor_count(OptionModel place)
    {
        using var draw = new Draw();
        using var model = place.Create();
        using var input = draw.Normal(2, 2, place.Features);
        Pass();
        var before = Live;

        for (var i = 0; i < 10; i++)
        {
            Pass();
        }

        Assert.Equal(before, Live);

        void Pass()
        {
            using var scope = NewDisposeScope();
            var source = input.detach().clone().requires_grad_();
            var (output, states) = model.Forward(source);

            // Squares, so that each result has a gradient in the second backward pass too: TorchSharp counts the empty tensor of one that has none.
            var loss = states.Aggregate(output.square().sum(), (sum, state) => sum + state.square().sum());
            autograd.grad([loss], [source], retain_graph: true, create_graph: true)[0].square().sum().backward();
            model.Module.zero_grad();
        }
    }

    public static TheoryData<OptionModel> LargeModels() => [.. OptionModel.All.Where(model => model is { HasEverything: true, Declared.Layers: 1 })];

    [Theory]
    [MemberData(nameof(LargeModels))]
    public void Repeated_passes_do_not_increase_memory_use(OptionModel place)
    {
        // Of each value of a cell, one step takes 160 KiB and all take 640: if one of them stayed behind, every round of passes would take at
        // least 4 MiB. Where the allocator can say what is in use, nothing else moves that number; the process's size moves with what it keeps for
        // later, in some rounds only.
        const int Batch = 5_000;
        const int Time = 4;
        using var draw = new Draw();
        using var model = place.Create();
        using var input = draw.Normal(Batch, Time, place.Features);
        Passes(10);

        var growths = new List<long>();
        while (growths.Count < 3 && growths.LastOrDefault(long.MaxValue) > 4 << 20)
            growths.Add(Growth());
        Assert.InRange(growths[^1], long.MinValue, 4 << 20);

        long Growth()
        {
            var before = NativeMemory.InUse();
            Passes(30);
            return NativeMemory.InUse() - before;
        }

        void Passes(int count)
        {
            for (var i = 0; i < count; i++)
            {
                using var scope = NewDisposeScope();
                var (output, states) = model.Forward(input);
                if (i % 2 == 0)
                {
                    states[^1].sum().backward();
                }
            }
        }
    }

    /// <summary>Made on this thread and not yet disposed, by anybody but the garbage collector.</summary>
    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private static void Release((Tensor Output, Tensor[] States) results)
    {
        results.Output.Dispose();
        foreach (var state in results.States)
        {
            state.Dispose();
        }
    }
}
