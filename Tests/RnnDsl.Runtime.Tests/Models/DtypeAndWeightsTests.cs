using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Where weights lie and in which precision: whatever is done to them, <c>forward</c> and <c>Step</c> use the same ones.</summary>
public sealed class DtypeAndWeightsTests
{
    public static TheoryData<GridModel> Models() =>
        [.. GridModel.All.Where(model => model is { Layers: 2, Bidirectional: false })];

    [Theory]
    [MemberData(nameof(Models))]
    public void Step_equals_forward_after_a_dtype_change_and_back(GridModel place)
    {
        using var scope = NewDisposeScope();
        using var model = place.Create(ScalarType.Float32);
        using var draw = new Draw(ScalarType.Float32);
        draw.Fill(model.Module);
        var input = draw.Normal(2, 1, GridModel.Features);
        var before = model.Forward(input).Output;

        model.Module.to(ScalarType.Float64);
        AssertStepIsForward(model, input.to(ScalarType.Float64));
        Near.Equal("the output in double precision", before.to(ScalarType.Float64), model.Forward(input.to(ScalarType.Float64)).Output, 1e-6);

        model.Module.to(ScalarType.Float32);
        AssertStepIsForward(model, input);
        Near.Equal("the output after the way back", before, model.Forward(input).Output);

        model.Module.to(CPU);
        AssertStepIsForward(model, input);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Loaded_weights_are_used_by_forward_and_Step(GridModel place)
    {
        using var scope = NewDisposeScope();
        using var model = place.Create();
        using var other = place.Create();
        using var draw = new Draw();
        draw.Fill(other.Module);
        var input = draw.Normal(2, 1, GridModel.Features);

        model.Module.load_state_dict(other.Module.state_dict());

        Near.Equal("the output", other.Forward(input).Output, model.Forward(input).Output);
        AssertStepIsForward(model, input);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Trained_weights_are_used_by_forward_and_Step(GridModel place)
    {
        using var scope = NewDisposeScope();
        using var model = place.Create();
        using var draw = new Draw();
        using var optimizer = optim.Adam(model.Module.parameters(), 0.05);
        var input = draw.Normal(2, 1, GridModel.Features);
        var before = model.Forward(input).Output.detach();

        for (var i = 0; i < 3; i++)
        {
            optimizer.zero_grad();
            model.Forward(input).Output.square().sum().backward();
            optimizer.step();
        }

        Assert.True(Near.Distance(before, model.Forward(input).Output) > 0.01);
        AssertStepIsForward(model, input);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Model_outlives_its_creating_dispose_scope(GridModel place)
    {
        IModelUnderTest model;
        using (NewDisposeScope())
        {
            model = place.Create();
        }

        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using (model)
        {
            AssertStepIsForward(model, draw.Normal(2, 1, GridModel.Features));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Frozen_model_has_no_gradients_and_unfrozen_model_has_all(GridModel place)
    {
        using var scope = NewDisposeScope();
        using var model = place.Create();
        using var draw = new Draw();
        var input = draw.Normal(2, 1, GridModel.Features);

        Freeze(model.Module, true);
        Assert.False(model.Forward(input).Output.requires_grad);
        Assert.False(model.Step(input.squeeze(1)).Output.requires_grad);

        Freeze(model.Module, false);
        Assert.True(model.Forward(input).Output.requires_grad);
        Assert.True(model.Step(input.squeeze(1)).Output.requires_grad);

        static void Freeze(nn.Module module, bool frozen)
        {
            foreach (var parameter in module.parameters())
            {
                parameter.requires_grad = !frozen;
            }
        }
    }

    [Fact]
    public void Weights_and_initial_state_have_the_requested_device_and_dtype()
    {
        using var scope = NewDisposeScope();
        using var model = new FourRecurrences(device: CPU, dtype: ScalarType.Float64);

        Assert.All(model.parameters(), parameter => Assert.Equal((DeviceType.CPU, ScalarType.Float64), (parameter.device_type, parameter.dtype)));
        Assert.All(model.InitialState(3).Tensors, pair =>
        {
            Assert.Equal(ScalarType.Float64, pair.Value.dtype);
            Assert.Equal(3, pair.Value.size(1));
            Assert.Equal(0, pair.Value.abs().sum().ToDouble());
        });
    }

    [Fact]
    public void Weights_have_the_default_dtype_if_none_is_given()
    {
        using var scope = NewDisposeScope();
        using var model = new FourRecurrences();

        Assert.All(model.parameters(), parameter => Assert.Equal(get_default_dtype(), parameter.dtype));
        Assert.Equal(get_default_dtype(), model.InitialState().LstmCell.dtype);
    }

    private static void AssertStepIsForward(IModelUnderTest model, Tensor input)
    {
        var (output, states) = model.Forward(input);
        var (stepped, steppedStates) = model.Step(input.squeeze(1));
        Near.Equal("the output of a step", output.squeeze(1), stepped);
        Near.Equal("the state after a step", states, steppedStates);
    }
}

/// <summary>The default type is everybody's, so these tests run alone.</summary>
[CollectionDefinition(nameof(DefaultTypeTests), DisableParallelization = true)]
[Collection(nameof(DefaultTypeTests))]
public sealed class DefaultTypeTests
{
    [Fact]
    public void Changed_default_dtype_is_used()
    {
        using var scope = NewDisposeScope();
        var before = get_default_dtype();
        set_default_dtype(ScalarType.Float64);
        try
        {
            using var model = new FourRecurrences();
            using var draw = new Draw();

            Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
            Assert.Equal(ScalarType.Float64, model.InitialState().TopHidden.dtype);
            var (output, state) = model.call(draw.Normal(2, 4, 3));
            Assert.Equal(ScalarType.Float64, output.dtype);
            Assert.Equal(ScalarType.Float64, state.TopHidden.dtype);
        }
        finally
        {
            set_default_dtype(before);
        }
    }
}
