using RnnDsl.CodeFixes;
using Xunit;

namespace RnnDsl.Generator.Tests.CodeFixes;

/// <summary>Repairs of single characters in the equations of cells.</summary>
public sealed class EquationFixTests
{
    [Fact]
    public Task Several_errors_of_a_cell_are_fixed_one_by_one_and_by_fix_all() => ModelCodeFixTest<EquationFix>.Check(
        """"
        /// <summary>Gates.</summary>
        [Cell("""
            gate_t = {|RNN302:sigmod|}(W · x_t)      # a gate

            n_t = tanh(U · x_t)
            h_t = {|RNN306:gaet_t|} ⊙ {|RNN307:h_t-1|} + n_t {|RNN311:·|} x_t
            """)]
        public partial class Gated;
        """",
        """"
        /// <summary>Gates.</summary>
        [Cell("""
            gate_t = σ(W · x_t)      # a gate

            n_t = tanh(U · x_t)
            h_t = gate_t ⊙ h_{t-1} + n_t ⊙ x_t
            """)]
        public partial class Gated;
        """");

    [Fact]
    public Task Time_index_of_a_left_side_becomes_t() => ModelCodeFixTest<EquationFix>.Check(
        "[Cell(\"{|RNN305:h_{t-1}|} = tanh(W · x_t + U · h_{t-1})\")] public class C;",
        "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class C;");

    [Fact]
    public Task Equations_in_every_kind_of_string_literal_are_fixed() => ModelCodeFixTest<EquationFix>.Check(
        "[Cell(@\"h_t = x_t + {|RNN307:h_t-1|}\")] public class A;\n[Cell(\"z_t = x_t\\nh_t = z_t {|RNN311:\\u00b7|} h_{t-1}\")] public class B;\n"
            + "[Cell(\"h_t = x_t\" + (\" + {|RNN307:h_t-1|}\"))] public class C;",
        "[Cell(@\"h_t = x_t + h_{t-1}\")] public class A;\n[Cell(\"z_t = x_t\\nh_t = z_t ⊙ h_{t-1}\")] public class B;\n[Cell(\"h_t = x_t\" + (\" + h_{t-1}\"))] public class C;");

    [Fact]
    public Task Misspelt_states_and_parameters_are_fixed() => ModelCodeFixTest<EquationFix>.Check(
        """
        [Cell("stack_t = W_in · x_t + stack_{t-1}; h_t = V · stack_t", States = "{|RNN315:stakc|}: 40")]
        public class C;

        [Cell("h_t = W_in · x_t + h_{t-1}"), CellParameter("{|RNN316:W_im|}", ParameterInitialization.Xavier)]
        public class D;
        """,
        """
        [Cell("stack_t = W_in · x_t + stack_{t-1}; h_t = V · stack_t", States = "stack: 40")]
        public class C;

        [Cell("h_t = W_in · x_t + h_{t-1}"), CellParameter("W_in", ParameterInitialization.Xavier)]
        public class D;
        """);

    [Fact]
    public Task Names_without_a_space_become_a_product() => ModelCodeFixTest<EquationFix>.Check(
        "[Cell(\"h_t = tanh({|RNN306:Wx_t|} + {|RNN308:Uh_{t-1}|})\")] public class C;",
        "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class C;");

    [Fact]
    public Task PyTorch_names_and_lookalike_letters_are_fixed() => ModelCodeFixTest<EquationFix>.Check(
        "[Cell(\"h_t = {|RNN301:torch.tanh|}({|RNN301:self.W|} · x_t + U · h_{t-1})\")] public class C;\n[Cell(\"h_t = tanh(W · {|RNN336:х_t|} + U · h_{t-1})\")] public class D;",
        "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class C;\n[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class D;");

    [Theory]
    [InlineData("h_t = tanh(W {|RNN335:*|} x_t) + h_{t-1}")]
    [InlineData("h_t = tanh(W · {|RNN334:V|}) + x_t + h_{t-1}")]
    [InlineData("h_t = {|RNN302:mish|}(W · x_t + h_{t-1})")]
    [InlineData("h_t = {|RNN302:sinc|}(W · x_t + h_{t-1})")]
    [InlineData("h_t = {|RNN302:mix|}(x_t, h_{t-1})")]
    [InlineData("h_t = {|RNN302:sim|}(W · x_t + h_{t-1})")]
    [InlineData("h_t = {|RNN338:w|} x_t + h_{t-1}")]
    [InlineData("h_t = {|RNN337:1/τ (x_t)|} + h_{t-1}")]
    [InlineData("h_t = {|RNN302:f|}(W · x_t + h_{t-1})")]
    [InlineData("h_t = {|RNN306:q_t|} + W · x_t + h_{t-1}")]
    [InlineData("h_t = x_t {|RNN311:·|} W + V · h_{t-1}")]
    [InlineData("h_t = z_t + h_{t-1}; z_t = {|RNN307:h_t|} + x_t")]
    public Task Ambiguous_error_has_no_fix(string equations) => ModelCodeFixTest<EquationFix>.CheckNone($"[Cell(\"{equations}\")] public class C;");

    [Fact]
    public Task Error_across_concatenated_strings_has_no_fix() => ModelCodeFixTest<EquationFix>.CheckNone(
        "[Cell(\"h_t = x_t + {|RNN307:h_\" + \"t-1|}\")] public class C;\n[Cell({|RNN307:D.Text|})] public class D { public const string Text = \"h_t = x_t + h_t-1\"; }");
}
