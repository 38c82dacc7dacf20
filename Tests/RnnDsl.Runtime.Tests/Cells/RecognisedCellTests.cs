using RnnDsl.Examples.Cells;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Cells;

[SequenceModel, Features(3), Recurrent(typeof(ForgetGateLstm), 4, Layers = 2, Bidirectional = true, Name = "cell")]
public partial class EquationLstm;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Name = "cell")]
public partial class BuiltInLstm;

[SequenceModel, Features(3), Recurrent(typeof(TorchGru), 4, Layers = 2, Bidirectional = true, Name = "cell")]
public partial class EquationGru;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Name = "cell")]
public partial class BuiltInGru;

[SequenceModel, Features(3), Recurrent(typeof(Elman), 4, Layers = 2, Bidirectional = true, Name = "cell")]
public partial class EquationElman;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Name = "cell")]
public partial class BuiltInElman;

/// <summary>Equations of a cell that is built in run on its kernel, and give its numbers.</summary>
public sealed class RecognisedCellTests
{
    private static readonly string[] Suffixes = ["_l0", "_l0_reverse", "_l1", "_l1_reverse"];

    [Fact]
    public void Lstm_equations_equal_the_built_in_cell()
    {
        using var own = new EquationLstm(dtype: ScalarType.Float64);
        using var builtIn = new BuiltInLstm(dtype: ScalarType.Float64);
        Compare<EquationLstm, EquationLstm.State, BuiltInLstm, BuiltInLstm.State>(own, builtIn, (get, set, suffix) =>
        {
            // [h, x] of one matrix, in the order i, f, g, o; the second bias is nothing.
            string[] gates = ["i", "f", "C", "o"];
            set("weight_ih" + suffix, cat([.. gates.Select(gate => get($"W_{gate}{suffix}").narrow(1, 4, get($"W_{gate}{suffix}").size(1) - 4))]));
            set("weight_hh" + suffix, cat([.. gates.Select(gate => get($"W_{gate}{suffix}").narrow(1, 0, 4))]));
            set("bias_ih" + suffix, cat([.. gates.Select(gate => get($"b_{gate}{suffix}"))]));
            set("bias_hh" + suffix, zeros(16, dtype: ScalarType.Float64));
        });
    }

    [Fact]
    public void Gru_equations_equal_the_built_in_cell()
    {
        using var own = new EquationGru(dtype: ScalarType.Float64);
        using var builtIn = new BuiltInGru(dtype: ScalarType.Float64);
        Compare<EquationGru, EquationGru.State, BuiltInGru, BuiltInGru.State>(own, builtIn, (get, set, suffix) =>
        {
            string[] gates = ["r", "z", "n"];
            set("weight_ih" + suffix, cat([.. gates.Select(gate => get($"W_i{gate}{suffix}"))]));
            set("weight_hh" + suffix, cat([.. gates.Select(gate => get($"W_h{gate}{suffix}"))]));
            set("bias_ih" + suffix, cat([.. gates.Select(gate => get($"b_i{gate}{suffix}"))]));
            set("bias_hh" + suffix, cat([.. gates.Select(gate => get($"b_h{gate}{suffix}"))]));
        });
    }

    [Fact]
    public void Elman_equations_equal_the_built_in_cell()
    {
        using var own = new EquationElman(dtype: ScalarType.Float64);
        using var builtIn = new BuiltInElman(dtype: ScalarType.Float64);
        Compare<EquationElman, EquationElman.State, BuiltInElman, BuiltInElman.State>(own, builtIn, (get, set, suffix) =>
        {
            set("weight_ih" + suffix, get("W" + suffix));
            set("weight_hh" + suffix, get("U" + suffix));
            set("bias_ih" + suffix, get("b" + suffix));
            set("bias_hh" + suffix, zeros(4, dtype: ScalarType.Float64));
        });
    }

    private static void Compare<TOwn, TOwnState, TBuiltIn, TBuiltInState>(
        TOwn own, TBuiltIn builtIn, Action<Func<string, Tensor>, Action<string, Tensor>, string> map)
        where TOwn : nn.Module, ISequenceModel<TOwnState>
        where TOwnState : RecurrentState<TOwnState>
        where TBuiltIn : nn.Module, ISequenceModel<TBuiltInState>
        where TBuiltInState : RecurrentState<TBuiltInState>
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        draw.Fill(own);
        using (no_grad())
        {
            var (ours, theirs) = (Named(own), Named(builtIn));
            foreach (var suffix in Suffixes)
            {
                map(key => ours["cell." + key], (key, value) => theirs["cell." + key].copy_(value), suffix);
            }
        }

        var input = draw.Normal(2, 5, 3);
        foreach (var lengths in new[] { null, tensor(new long[] { 5, 3 }) })
        {
            var (output, state) = own.forward(input, lengths, null);
            var (expected, expectedState) = builtIn.forward(input, lengths, null);
            Near.Equal("the output", expected, output, 1e-14);
            Near.Equal("the states", [.. expectedState.Tensors.Select(pair => pair.Value)], [.. state.Tensors.Select(pair => pair.Value)], 1e-14);
        }
    }

    private static Dictionary<string, Tensor> Named(nn.Module module) => module.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
}
