using RnnDsl.Generator.Tests.Infrastructure;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>Cells of equations: those that a fused kernel computes, and those that become loops.</summary>
[UsesVerify]
public sealed class CellTests
{
    [Fact]
    public Task Equations_of_an_lstm() => Snapshot.Verify(
        """"
        using RnnDsl;

        namespace Cells;

        [Cell("""
            f_t = σ(W_f · [h_{t-1}, x_t] + b_f)
            i_t = σ(W_i · [h_{t-1}, x_t] + b_i)
            C̃_t = tanh(W_C · [h_{t-1}, x_t] + b_C)
            C_t = f_t ⊙ C_{t-1} + i_t ⊙ C̃_t
            o_t = σ(W_o · [h_{t-1}, x_t] + b_o)
            h_t = o_t ⊙ tanh(C_t)
            """)]
        public partial class PaperLstm;

        [SequenceModel]
        [Embedding("vocabSize", 64)]
        [Recurrent(typeof(PaperLstm), 128, Layers = 2, Dropout = 0.3, Name = "lstm")]
        [Linear("vocabSize")]
        public partial class PaperLanguageModel;
        """");

    [Fact]
    public Task Equations_of_a_gru_with_the_other_sign_of_the_update_gate() => Snapshot.Verify(
        """"
        using RnnDsl;

        namespace Cells;

        [Cell("""
            r = sigmoid(W_r @ x + U_r @ h_prev)
            z = sigmoid(W_z @ x + U_z @ h_prev)
            n = tanh(W_n @ x + r * (U_n @ h_prev))
            h = (1 - z) * h_prev + z * n
            """)]
        public partial class PlainGru;

        [SequenceModel]
        [Features(6)]
        [Recurrent(typeof(PlainGru), 32, Bidirectional = true, WeightDrop = 0.2, Name = "gru")]
        [LastState]
        [Linear(2)]
        public partial class Verdict;
        """");

    [Fact]
    public Task Weight_drop_of_a_matrix_over_state_and_input() => Snapshot.Verify(
        """"
        using RnnDsl;

        namespace Cells;

        [Cell("h_t = softplus(W · [h_{t-1}, x_t] + b)")]
        public partial class Soft;

        [SequenceModel]
        [Features(6)]
        [Recurrent(typeof(Soft), 32, WeightDrop = 0.2, Name = "soft")]
        public partial class Stream;
        """");

    [Fact]
    public Task Equations_of_an_elman_network() => Snapshot.Verify(
        """"
        using RnnDsl;

        namespace Cells;

        [Cell("h_t = tanh(W · x_t + U · h_{t-1} + b)")]
        public partial class Simple;

        [SequenceModel]
        [Features(6)]
        [Recurrent(typeof(Simple), "hidden = 32", Name = "rnn")]
        [Linear(6)]
        public partial class Forecast;
        """");

    [Fact]
    public Task Equations_of_the_article_s_gru() => Snapshot.Verify(
        """"
        using RnnDsl;

        namespace Cells;

        [Cell("""
            z_t = σ(W_z · [h_{t-1}, x_t])
            r_t = σ(W_r · [h_{t-1}, x_t])
            h̃_t = tanh(W · [r_t ⊙ h_{t-1}, x_t])
            h_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ h̃_t
            """)]
        public partial class ChoGru;

        [SequenceModel]
        [Embedding("vocabSize", 64)]
        [Recurrent(typeof(ChoGru), 256, Layers = 2, Name = "gru")]
        [Linear("vocabSize")]
        public partial class ChoLanguageModel;
        """");

    [Fact]
    public Task A_cell_with_two_sizes_and_zoneout_of_one_state() => Snapshot.Verify(
        """"
        using RnnDsl;

        namespace Cells;

        [Cell("""
            s_t = 0.05 ⊙ (B · x_t) + 0.95 ⊙ s_{t-1}
            h_t = σ(P · s_t + A · x_t + R · h_{t-1})
            """, States = "s: context")]
        [CellParameter("R", ParameterInitialization.Orthogonal)]
        public partial class Scrn;

        [SequenceModel]
        [Features(6)]
        [Recurrent(typeof(Scrn), 32, Sizes = "context: contextSize", Zoneout = 0.1, ZoneoutStates = "h", Name = "scrn")]
        [Linear(6)]
        public partial class SlowAndFast;
        """");

    [Fact]
    public Task Cell_that_transforms_its_input_first() => Snapshot.Verify(
        """"
        using RnnDsl;

        namespace Cells;

        [Cell("""
            z_t = tanh(W_x · x_t + b_z)
            u_t = σ(U_h · h_{t-1} + U_z · z_t + b_u)
            h_t = u_t ⊙ h_{t-1} + (1 - u_t) ⊙ z_t
            """)]
        public partial class MinimalRnn;

        [SequenceModel]
        [Features(6)]
        [Recurrent(typeof(MinimalRnn), 32, Name = "rnn")]
        [Linear(6)]
        public partial class Minimal;
        """");

    /// <summary>The first state is linear, the second reads it.</summary>
    [Fact]
    public Task Cell_whose_states_are_linear() => Snapshot.Verify(
        """"
        using RnnDsl;

        namespace Cells;

        [Cell("""
            f_t = σ(W_f · x_t + b_f)
            r_t = σ(W_r · x_t + b_r)
            c_t = f_t ⊙ c_{t-1} + (1 - f_t) ⊙ (W · x_t)
            h_t = r_t ⊙ tanh(c_t - 0.5 c_{t-1}) + 0.9 h_{t-1}
            """)]
        public partial class Leaky;

        [SequenceModel]
        [Features(6)]
        [Recurrent(typeof(Leaky), 32, Name = "leaky")]
        [Linear(6)]
        public partial class Tone;
        """");

    /// <summary>Each normalisation hands a gradient to the one value that all of them read.</summary>
    [Theory]
    [InlineData("c_t = 0.9 c_{t-1} + W · x_t\nh_t = layernorm(c_t) - softmax(c_t)")]
    [InlineData("c_t = layernorm(c_{t-1}) + W · x_t\nh_t = layernorm(c_t)")]
    [InlineData("u_t = W · x_t + U · h_{t-1}\nh_t = layernorm(u_t) + softmax(u_t)")]
    [InlineData("c_t = 0.9 c_{t-1} + W · x_t\nh_t = softmax(c_t) + softmax(c_{t-1}) ⊙ layernorm(c_{t-1})")]
    public void Value_that_several_operations_on_rows_read_compiles(string equations) => GeneratorRun.Of(
        $$""""
            using RnnDsl;

            namespace Cells;

            [Cell("""
                {{equations.Replace("\n", "\n                ", StringComparison.Ordinal)}}
                """)]
            public partial class Rows;

            [SequenceModel, Features(3), Recurrent(typeof(Rows), 4, Name = "rows")]
            public partial class Reader;
            """").AssertCompiles();

    [Fact]
    public Task A_cell_with_four_states_and_exponential_gates() => Snapshot.Verify(
        """"
        using RnnDsl;

        namespace Cells;

        [Cell("""
            ĩ_t = W_i · x_t + R_i · h_{t-1} + b_i
            f̃_t = W_f · x_t + R_f · h_{t-1} + b_f
            z_t = tanh(W_z · x_t + R_z · h_{t-1} + b_z)
            o_t = σ(W_o · x_t + R_o · h_{t-1} + b_o)
            l_t = -softplus(-f̃_t)
            m_t = max(l_t + m_{t-1}, ĩ_t)
            i_t = exp(ĩ_t - m_t)
            f_t = exp(l_t + m_{t-1} - m_t)
            c_t = f_t ⊙ c_{t-1} + i_t ⊙ z_t
            n_t = f_t ⊙ n_{t-1} + i_t
            h_t = o_t ⊙ c_t / n_t
            """)]
        public partial class ExponentialLstm;

        [SequenceModel]
        [Features(6)]
        [Recurrent(typeof(ExponentialLstm), 32, Name = "lstm")]
        [Linear(6)]
        public partial class Exponential;
        """");

    [Fact]
    public Task Cell_with_layer_normalisation() => Snapshot.Verify(
        """"
        using RnnDsl;

        namespace Cells;

        [Cell("""
            f_t = σ(α_f ⊙ layernorm(U_f · h_{t-1}) + W_f · x_t + b_f)
            g_t = tanh(α_g ⊙ layernorm(U_g · h_{t-1}) + W_g · x_t + b_g)
            c_t = f_t ⊙ c_{t-1} + (1 - f_t) ⊙ g_t
            h_t = tanh(γ ⊙ layernorm(c_t) + δ)
            """)]
        public partial class NormedCell;

        [SequenceModel]
        [Features(6)]
        [Recurrent(typeof(NormedCell), 32, RecurrentDropout = 0.2, Name = "cell")]
        [Linear(6)]
        public partial class Normed;
        """");

    /// <summary>The worked example of docs/worked-cell.md, which quotes from what is written here.</summary>
    [Fact]
    public Task The_worked_example() => Snapshot.Verify(
        """"
        using RnnDsl;

        namespace Cells;

        [Cell("""
            f_t = σ(W_f x_t + v_f ⊙ c_{t−1} + b_f)
            c_t = f_t ⊙ c_{t−1} + (1 − f_t) ⊙ (W x_t)
            r_t = σ(W_r x_t + v_r ⊙ c_{t−1} + b_r)
            h_t = r_t ⊙ c_t + (1 − r_t) ⊙ x_t
            """)]
        [CellParameter("b_f", ParameterInitialization.Constant, Value = 2)]
        public partial class SimpleRecurrentUnit;

        [SequenceModel]
        [Embedding("vocabSize", 128)]
        [Recurrent(typeof(SimpleRecurrentUnit), 128, Layers = 4, LockedDropout = 0.2, Name = "sru")]
        [Linear("vocabSize")]
        public partial class FastLanguageModel;
        """");

    [Theory]
    [InlineData("h_t = tanh(W · x_t + U · h_{t-1} + b)", "Rnn")]
    [InlineData("i = σ(W_i x + U_i h_prev)\nf = σ(W_f x + U_f h_prev)\no = σ(W_o x + U_o h_prev)\nc = f ⊙ c_prev + i ⊙ tanh(W_c x + U_c h_prev)\nh = tanh(c) ⊙ o", "Lstm")]
    [InlineData("r = σ(W_r x + U_r h_prev)\nz = σ(W_z x + U_z h_prev)\nh = h_prev + z ⊙ (tanh(W x + r ⊙ (U h_prev)) - h_prev)", "Gru")]
    public void Recognised_cell_calls_the_kernel_of_the_built_in_cell(string equations, string builtIn)
    {
        var text = Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(equations, quote: true);
        var own = Calls($"[RnnDsl.Cell({text})] public class Own; [RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.Recurrent(typeof(Own), 4, Name = \"cell\")] public partial class M;");
        var known = Calls($"[RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.{builtIn}(4, Name = \"cell\")] public partial class M;");

        Assert.Equal(known, own);
        Assert.StartsWith($"_cellLayers.{builtIn}(", Assert.Single(own), StringComparison.Ordinal);

        // The sequence kernel, called with lengths or without; where there are none, a built-in layer may run its whole stack in one call.
        static IEnumerable<string> Calls(string source) =>
            System.Text.RegularExpressions.Regex.Matches(GeneratorRun.Of(source).AssertCompiles().Text, @"_cellLayers\.\w+\([^;]*\)").Select(match => match.Value).ToList();
    }
}
