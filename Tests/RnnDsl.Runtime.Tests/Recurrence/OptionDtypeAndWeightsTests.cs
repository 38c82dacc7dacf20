using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>The weights of layers with options: their keys, their precision, and their way through files.</summary>
public sealed class OptionDtypeAndWeightsTests
{
    public static TheoryData<OptionModel> Models() => [.. OptionModel.Sample];

    [Theory]
    [MemberData(nameof(Models))]
    public void Dtype_change_and_back_keeps_the_outputs(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(ScalarType.Float32);
        using var model = place.Create(ScalarType.Float32);
        draw.Fill(model.Module);
        model.Module.eval();
        var input = draw.Normal(2, 3, place.Features);
        var (before, beforeStates) = model.Forward(input);

        model.Module.to(ScalarType.Float64);
        var (output, states) = model.Forward(input.to(ScalarType.Float64));
        Assert.All(states.Append(output), result => Assert.Equal(ScalarType.Float64, result.dtype));
        Near.Equal("the output in double precision", before.to(ScalarType.Float64), output, 1e-5);
        AssertStepsAreForward(model, input.to(ScalarType.Float64), output, states);

        model.Module.to(ScalarType.Float32);
        (output, states) = model.Forward(input);
        Near.Equal("the output after the way back", before, output, 0);
        Near.Equal("the state after the way back", beforeStates, states, 0);
        AssertStepsAreForward(model, input, output, states);

        void AssertStepsAreForward(IModelUnderTest stepped, Tensor sequence, Tensor expected, Tensor[] expectedStates)
        {
            if (!place.ReadsFromTheEnd)
            {
                var (found, foundStates) = stepped.StepThrough(sequence, null);
                Near.Equal("the output of steps", expected, found);
                Near.Equal("the state after steps", expectedStates, foundStates);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Weights_round_trip_through_a_file(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var draw = new Draw();
        using var saved = place.Create();
        using var loaded = place.Create();
        draw.Fill(saved.Module);
        var input = draw.Normal(2, 3, place.Features);

        saved.Module.SaveSafetensors(folder["model.safetensors"]);
        var report = loaded.Module.LoadSafetensors(folder["model.safetensors"]);

        Assert.Equal(saved.Module.named_parameters().Count(), report.Loaded.Count);
        saved.Module.eval();
        loaded.Module.eval();
        Near.Equal("the output", saved.Forward(input).Output, loaded.Forward(input).Output, 0);
    }

    public static TheoryData<Type, string[]> Keys() => new()
    {
        { typeof(Grid.Rnn1Everything), ["weight_ih_l0 [4, 4]", "weight_hh_l0 [4, 4]", "bias_ih_l0 [4]", "norm_hh_l0 [4]"] },
        {
            typeof(Grid.Lstm1Everything),
            [
                "weight_ih_l0 [16, 3]", "weight_hh_l0 [16, 3]", "bias_ih_l0 [16]", "weight_hr_l0 [3, 4]", "peephole_l0 [3, 4]",
                "norm_ih_l0 [16]", "norm_hh_l0 [16]", "norm_c_l0 [4]", "norm_c_bias_l0 [4]",
            ]
        },
        { typeof(Grid.Lstm1Peepholes), ["weight_ih_l0 [16, 3]", "weight_hh_l0 [16, 4]", "bias_ih_l0 [16]", "bias_hh_l0 [16]", "peephole_l0 [3, 4]"] },
        {
            typeof(Grid.Gru1Everything),
            [
                "weight_ih_l0 [12, 4]", "weight_hh_l0 [12, 4]", "bias_ih_l0 [12]", "norm_ih_l0 [8]", "norm_ih_n_l0 [4]", "norm_hh_l0 [8]",
                "norm_n_l0 [4]", "norm_n_bias_l0 [4]",
            ]
        },
        {
            typeof(Grid.GruBefore1Everything),
            ["weight_ih_l0 [12, 4]", "weight_hh_l0 [12, 4]", "bias_ih_l0 [12]", "norm_ih_l0 [8]", "norm_ih_n_l0 [4]", "norm_hh_l0 [8]", "norm_n_l0 [4]"]
        },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Keys_equal_PyTorch_and_the_documentation(Type model, string[] expected)
    {
        using var scope = NewDisposeScope();
        using var module = new OptionModel(model).CreateModule();

        Assert.Equal(
            expected.Select(key => "cell." + key),
            module.state_dict().Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.shape)}]"));
    }

    public static TheoryData<Type> ModelsOfPlainWeights() =>
    [
        .. OptionModel.All
            .Where(model => model.Declared is { LayerNorm: false, Merge: Merge.Concat } and not GruAttribute { ResetAfter: false } and not LstmAttribute { Peepholes: true }
                and not LstmAttribute { ProjectionSize: not null })
            .Where(model => model.IsRandom)
            .Select(model => model.Type),
    ];

    [Theory]
    [MemberData(nameof(ModelsOfPlainWeights))]
    public void PyTorch_weights_load_into_models_without_additional_weights(Type model)
    {
        using var scope = NewDisposeScope();
        var place = new OptionModel(model);
        using var module = place.CreateModule();
        var (layers, both) = (place.Declared.Layers, place.Declared.Bidirectional);
        nn.Module cell = place.Declared switch
        {
            LstmAttribute => nn.LSTM(place.Features, 4, layers, bidirectional: both),
            GruAttribute => nn.GRU(place.Features, 4, layers, bidirectional: both),
            _ => nn.RNN(place.Features, 4, layers, bidirectional: both),
        };

        var weights = cell.state_dict().ToDictionary(pair => "cell." + pair.Key, pair => pair.Value);
        var (missing, unexpected) = module.load_state_dict(weights, strict: false);

        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.All(module.state_dict(), pair => Near.Equal(pair.Key, weights[pair.Key].to(ScalarType.Float64), pair.Value, 0));
    }
}
