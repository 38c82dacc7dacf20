using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>How weights begin.</summary>
public sealed class InitializationTests
{
    private const int Hidden = 6;

    public static TheoryData<Func<nn.Module>> OrthogonalModels() =>
    [
        () => new OrthogonalRnn(), () => new OrthogonalLstm(), () => new OrthogonalGru(), () => new OrthogonalGruBefore(), () => new OrthogonalNormalizedLstm(),
        () => new OrthogonalProjectedLstm(),
    ];

    [Theory]
    [MemberData(nameof(OrthogonalModels))]
    public void Orthogonal_initialisation_makes_each_gate_matrix_orthogonal(Func<nn.Module> create)
    {
        using var scope = NewDisposeScope();
        using var model = create();
        var matrices = Of(model, "weight_hh");

        Assert.NotEmpty(matrices);
        var seen = new List<Tensor>();
        foreach (var gate in matrices.SelectMany(matrix => matrix.split(Hidden)))
        {
            Near.Equal("QᵀQ", eye(gate.size(1)), gate.t().mm(gate), 1e-5);
            Assert.All(seen, other => Assert.True(Near.Distance(other, gate) > 0.01));
            seen.Add(gate);
        }
    }

    [Fact]
    public void Orthogonal_initialisation_changes_only_recurrent_weights()
    {
        using var scope = NewDisposeScope();
        using var model = Seeded(() => new OrthogonalLstm());
        using var plain = Seeded(() => new UniformLstm());

        AssertSame(plain, model, except: "weight_hh");
    }

    [Fact]
    public void Identity_initialisation_lets_an_Elman_network_keep_its_state()
    {
        using var scope = NewDisposeScope();
        using var model = new IdentityRnn();

        Assert.All(Of(model, "weight_hh"), matrix => Near.Equal("the recurrent weights", eye(Hidden), matrix, 0));
        Assert.All(Of(model, "bias"), bias => Near.Equal("the bias", zeros(Hidden), bias, 0));
        Assert.All(Of(model, "weight_ih"), matrix => Assert.True(matrix.abs().max().ToDouble() > 0.1));
        var (output, state) = model.call(zeros(2, 4, 3), state: new IdentityRnn.State(ones(2, 2, Hidden)));
        Near.Equal("the states of a network with no input", ones(2, 2, Hidden), state.Hidden.narrow(0, 0, 1).expand(2, -1, -1));
        Assert.True(output.isfinite().all().ToBoolean());
    }

    public static TheoryData<Func<nn.Module>, Func<nn.Module>, int> ForgettingModels() => new()
    {
        { () => new RememberingLstm(), () => new UniformLstm(), 2 },
        { () => new RememberingNormalizedLstm(), () => new UniformNormalizedLstm(), 1 },
        { () => new RememberingProjectedLstm(), () => new UniformProjectedLstm(), 2 },
    };

    [Theory]
    [MemberData(nameof(ForgettingModels))]
    public void Forget_gate_biases_sum_to_1_and_other_biases_are_unchanged(Func<nn.Module> create, Func<nn.Module> createPlain, int biases)
    {
        using var scope = NewDisposeScope();
        using var model = Seeded(create);
        using var plain = Seeded(createPlain);

        var all = Of(model, ".bias_");
        foreach (var ofLayer in all.Chunk(biases))
        {
            Near.Equal("the forget gate's bias", ones(Hidden), ofLayer.Select(bias => bias.narrow(0, Hidden, Hidden)).Aggregate((sum, bias) => sum + bias), 0);
        }

        foreach (var (bias, before) in all.Zip(Of(plain, ".bias_")))
        {
            Near.Equal("the input gate's bias", before.narrow(0, 0, Hidden), bias.narrow(0, 0, Hidden), 0);
            Near.Equal("the others' bias", before.narrow(0, 2 * Hidden, 2 * Hidden), bias.narrow(0, 2 * Hidden, 2 * Hidden), 0);
        }

        AssertSame(plain, model, except: ".bias_");
    }

