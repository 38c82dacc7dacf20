using System.Globalization;
using RnnDsl.Runtime.Tests.Kernels;
using RnnDsl.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>Sequences computed in segments have the outputs and gradients of one call, in less memory.</summary>
public sealed class SegmentsTests
{
    private const int Batch = 3;
    private const int Time = 11;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(Time)]
    [InlineData(null)]
    public void Outputs_states_and_gradients_equal_those_of_one_call(int? segments)
    {
        manual_seed(1);
        using var model = new SegmentedFeatures(5);
        model.to(ScalarType.Float64);
        var input = randn([Batch, Time, 5], ScalarType.Float64).requires_grad_();
        var initial = new SegmentedFeatures.State(
            randn([1, Batch, 7], ScalarType.Float64).requires_grad_(), randn([1, Batch, 6], ScalarType.Float64).requires_grad_(), randn([1, Batch, 4], ScalarType.Float64).requires_grad_(), randn([1, Batch, 4], ScalarType.Float64).requires_grad_());
        Tensor[] leaves = [input, .. initial.Tensors.Select(static pair => pair.Value), .. model.parameters()];
        var whole = Gradients(model.forward(input, state: initial), leaves);
        var parts = Gradients(model.InSegments(input, segments, initial), leaves);
        Assert.Equal(whole.Count, parts.Count);
        Assert.All(whole.Zip(parts), static pair => Assert.True((pair.First - pair.Second).abs().max().item<double>() <= 1e-12));
    }

    [Fact]
    public void Tokens_are_read_and_without_gradients_the_result_is_the_same()
    {
        manual_seed(2);
        using var model = new SegmentedLanguageModel(9);
        model.to(ScalarType.Float64);
        model.eval();
        var tokens = randint(9, [Batch, Time], dtype: ScalarType.Int64);
        using var quiet = no_grad();
        var (expected, state) = model.forward(tokens);
        var (actual, last) = model.InSegments(tokens, 4);
        Assert.False(actual.requires_grad);
        Assert.True((expected - actual).abs().max().item<double>() <= 1e-12);
        Assert.All(state.Tensors.Zip(last.Tensors), static pair => Assert.True((pair.First.Value - pair.Second.Value).abs().max().item<double>() <= 1e-12));
    }

    [Fact]
    public void Dropout_has_the_same_masks_when_a_segment_is_computed_again()
    {
        manual_seed(3);
        using var model = new SegmentedLanguageModel(9);
        model.to(ScalarType.Float64);
        model.train();
        var tokens = randint(9, [Batch, Time], dtype: ScalarType.Int64);
        var weight = model.parameters().First();
        Loss().backward();
        var direction = randn_like(weight);
        var derivative = (weight.grad! * direction).sum().item<double>();
        const double Step = 1e-6;
        var (above, below) = (At(Step), At(-Step));
        Assert.Equal((above - below) / (2 * Step), derivative, 1e-6);

        double At(double distance)
        {
            using var quiet = no_grad();
            var start = weight.clone();
            weight.add_(direction, distance);
            using var recorded = enable_grad();
            var loss = Loss().item<double>();
            using var again = no_grad();
            weight.copy_(start);
            return loss;
        }

        Tensor Loss()
        {
            manual_seed(17);
            return model.InSegments(tokens, 4).Output.square().mean();
        }
    }

    [Fact]
    public void The_random_numbers_that_follow_do_not_depend_on_the_backward_pass()
    {
        using var model = new SegmentedLanguageModel(9);
        model.train();
        var tokens = randint(9, [Batch, Time], dtype: ScalarType.Int64);
        Assert.Equal(Next(backward: false), Next(backward: true));

        float Next(bool backward)
        {
            manual_seed(4);
            var loss = model.InSegments(tokens, 3).Output.sum();
            if (backward)
                loss.backward();
            return rand(1).item<float>();
        }
    }

    [Fact]
    public void All_segments_but_the_last_are_computed_again()
    {
        using var model = new SegmentedLanguageModel(9);
        var computed = 0;
        model.Linear.register_forward_hook((_, _, output) =>
        {
            computed++;
            return output;
        });
        var loss = model.InSegments(randint(9, [Batch, Time], dtype: ScalarType.Int64), 4).Output.sum();
        Assert.Equal(4, computed);
        loss.backward();
        Assert.Equal(7, computed);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(4, 5)]
    [InlineData(8, 6)]
    public void Segments_have_at_least_450_steps_and_2000_of_all_sequences(int batch, int segments)
    {
        using var model = new SegmentedLanguageModel(9);
        var computed = 0;
        model.Linear.register_forward_hook((_, _, output) =>
        {
            computed++;
            return output;
        });
        using var quiet = no_grad();
        model.InSegments(randint(9, [batch, 2_500], dtype: ScalarType.Int64));
        Assert.Equal(segments, computed);
    }

    [Fact]
    public void A_trainer_trains_in_segments()
    {
        manual_seed(5);
        using var model = new SegmentedLanguageModel(7);
        using var optimizer = optim.Adam(model.parameters(), 0.02);
        var tokens = (arange(40).unsqueeze(0) + arange(4).unsqueeze(1)).remainder(7);
        var result = new Trainer(
            model,
            optimizer,
            _ => nn.functional.cross_entropy(model.InSegments(tokens.narrow(1, 0, 39)).Output.flatten(0, 1), tokens.narrow(1, 1, 39).flatten()),
            new() { Steps = 60, LogEvery = 60, HandleSignals = false }).Run();
        Assert.InRange(result.History.Training[^1].Loss, 0, 1.2);
    }

    [Fact]
    public void Models_that_do_not_run_forward_in_time_and_wrong_numbers_are_refused()
    {
        using var model = new SegmentedFeatures(5);
        var input = randn(Batch, Time, 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.InSegments(input, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.InSegments(input, Time + 1));
        Assert.Contains("at least one step", Assert.Throws<ArgumentException>(() => model.InSegments(zeros(Batch, 0, 5))).Message, StringComparison.Ordinal);
        using var bidirectional = new SegmentedBothDirections(5);
        Assert.Contains("SegmentedBothDirections has no Step", Assert.Throws<ArgumentException>(() => bidirectional.InSegments(input, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_derivatives_equal_those_of_one_call()
    {
        manual_seed(6);
        using var model = new SegmentedFeatures(5);
        model.to(ScalarType.Float64);
        var input = randn([Batch, Time, 5], ScalarType.Float64).requires_grad_();
        Tensor[] leaves = [input, .. model.parameters()];
        var (whole, parts) = (Penalty(model.forward(input).Output), Penalty(model.InSegments(input, 4).Output));
        Assert.All(whole.Zip(parts), static pair => Assert.True((pair.First - pair.Second).abs().max().item<double>() <= 1e-11));

        // The derivative of the squared norm of the gradient.
        Tensor[] Penalty(Tensor output)
        {
            var gradient = autograd.grad([output.square().sum()], [input], retain_graph: true, create_graph: true)[0];
            return [.. autograd.grad([gradient.square().sum()], leaves)];
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_sequence_of_200_000_steps_is_trained_on_in_less_than_half_a_gigabyte()
    {
        var output = await KernelTestProcess.Run([LongSequenceProgram.Name, "200000"], []);
        var peak = long.Parse(output.Split("peak ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(peak, 100_000_000, 500_000_000);
    }

    private static List<Tensor> Gradients<TState>((Tensor Output, TState State) result, Tensor[] leaves)
        where TState : RnnDsl.Torch.RecurrentState<TState>
    {
        Tensor[] outputs = [result.Output, .. result.State.Tensors.Select(static pair => pair.Value)];
        manual_seed(9);
        var loss = outputs.Select(static output => (output * randn_like(output)).sum()).Aggregate(static (sum, term) => sum + term);
        return [.. outputs.Select(static output => output.detach()), .. autograd.grad([loss], leaves)];
    }
}

[SequenceModel, Embedding("words", 6), Lstm(8, Layers = 2, Dropout = 0.3), Linear("words")]
public partial class SegmentedLanguageModel;

[Cell("""
    z_t = σ(W_z x_t + b_z)
    h_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ (W_h x_t + b_h)
    """)]
public partial class SegmentedCell;

[SequenceModel, Features("features"), Recurrent(typeof(SegmentedCell), 7), Gru(6), Lstm(4, LayerNorm = true), Linear(3)]
public partial class SegmentedFeatures;

[SequenceModel, Features("features"), Lstm(4, Bidirectional = true)]
public partial class SegmentedBothDirections;
