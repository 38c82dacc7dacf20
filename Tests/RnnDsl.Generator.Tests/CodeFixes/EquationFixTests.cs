using RnnDsl.CodeFixes;
using Xunit;

namespace RnnDsl.Generator.Tests.CodeFixes;

/// <summary>Repairs of single characters in the equations of cells.</summary>
public sealed class EquationFixTests
{
    [Fact]
    public Task A_cell_with_several_mistakes_is_repaired_one_by_one_and_at_once() => ModelCodeFixTest<EquationFix>.Check(
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
    public Task The_left_of_an_equation_becomes_this_step() => ModelCodeFixTest<EquationFix>.Check(
        "[Cell(\"{|RNN305:h_{t-1}|} = tanh(W · x_t + U · h_{t-1})\")] public class C;",
        "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class C;");

    [Fact]
    public Task Literals_of_every_kind_are_repaired() => ModelCodeFixTest<EquationFix>.Check(
        "[Cell(@\"h_t = x_t + {|RNN307:h_t-1|}\")] public class A;\n[Cell(\"z_t = x_t\\nh_t = z_t {|RNN311:\\u00b7|} h_{t-1}\")] public class B;\n"
            + "[Cell(\"h_t = x_t\" + (\" + {|RNN307:h_t-1|}\"))] public class C;",
        "[Cell(@\"h_t = x_t + h_{t-1}\")] public class A;\n[Cell(\"z_t = x_t\\nh_t = z_t ⊙ h_{t-1}\")] public class B;\n[Cell(\"h_t = x_t\" + (\" + h_{t-1}\"))] public class C;");

    [Fact]
    public Task States_and_parameters_are_repaired() => ModelCodeFixTest<EquationFix>.Check(
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
    public Task Names_without_a_blank_between_them_are_a_product() => ModelCodeFixTest<EquationFix>.Check(
        "[Cell(\"h_t = tanh({|RNN306:Wx_t|} + {|RNN308:Uh_{t-1}|})\")] public class C;",
        "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class C;");

    [Fact]
    public Task Names_of_programs_and_letters_that_look_alike_are_repaired() => ModelCodeFixTest<EquationFix>.Check(
        "[Cell(\"h_t = {|RNN301:torch.tanh|}({|RNN301:self.W|} · x_t + U · h_{t-1})\")] public class C;\n[Cell(\"h_t = tanh(W · {|RNN336:х_t|} + U · h_{t-1})\")] public class D;",
        "[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class C;\n[Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public class D;");

    [Theory]
    [InlineData("h_t = tanh(W {|RNN335:*|} x_t) + h_{t-1}")]
    [InlineData("h_t = tanh(W · {|RNN334:V|}) + x_t + h_{t-1}")]
    [InlineData("h_t = {|RNN302:gelu|}(W · x_t + h_{t-1})")]
    [InlineData("h_t = {|RNN302:f|}(W · x_t + h_{t-1})")]
    [InlineData("h_t = {|RNN306:q_t|} + W · x_t + h_{t-1}")]
    [InlineData("h_t = x_t {|RNN311:·|} W + h_{t-1}")]
    [InlineData("h_t = {|RNN307:z_t|} + h_{t-1}; z_t = x_t")]
    public Task What_is_not_sure_is_not_repaired(string equations) => ModelCodeFixTest<EquationFix>.CheckNone($"[Cell(\"{equations}\")] public class C;");

    [Fact]
    public Task A_text_in_pieces_is_not_repaired() => ModelCodeFixTest<EquationFix>.CheckNone(
        "[Cell(\"h_t = x_t + {|RNN307:h_\" + \"t-1|}\")] public class C;\n[Cell({|RNN307:D.Text|})] public class D { public const string Text = \"h_t = x_t + h_t-1\"; }");
}
