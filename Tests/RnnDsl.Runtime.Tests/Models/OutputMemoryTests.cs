using RnnDsl.Runtime.Tests.Decoders;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

[SequenceModel, Features(4), Gru(4)]
public partial class GruOutput;

[SequenceModel, Features(4), Lstm(4, Layers = 2)]
public partial class LstmOutput;

[SequenceModel, Features(4), Gru(4, ResetAfter = false)]
public partial class LoopOutput;

#pragma warning disable RNN331 // It has no memory: its output is its input.
[Cell("h_t = x_t")]
public partial class Identity;
#pragma warning restore RNN331

[SequenceModel, Features(4), Recurrent(typeof(Identity), 4)]
public partial class IdentityOutput;

#pragma warning disable RNN445 // It gives no scores: its output is the readout that it feeds to the next step.
[Decoder]
[Embedding("targetVocab", 6)]
[Gru(5)]
[Attention(AttentionScore.LocationAware, 8, InputFeeding = true, Filters = 3, Width = 5)]
[Readout(4)]
public partial class ReadoutOutput;
#pragma warning restore RNN445

[EncoderDecoder(typeof(SourceGru), typeof(ReadoutOutput), Bridge = Bridge.Dense)]
public partial class ReadoutTranslator;

/// <summary>As in PyTorch, an in-place change of a returned output or attention weight does not change the returned state.</summary>
public sealed class OutputMemoryTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _source = tensor(new long[,] { { 3, 1, 4, 1 }, { 5, 8, 0, 0 } });
    private readonly Tensor _lengths = tensor(new long[] { 4, 2 });
    private readonly Tensor _target = tensor(new long[,] { { 1, 9, 2 }, { 1, 3, 4 } });

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Output_of_a_sequence_model_shares_no_memory_with_the_state()
    {
        using var quiet = no_grad();
        Check<GruOutput, GruOutput.State>(new());
        Check<LstmOutput, LstmOutput.State>(new());
        Check<LoopOutput, LoopOutput.State>(new());
        Check<IdentityOutput, IdentityOutput.State>(new());

        static void Check<TModel, TState>(TModel model)
            where TModel : nn.Module, ISequenceModel<TState>, IStepModel<TState>
            where TState : RecurrentState<TState>
        {
            using (model)
            {
                foreach (var lengths in new[] { null, tensor(new long[] { 3, 1 }) })
                {
                    var (outputs, final) = model.forward(rand(2, 3, 4), lengths);
                    Unchanged(final, outputs);
                }

                var (output, state) = model.Step(rand(2, 4));
                Unchanged(state, output);
            }
        }
    }

    [Fact]
    public void Outputs_of_a_decoder_share_no_memory_with_the_state()
    {
        using var quiet = no_grad();
        using var readout = new ReadoutTranslator(9, 11);
        using var luong = new LuongTranslator(9, 11);
        using var chorowski = new ChorowskiTranslator(9, 11);
        Check<ReadoutOutput.State>(readout);
        Check<LuongFed.State>(luong);
        Check<Chorowski.State>(chorowski);

        var (memory, start) = readout.Encode(_source, _lengths);
        var (output, state, weights) = readout.Decoder.call(_target, memory, start);
        Unchanged(state, output, weights);
        (memory, var first) = chorowski.Encode(_source, _lengths);
        (output, var final, weights) = chorowski.Decoder.call(_target, memory, first);
        Unchanged(final, output, weights);

        void Check<TState>(IEncoderDecoder<TState> model)
            where TState : RecurrentState<TState>
        {
            var (memory, state) = model.Encode(_source, _lengths);
            for (var t = 0; t < _target.size(1); t++)
            {
                (var output, state, var weights) = model.Step(_target.select(1, t), memory, state);
                Unchanged(state, output, weights!);
            }
        }
    }

    [Fact]
    public void Summary_of_the_source_shares_no_memory_with_the_initial_state()
    {
        using var quiet = no_grad();
        using var model = new ChoTranslator(11);
        var (memory, state) = model.Encode(_source, _lengths);
        Unchanged(state, memory.Summary!);
    }

    /// <summary>Fills each output and looks for a changed state.</summary>
    private static void Unchanged<TState>(TState state, params Tensor[] outputs)
        where TState : RecurrentState<TState>
    {
        var before = state.Tensors.Select(static pair => pair.Value.clone()).ToList();
        foreach (var output in outputs)
            output.fill_(7);
        Assert.All(state.Tensors.Zip(before), static pair => Assert.True(pair.First.Value.eq(pair.Second).all().item<bool>(), $"{pair.First.Key} shares memory with an output."));
    }
}
