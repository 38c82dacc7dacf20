using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>
/// Attention in the loop of a decoder's cell gives the same by kernels and by libtorch's operations: outputs, attention weights, states and all gradients, of every score and
/// cell. That they compute what the papers say, the tests of decoders show.
/// </summary>
public sealed class AttentionKernelTests
{
    private const int Sources = 3;
    private const int Features = 7;
    private const int MemorySize = 13;
    private const long Seed = 23;

    private delegate (Tensor Output, Tensor[] Others) Decode(Tensor input, EncoderMemory memory, Tensor[] states);

    /// <summary>A decoder, the steps and the positions, and how many rows a source has: of few steps the context is projected at each of them, of many the values once.</summary>
    public static TheoryData<string, int, int, int> Cases()
    {
        var cases = new TheoryData<string, int, int, int>();
        foreach (var decoder in new[] { nameof(AdditiveGru), nameof(AdditiveLstm), nameof(GeneralLstm), nameof(GeneralRnn) })
        {
            cases.Add(decoder, 3, 9, 1);
            cases.Add(decoder, 6, 2, 1);
            cases.Add(decoder, 2, 17, 2);
            cases.Add(decoder, 1, 1, 1);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Attention_in_a_loop_gives_the_same_by_libtorch(string decoder, int steps, int positions, int rowsOfSource)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var (module, createMemory, decode, stateSizes) = Create(decoder);
        using var _ = module;
        draw.Fill(module);
        var rows = Sources * rowsOfSource;
        var input = draw.Normal(rows, steps, Features);
        Tensor[] given = [draw.Normal(Sources, positions, MemorySize), .. stateSizes.Select(size => draw.Normal(size.Layers, rows, size.Units))];
        foreach (var lengths in new[] { null, tensor(new long[] { positions, 1, (positions + 1) / 2 }) })
        {
            var found = Run();
            Gradients.Equal(KernelSwitch.Off(Run), found, 1e-10);

            // Without gradients a kernel keeps less.
            using (no_grad())
            {
                var (output, rest) = Forward(input, given);
                Near.Equal("the output without gradients", found.Output, output, 1e-10);
                Near.Equal("weights and states without gradients", found.States, rest, 1e-10);
            }

            Gradients Run() => Gradients.Of(module, Forward, input, given);

            (Tensor Output, Tensor[] States) Forward(Tensor sequence, Tensor[]? all)
            {
                manual_seed(Seed);
                return decode(sequence, createMemory(all![0], lengths), all[1..]);
            }
        }
    }

    /// <summary>A sum of gradients that autograd hands in without memory of its own, and one of the attention weights alone.</summary>
    [Fact]
    public void Gradients_of_the_attention_weights_alone_are_those_of_libtorch()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new AdditiveGru(Features, MemorySize, dtype: ScalarType.Float64);
        draw.Fill(model);
        var input = draw.Normal(Sources, 4, Features);
        var values = draw.Normal(Sources, 5, MemorySize).requires_grad_();
        var weighing = draw.Normal(Sources, 4, 5);
        foreach (var loss in new Func<Tensor, Tensor>[] { weights => (weights * weighing).sum(), weights => weights.select(2, 1).sum() })
        {
            Near.Equal("the gradient of the values", KernelSwitch.Off(Gradient), Gradient(), 1e-10);

            Tensor Gradient() => autograd.grad([loss(model.call(input, model.CreateMemory(values)).Weights)], [values])[0];
        }
    }

    /// <summary>Single precision is within its rounding of double precision.</summary>
    [Fact]
    public void Single_precision_is_close_to_double_precision()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var twice = new AdditiveGru(Features, MemorySize, dtype: ScalarType.Float64);
        using var once = new AdditiveGru(Features, MemorySize, dtype: ScalarType.Float32);
        draw.Fill(twice);
        once.load_state_dict(twice.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.to(ScalarType.Float32)));
        var (input, values) = (draw.Normal(Sources, 6, Features), draw.Normal(Sources, 9, MemorySize));
        var expected = Gradients.Of(twice, (sequence, all) => Results(twice.call(sequence, twice.CreateMemory(all![0]))), input, [values]);
        var found = Gradients.Of(
            once, (sequence, all) => Results(once.call(sequence, once.CreateMemory(all![0]))), input.to(ScalarType.Float32), [values.to(ScalarType.Float32)]);
        Gradients.Equal(expected, found.To(ScalarType.Float64), 2e-5);

        static (Tensor Output, Tensor[] States) Results((Tensor Output, AdditiveGru.State State, Tensor Weights) result) => (result.Output, [result.Weights, result.State.Hidden]);
    }

    private static (nn.Module Module, Func<Tensor, Tensor?, EncoderMemory> CreateMemory, Decode Decode, (long Layers, long Units)[] States) Create(string decoder)
    {
        switch (decoder)
        {
            case nameof(AdditiveGru):
                var gru = new AdditiveGru(Features, MemorySize, dtype: ScalarType.Float64);
                return (gru, gru.CreateMemory, (input, memory, states) =>
                {
                    var (output, state, weights) = gru.call(input, memory, new AdditiveGru.State(states[0]));
                    return (output, [weights, .. state.Tensors.Select(pair => pair.Value)]);
                }, [(1, 19)]);

            case nameof(AdditiveLstm):
                var lstm = new AdditiveLstm(Features, MemorySize, dtype: ScalarType.Float64);
                return (lstm, lstm.CreateMemory, (input, memory, states) =>
                {
                    var (output, state, weights) = lstm.call(input, memory, new AdditiveLstm.State(states[0], states[1]));
                    return (output, [weights, .. state.Tensors.Select(pair => pair.Value)]);
                }, [(2, 16), (2, 16)]);

            case nameof(GeneralLstm):
                var peephole = new GeneralLstm(Features, MemorySize, dtype: ScalarType.Float64);
                return (peephole, peephole.CreateMemory, (input, memory, states) =>
                {
                    var (output, state, weights) = peephole.call(input, memory, new GeneralLstm.State(states[0], states[1]));
                    return (output, [weights, .. state.Tensors.Select(pair => pair.Value)]);
                }, [(1, 19), (1, 19)]);

            default:
                var elman = new GeneralRnn(Features, MemorySize, dtype: ScalarType.Float64);
                return (elman, elman.CreateMemory, (input, memory, states) =>
                {
                    var (output, state, weights) = elman.call(input, memory, new GeneralRnn.State(states[0]));
                    return (output, [weights, .. state.Tensors.Select(pair => pair.Value)]);
                }, [(1, 35)]);
        }
    }
}
