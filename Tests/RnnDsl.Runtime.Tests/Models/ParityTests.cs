using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Generated models against hand-written modules that hold the same weights.</summary>
public sealed class ParityTests
{
    private const int Batch = 3;
    private const int Time = 7;

    public static TheoryData<GridModel, bool, ScalarType> Places()
    {
        var data = new TheoryData<GridModel, bool, ScalarType>();
        foreach (var model in GridModel.Fused)
        {
            foreach (var withState in new[] { false, true })
            {
                data.Add(model, withState, ScalarType.Float32);
                data.Add(model, withState, ScalarType.Float64);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Outputs_states_and_gradients_equal_hand_written_modules(GridModel place, bool withState, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(dtype);
        using var generated = place.Create(dtype);

        // The two sum in different orders, so the one by hand computes without the rounding of single precision.
        using var byHand = new HandWrittenModel(place, ScalarType.Float64);
        draw.Fill(generated.Module);
        Copy(generated.Module, byHand);
        var input = draw.Normal(Batch, Time, GridModel.Features);
        var states = withState ? place.DrawStates(draw, Batch) : null;

        Gradients.Equal(
            Gradients.Of(byHand, byHand.Forward, input.@double(), states?.Select(state => state.@double()).ToArray()).To(dtype),
            Gradients.Of(generated.Module, generated.Forward, input, states));
    }

    public static TheoryData<GridModel> Models() => [.. GridModel.Fused];

    [Theory]
    [MemberData(nameof(Models))]
    public void Keys_shapes_and_parameter_counts_equal_hand_written_modules(GridModel place)
    {
        using var scope = NewDisposeScope();
        using var generated = place.Create();
        using var byHand = new HandWrittenModel(place, ScalarType.Float64);

        Assert.Equal(Layout(byHand), Layout(generated.Module));
        Assert.Equal(byHand.parameters().Sum(parameter => parameter.numel()), generated.Module.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(
            byHand.named_parameters().Select(pair => pair.name).Order(StringComparer.Ordinal),
            generated.Module.named_parameters().Select(pair => pair.name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(TokenModels))]
    public void Token_models_equal_hand_written_modules_including_embedding_gradients(string cell, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var place = new GridModel(cell, 2, bidirectional);
        using IModelUnderTest generated = (cell, bidirectional) switch
        {
            ("Rnn", false) => new ModelUnderTest<TokenRnn, TokenRnn.State>(new TokenRnn(11, dtype: ScalarType.Float64)),
            ("Lstm", false) => new ModelUnderTest<TokenLstm, TokenLstm.State>(new TokenLstm(11, dtype: ScalarType.Float64)),
            ("Gru", false) => new ModelUnderTest<TokenGru, TokenGru.State>(new TokenGru(11, dtype: ScalarType.Float64)),
            _ => new ModelUnderTest<TokenLstmBoth, TokenLstmBoth.State>(new TokenLstmBoth(11, dtype: ScalarType.Float64)),
        };
        using var byHand = new HandWrittenModel(place, ScalarType.Float64, vocabulary: 11);
        draw.Fill(generated.Module);
        Copy(generated.Module, byHand);
        var tokens = draw.Tokens(11, Batch, Time);
        var states = place.DrawStates(draw, Batch);

        Assert.Equal(Layout(byHand), Layout(generated.Module));
        Gradients.Equal(Gradients.Of(byHand, byHand.Forward, tokens, states), Gradients.Of(generated.Module, generated.Forward, tokens, states));
    }

    public static TheoryData<string, bool> TokenModels() => new() { { "Rnn", false }, { "Lstm", false }, { "Gru", false }, { "Lstm", true } };

    private static void Copy(nn.Module from, nn.Module to)
    {
        var (missing, unexpected) = to.load_state_dict(from.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
    }

    private static SortedDictionary<string, string> Layout(nn.Module module) =>
        new(module.state_dict().ToDictionary(pair => pair.Key, pair => string.Join(" × ", pair.Value.shape)), StringComparer.Ordinal);
}

[SequenceModel, Embedding("vocabulary", 3, Name = "embed"), Rnn(5, Layers = 2, Name = "cell"), Linear("vocabulary", Name = "fc")]
public partial class TokenRnn;

[SequenceModel, Embedding("vocabulary", 3, Name = "embed"), Lstm(5, Layers = 2, Name = "cell"), Linear("vocabulary", Name = "fc")]
public partial class TokenLstm;

[SequenceModel, Embedding("vocabulary", 3, Name = "embed"), Gru(5, Layers = 2, Name = "cell"), Linear("vocabulary", Name = "fc")]
public partial class TokenGru;

[SequenceModel, Embedding("vocabulary", 3, Name = "embed"), Lstm(5, Layers = 2, Bidirectional = true, Name = "cell"), Linear("vocabulary", Name = "fc")]
public partial class TokenLstmBoth;
