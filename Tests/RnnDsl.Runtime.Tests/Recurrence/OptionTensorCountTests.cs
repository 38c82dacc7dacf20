using System.Diagnostics;
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
    public void Passes_of_every_kind_leave_the_number_of_live_tensors_where_it_was(OptionModel place)
    {
        using var draw = new Draw();
        using var model = place.Create();
        using var optimizer = optim.SGD(model.Module.parameters(), 1e-3);
        using var input = draw.Normal(2, 2, place.Features);
        using var lengths = tensor(new long[] { 1, 2 });
        Passes();
        var before = Live;

        for (var i = 0; i < 40; i++)
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

                // Nobody walks back through the first of these, and of the others only some results take part.
                var (output, states) = model.Forward(input);
                model.Forward(input, states).Output.sum().backward();
                model.Forward(input, null, lengths).States[^1].sum().backward();
                if (!place.ReadsFromTheEnd)
                {
                    (output, _) = model.Step(input.select(1, 0), [.. states.Select(state => state.detach())]);
                    output.sum().backward();
                }

                optimizer.step();
                optimizer.zero_grad();
                using var quiet = no_grad();
                model.Forward(input);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Without_a_scope_of_the_callers_only_the_results_are_left(OptionModel place)
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

    public static TheoryData<OptionModel> LargeModels() => [.. OptionModel.All.Where(model => model is { Options: > 3, Declared.Layers: 1 })];

    [Theory]
    [MemberData(nameof(LargeModels))]
    public void Memory_does_not_grow_with_the_passes(OptionModel place)
    {
        // Of each value of a cell, all steps take 640 KiB or more: if one of them stayed behind, 100 passes would show it.
        const int Batch = 5_000;
        const int Time = 4;
        using var draw = new Draw();
        using var model = place.Create();
        using var input = draw.Normal(Batch, Time, place.Features);
        Passes(20);
        var before = Memory();

        Passes(100);

        Assert.InRange(Memory() - before, long.MinValue, 32 << 20);

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

        static long Memory()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var process = Process.GetCurrentProcess();
            return process.WorkingSet64;
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