    public static TheoryData<Func<nn.Module>, int> ChronoModels() => new()
    {
        { () => new ChronoLstm(), 4 },
        { () => new ChronoNormalizedLstm(), 4 },
        { () => new ChronoGru(), 3 },
        { () => new ChronoGruBefore(), 3 },
    };

    [Theory]
    [MemberData(nameof(ChronoModels))]
    public void Chrono_biases_are_uniform_in_time_span_and_negated_in_the_LSTM_input_gate(Func<nn.Module> create, int gates)
    {
        using var scope = NewDisposeScope();
        using var model = create();
        var size = Of(model, "bias_ih")[0].size(0) / gates;
        var keeping = Gate(1);

        // b = log u with u uniform in [1, T - 1] (Tallec and Ollivier 2018): e^b is what is uniform.
        var spans = keeping.exp();
        Assert.InRange(spans.min().ToDouble(), 1 - 1e-5, 5);
        Assert.InRange(spans.max().ToDouble(), 95, 99 + 1e-3);
        Assert.InRange(spans.mean().ToDouble(), 45, 55);
        Assert.InRange(spans.le(25.5).to(ScalarType.Float64).mean().ToDouble(), 0.19, 0.31);
        if (gates == 4)
        {
            Near.Equal("the input gate's bias", -keeping, Gate(0), 0);
        }
        else
        {
            // A GRU's reset gate is left alone.
            Assert.InRange(Gate(0).abs().max().ToDouble(), 0.01, 2 / Math.Sqrt(size));
        }

        Tensor Gate(int gate)
        {
            var second = Of(model, "bias_hh");
            return cat([.. Of(model, "bias_ih").Select((bias, i) =>
                bias.narrow(0, gate * size, size) + (second.Count > 0 ? second[i].narrow(0, gate * size, size) : 0))]);
        }
    }

    [Fact]
    public void Orthogonal_initialisation_combines_with_the_forget_gate_bias()
    {
        using var scope = NewDisposeScope();
        using var model = new OrthogonalRememberingLstm();

        Assert.All(Of(model, "weight_hh").SelectMany(matrix => matrix.split(Hidden)), gate => Near.Equal("QᵀQ", eye(Hidden), gate.t().mm(gate), 1e-5));
        Assert.All(Of(model, "bias_ih"), bias => Near.Equal("the forget gate's bias", ones(Hidden), bias.narrow(0, Hidden, Hidden), 0));
    }

    public static TheoryData<Func<nn.Module>> Seedable() =>
    [
        () => new OrthogonalLstm(), () => new OrthogonalNormalizedLstm(), () => new ChronoLstm(), () => new ChronoGru(), () => new RememberingLstm(),
    ];

    [Theory]
    [MemberData(nameof(Seedable))]
    public void Initial_weights_depend_on_the_seed(Func<nn.Module> create)
    {
        using var scope = NewDisposeScope();
        using var one = Seeded(create);
        using var other = Seeded(create);
        using var different = create();

        AssertSame(one, other, except: "none");
        Assert.True(Near.Distance(Of(one, "weight_hh")[0], Of(different, "weight_hh")[0]) > 0.01);
    }

    [Fact]
    public void Initial_weights_in_float64_equal_those_in_float32()
    {
        using var scope = NewDisposeScope();
        using var single = Seeded(() => new OrthogonalNormalizedLstm());
        using var precise = Seeded(() => new OrthogonalNormalizedLstm(dtype: ScalarType.Float64));

        foreach (var ((name, expected), (_, found)) in single.named_parameters().Zip(precise.named_parameters()))
        {
            Near.Equal(name, expected.to(ScalarType.Float64), found, 0);
        }
    }

    [Fact]
    public void Initialisation_of_a_missing_gate_is_an_error()
    {
        using var weights = new RecurrentWeights(CellKind.Elman, 3, 4);
        using var lstm = new RecurrentWeights(CellKind.Lstm, 3, 4);

        Assert.Throws<ArgumentException>("cell", () => RecurrentInitialization.Apply(weights, CellKind.Elman, Initialization.ForgetGateBias));
        Assert.Throws<ArgumentOutOfRangeException>("chronoLength", () => RecurrentInitialization.Apply(lstm, CellKind.Lstm, Initialization.Chrono, 1));
    }

