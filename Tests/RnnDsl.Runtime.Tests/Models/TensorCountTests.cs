using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Nothing is left behind: a tensor that nobody disposed would still be counted.</summary>
public sealed class TensorCountTests
{
    public static TheoryData<GridModel> Models() => [.. GridModel.All.Where(model => model.Layers == 2)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_hundred_passes_keep_the_live_tensor_count(GridModel place)
    {
        using var draw = new Draw();
        using var model = place.Create();
        using var input = draw.Normal(1, 2, GridModel.Features);
        using var step = draw.Normal(1, GridModel.Features);
        Pass();
        var before = Live;

        for (var i = 0; i < 100; i++)
        {
            Pass();
        }

        Assert.Equal(before, Live);

        void Pass()
        {
            using var scope = NewDisposeScope();
            var (output, states) = model.Forward(input);
            (output, states) = model.Forward(input, states);
            if (!place.Bidirectional)
            {
                (output, states) = model.Step(step, states);
            }

            states.Aggregate(output.sum(), (sum, state) => sum + state.sum()).backward();
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Without_a_dispose_scope_only_results_remain(GridModel place)
    {
        using var draw = new Draw();
        using var model = place.Create();
        using var input = draw.Normal(1, 2, GridModel.Features);
        using var one = draw.Normal(1, GridModel.Features);
        Release(model.Forward(input));
        var before = Live;

        var results = model.Forward(input);
        Assert.Equal(before + 1 + place.States, Live);
        Release(results);
        Assert.Equal(before, Live);

        if (!place.Bidirectional)
        {
            var stepped = model.Step(one);
            Assert.Equal(before + 1 + place.States, Live);
            Release(stepped);
            Assert.Equal(before, Live);
        }
    }

    [Fact]
    public void InitialState_leaves_only_its_tensors()
    {
        using var model = new TokenLstm(11);
        using var bidirectional = new TokenLstmBoth(11);
        using var features = new Lstm1Both(dtype: ScalarType.Float32);
        model.InitialState().Dispose();
        features.InitialState().Dispose();
        var before = Live;

        for (var i = 0; i < 10; i++)
        {
            model.InitialState().Dispose();
            bidirectional.InitialState().Dispose();
            features.InitialState().Dispose();
        }

        Assert.Equal(before, Live);
    }

    [Fact]
    public void Failed_pass_leaves_no_tensors()
    {
        using var draw = new Draw(ScalarType.Float32);
        using var model = new TokenLstm(11);
        using var outside = tensor(new long[] { 3, 11 }).reshape(1, 2);
        using var tokens = draw.Tokens(11, 2, 3);
        using var one = draw.Tokens(11, 2);
        using var wrongState = new TokenLstm.State(zeros(2, 2, 4), zeros(2, 2, 4));
        using var wrongBatch = model.InitialState(3);
        Refuse();
        var before = Live;

        for (var i = 0; i < 10; i++)
        {
            Refuse();
        }

        Assert.Equal(before, Live);

        void Refuse()
        {
            Assert.ThrowsAny<Exception>(() => model.call(outside));
            Assert.ThrowsAny<Exception>(() => model.call(one));
            Assert.ThrowsAny<Exception>(() => model.call(tokens, state: wrongState));
            Assert.ThrowsAny<Exception>(() => model.call(tokens, state: wrongBatch));
            Assert.ThrowsAny<Exception>(() => model.Step(one, wrongState));
            Assert.ThrowsAny<Exception>(() => model.Step(one, wrongBatch));
        }
    }

    [Fact]
    public void Disposed_model_and_states_leave_no_tensors()
    {
        Build();
        var before = Live;

        for (var i = 0; i < 10; i++)
        {
            Build();
        }

        Assert.Equal(before, Live);

        static void Build()
        {
            using var model = new FourRecurrences();
            using var state = model.InitialState(2);
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

[SequenceModel, Features(3), Lstm(5, Bidirectional = true)]
public partial class Lstm1Both;
