using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>What holds of every model with these layers: stepping is the sequence, nothing is left behind, weights move and load.</summary>
public sealed class WholeModelTests
{
    public static TheoryData<Type> All => [.. LayerModels.All];

    public static TheoryData<Type> WithStep => [.. LayerModels.WithStep];

    [Theory]
    [MemberData(nameof(WithStep))]
    public void Repeated_Step_equals_forward(Type type)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = LayerModel.Create(type, draw);
        model.eval();
        var input = LayerModel.Input(model, draw, 3, 5);

        var outputs = new List<Tensor>();
        object? state = null;
        for (var t = 0; t < 5; t++)
        {
            (var output, state) = LayerModel.Step(model, input.select(1, t), state);
            outputs.Add(output);
        }

        var whole = LayerModel.Forward(model, input);
        Near.Equal("the output", whole, whole.dim() == 2 ? outputs[^1] : stack(outputs, 1));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Forward_backward_and_Step_keep_the_live_tensor_count(Type type)
    {
        using var draw = new Draw();
        using var model = LayerModel.Create(type, draw);
        using var input = LayerModel.Input(model, draw, 2, 4);
        using var lengths = tensor(new long[] { 4, 3 });
        using var step = LayerModel.TakesLengths(model) ? input.select(1, 0) : input.alias();
        Pass();
        var before = Live;

        for (var i = 0; i < 20; i++)
        {
            Pass();
        }

        Assert.Equal(before, Live);

        // Without a scope of the caller's only the result is left.
        using (no_grad())
        {
            using var output = LayerModel.TakesLengths(model) && type.GetMethod("Step") is null && type.GetNestedType("State") is null
                ? LayerModel.Forward(model, input, lengths)
                : null;
            Assert.Equal(before + (output is null ? 0 : 1), Live);
        }

        void Pass()
        {
            using var scope = NewDisposeScope();
            model.train();
            var output = LayerModel.Forward(model, input, LayerModel.TakesLengths(model) ? lengths : null);
            if (model.parameters().Any(parameter => parameter.requires_grad))
            {
                output.sum().backward();
            }

            model.eval();
            LayerModel.Forward(model, input);
            if (type.GetMethod("Step") is not null)
            {
                LayerModel.Step(model, step, null);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Disposed_model_leaves_no_tensors(Type type)
    {
        using var draw = new Draw();
        Build();
        var before = Live;

        Build();

        Assert.Equal(before, Live);

        void Build()
        {
            using var scope = NewDisposeScope();
            using var model = LayerModel.Create(type, draw);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Dtype_change_and_back_keeps_the_output(Type type)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = LayerModel.Create(type, draw);
        model.to(ScalarType.Float32).to(ScalarType.Float64);
        model.eval();
        var frozen = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.requires_grad);
        var input = LayerModel.Input(model, draw, 2, 4);
        var before = LayerModel.Forward(model, input);

        model.to(ScalarType.Float32);
        var single = LayerModel.Forward(model, input.is_floating_point() ? input.to(ScalarType.Float32) : input);
        model.to(ScalarType.Float64).to(CPU);

        Near.Equal("the output in single precision", before.to(ScalarType.Float32), single, 1e-5);
        Near.Equal("the output after the way back", before, LayerModel.Forward(model, input));
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.All(model.named_parameters(), pair => Assert.Equal(frozen[pair.name], pair.parameter.requires_grad));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void State_dict_round_trips_all_weights(Type type)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = LayerModel.Create(type, draw);
        using var other = LayerModel.Create(type, draw);
        model.eval();
        other.eval();
        var input = LayerModel.Input(model, draw, 2, 4);
        Assert.NotEqual(0, Near.Distance(LayerModel.Forward(model, input), LayerModel.Forward(other, input)));

        other.load_state_dict(model.state_dict());

        Near.Equal("the output", LayerModel.Forward(model, input), LayerModel.Forward(other, input), 0);
        Assert.Superset(model.named_parameters().Select(pair => pair.name).ToHashSet(), model.state_dict().Keys.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Model_outlives_its_creating_dispose_scope(Type type)
    {
        using var draw = new Draw();
        nn.Module model;
        using (NewDisposeScope())
        {
            model = LayerModel.Create(type, draw);
        }

        using var scope = NewDisposeScope();
        using (model)
        {
            LayerModel.Forward(model, LayerModel.Input(model, draw, 2, 4));
        }
    }

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