    private static nn.Module Seeded(Func<nn.Module> create)
    {
        manual_seed(5);
        return create();
    }

    private static List<Tensor> Of(nn.Module module, string kind) =>
        [.. module.named_parameters().Where(pair => pair.name.Contains(kind, StringComparison.Ordinal)).Select(pair => pair.parameter.detach())];

    private static void AssertSame(nn.Module expected, nn.Module found, string except)
    {
        foreach (var ((name, one), (_, other)) in expected.named_parameters().Zip(found.named_parameters()))
        {
            if (!name.Contains(except, StringComparison.Ordinal))
            {
                Near.Equal(name, one.detach(), other.detach(), 0);
            }
        }
    }
}

[SequenceModel, Features(3), Rnn(6, Layers = 2, Bidirectional = true, Initialization = Initialization.Orthogonal)]
public partial class OrthogonalRnn;

[SequenceModel, Features(3), Lstm(6, Layers = 2, Bidirectional = true)]
public partial class UniformLstm;

[SequenceModel, Features(3), Lstm(6, Layers = 2, Bidirectional = true, Initialization = Initialization.Orthogonal)]
public partial class OrthogonalLstm;

[SequenceModel, Features(3), Gru(6, Layers = 2, Initialization = Initialization.Orthogonal)]
public partial class OrthogonalGru;

[SequenceModel, Features(3), Gru(6, Layers = 2, ResetAfter = false, Initialization = Initialization.Orthogonal)]
public partial class OrthogonalGruBefore;

[SequenceModel, Features(3), Lstm(6, LayerNorm = true, Peepholes = true, Initialization = Initialization.Orthogonal)]
public partial class OrthogonalNormalizedLstm;

[SequenceModel, Features(3), Lstm(6, Layers = 2, ProjectionSize = 4, Initialization = Initialization.Orthogonal)]
public partial class OrthogonalProjectedLstm;

[SequenceModel, Features(3), Rnn(6, Layers = 2, Activation = Activation.Relu, Initialization = Initialization.Identity)]
public partial class IdentityRnn;

[SequenceModel, Features(3), Lstm(6, Layers = 2, Bidirectional = true, Initialization = Initialization.ForgetGateBias)]
public partial class RememberingLstm;

[SequenceModel, Features(3), Lstm(6, Layers = 2, LayerNorm = true)]
public partial class UniformNormalizedLstm;

[SequenceModel, Features(3), Lstm(6, Layers = 2, LayerNorm = true, Initialization = Initialization.ForgetGateBias)]
public partial class RememberingNormalizedLstm;

[SequenceModel, Features(3), Lstm(6, Layers = 2, ProjectionSize = 4)]
public partial class UniformProjectedLstm;

[SequenceModel, Features(3), Lstm(6, Layers = 2, ProjectionSize = 4, Initialization = Initialization.ForgetGateBias)]
public partial class RememberingProjectedLstm;

[SequenceModel, Features(3), Lstm(6, Initialization = Initialization.Orthogonal | Initialization.ForgetGateBias)]
public partial class OrthogonalRememberingLstm;

[SequenceModel, Features(3), Lstm(200, Layers = 2, Initialization = Initialization.Chrono, ChronoLength = 100)]
public partial class ChronoLstm;

[SequenceModel, Features(3), Lstm(200, Layers = 2, LayerNorm = true, Initialization = Initialization.Chrono, ChronoLength = 100)]
public partial class ChronoNormalizedLstm;

[SequenceModel, Features(3), Gru(200, Layers = 2, Initialization = Initialization.Chrono, ChronoLength = 100)]
public partial class ChronoGru;

[SequenceModel, Features(3), Gru(200, Layers = 2, ResetAfter = false, Initialization = Initialization.Chrono, ChronoLength = 100)]
public partial class ChronoGruBefore;
