using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>One step after the other is the sequence.</summary>
public sealed class StepTests
{
    private const int Batch = 3;
    private const int Time = 5;

    public static TheoryData<GridModel, ScalarType> Models()
    {
        var data = new TheoryData<GridModel, ScalarType>();
        foreach (var model in GridModel.All.Where(model => !model.Bidirectional))
        {
            data.Add(model, ScalarType.Float32);
            data.Add(model, ScalarType.Float64);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Repeated_Step_equals_forward_including_gradients(GridModel place, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(dtype);
        using var model = place.Create(dtype);
        draw.Fill(model.Module);
        var input = draw.Normal(Batch, Time, GridModel.Features);

        foreach (var states in new[] { null, place.DrawStates(draw, Batch) })
        {
            Gradients.Equal(
                Gradients.Of(model.Module, model.Forward, input, states),
                Gradients.Of(model.Module, model.StepThrough, input, states));
        }
    }

    [Fact]
    public void Several_recurrent_layers_keep_separate_states()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new FourRecurrences(dtype: ScalarType.Float64);
        draw.Fill(model);
        var input = draw.Normal(Batch, Time, 3);
        IModelUnderTest under = new ModelUnderTest<FourRecurrences, FourRecurrences.State>(model);
        var states = model.InitialState(Batch).Tensors.Select(pair => draw.Normal(pair.Value.shape)).ToArray();

        Assert.Equal(["LstmHidden", "LstmCell", "RnnHidden", "TopHidden", "GruHidden"], model.InitialState(Batch).Tensors.Select(pair => pair.Key));
        Gradients.Equal(
            Gradients.Of(model, under.Forward, input, states),
            Gradients.Of(model, under.StepThrough, input, states));
    }

    [Fact]
    public void Repeated_Step_over_tokens_equals_forward()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new TokenLstm(11, dtype: ScalarType.Float64);
        draw.Fill(model);
        var tokens = draw.Tokens(11, Batch, Time);
        IModelUnderTest under = new ModelUnderTest<TokenLstm, TokenLstm.State>(model);

        Gradients.Equal(
            Gradients.Of(model, under.Forward, tokens, null),
            Gradients.Of(model, under.StepThrough, tokens, null));
    }

    [Fact]
    public void Step_of_a_LastState_model_equals_forward_over_the_steps_so_far()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new Verdict(dtype: ScalarType.Float64);
        draw.Fill(model);
        var input = draw.Normal(Batch, Time, 3);

        var state = default(Verdict.State);
        for (var t = 0; t < Time; t++)
        {
            (var verdict, state) = model.Step(input.select(1, t), state);
            Near.Equal($"the verdict after step {t}", model.forward(input.narrow(1, 0, t + 1)), verdict);
        }
    }

    public static TheoryData<string> DropoutModels() => ["Rnn", "Lstm", "Gru", "GruBefore"];

    [Theory]
    [MemberData(nameof(DropoutModels))]
    public void Dropout_between_layers_acts_in_training_mode_only(string cell)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using IModelUnderTest model = cell switch
        {
            "Rnn" => new ModelUnderTest<DroppingRnn, DroppingRnn.State>(new DroppingRnn(dtype: ScalarType.Float64)),
            "Lstm" => new ModelUnderTest<DroppingLstm, DroppingLstm.State>(new DroppingLstm(dtype: ScalarType.Float64)),
            "Gru" => new ModelUnderTest<DroppingGru, DroppingGru.State>(new DroppingGru(dtype: ScalarType.Float64)),
            _ => new ModelUnderTest<DroppingGruBefore, DroppingGruBefore.State>(new DroppingGruBefore(dtype: ScalarType.Float64)),
        };
        draw.Fill(model.Module);
        PassThrough(model.Module, cell);
        var input = draw.Normal(100, 1, 3);

        model.Module.eval();
        var kept = model.Forward(input).Output.squeeze(1);
        Near.Equal("a step in evaluation", kept, model.Step(input.squeeze(1)).Output);

        model.Module.train();
        AssertDropped("forward", model.Forward(input).Output.squeeze(1));
        AssertDropped("Step", model.Step(input.squeeze(1)).Output);

        void AssertDropped(string what, Tensor found)
        {
            // 10,000 draws with p = 0.3: a share off by 0.03 is more than six standard deviations off.
            var zero = found.eq(0);
            Assert.InRange(zero.to(ScalarType.Float64).mean().ToDouble(), 0.27, 0.33);
            var ratio = (found / kept).masked_select(zero.logical_not());
            Near.Equal($"what {what} keeps, over the same without dropout", full_like(ratio, 1 / 0.7), ratio, 1e-3);
        }
    }

    [Fact]
    public void Dropout_layer_acts_in_Step_in_training_mode_only()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new DroppingOutput(dtype: ScalarType.Float64);
        var input = draw.Normal(100, 3);

        model.eval();
        var kept = model.Step(input).Output;
        Near.Equal("a second step", kept, model.Step(input).Output, 0);

        model.train();
        var found = model.Step(input).Output;
        var zero = found.eq(0);
        Assert.InRange(zero.to(ScalarType.Float64).mean().ToDouble(), 0.22, 0.28);
        Near.Equal("what is kept", (kept / 0.75).masked_fill(zero, 0), found);
    }

    /// <summary>Makes the second layer give, from an empty state, a small multiple of what it reads: what was zero stays zero.</summary>
    private static void PassThrough(nn.Module module, string cell)
    {
        using var _ = no_grad();
        const int Hidden = 100;
        var candidate = cell == "Rnn" ? 0 : 2;
        foreach (var (name, parameter) in module.named_parameters().Where(pair => pair.name.Contains("_l1", StringComparison.Ordinal)))
        {
            parameter.zero_();
            if (name.Contains("weight_ih", StringComparison.Ordinal))
            {
                parameter.narrow(0, candidate * Hidden, Hidden).copy_(eye(Hidden, dtype: ScalarType.Float64) * 0.01);
            }
        }
    }
}

[SequenceModel, Features(3), Lstm(4), Rnn(3, Layers = 2), Gru(5, Layers = 2, ResetAfter = false, Name = "top"), Gru(2), Linear(3)]
public partial class FourRecurrences;

[SequenceModel, Features(3), Rnn(4), Gru(5, Layers = 2), LastState, Activation(Activation.Relu), Linear(2)]
public partial class Verdict;

[SequenceModel, Features(3), Rnn(100, Layers = 2, Dropout = 0.3)]
public partial class DroppingRnn;

[SequenceModel, Features(3), Lstm(100, Layers = 2, Dropout = 0.3)]
public partial class DroppingLstm;

[SequenceModel, Features(3), Gru(100, Layers = 2, Dropout = 0.3)]
public partial class DroppingGru;

[SequenceModel, Features(3), Gru(100, Layers = 2, Dropout = 0.3, ResetAfter = false)]
public partial class DroppingGruBefore;

[SequenceModel, Features(3), Rnn(100), Dropout(0.25)]
public partial class DroppingOutput;
