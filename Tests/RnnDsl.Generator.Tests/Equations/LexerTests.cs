using RnnDsl.Generator.Equations;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Words and signs in all their spellings.</summary>
public sealed class LexerTests
{
    [Theory]
    [InlineData("h_t", "h", TimeIndex.Now)]
    [InlineData("h_{t}", "h", TimeIndex.Now)]
    [InlineData("hₜ", "h", TimeIndex.Now)]
    [InlineData("h(t)", "h", TimeIndex.Now)]
    [InlineData("h[t]", "h", TimeIndex.Now)]
    [InlineData("h^{(t)}", "h", TimeIndex.Now)]
    [InlineData("h^{<t>}", "h", TimeIndex.Now)]
    [InlineData("h^{\\langle t \\rangle}", "h", TimeIndex.Now)]
    [InlineData("h^{\\left\\langle t-1 \\right\\rangle}", "h", TimeIndex.Previous)]
    [InlineData("h^t", "h", TimeIndex.Now)]
    [InlineData("h_(t)", "h", TimeIndex.Now)]
    [InlineData("h_{t-1}", "h", TimeIndex.Previous)]
    [InlineData("h_{ t − 1 }", "h", TimeIndex.Previous)]
    [InlineData("h_{t–1}", "h", TimeIndex.Previous)]
    [InlineData("hₜ₋₁", "h", TimeIndex.Previous)]
    [InlineData("h_prev", "h", TimeIndex.Previous)]
    [InlineData("h_{prev}", "h", TimeIndex.Previous)]
    [InlineData("h_\\text{prev}", "h", TimeIndex.Previous)]
    [InlineData("h(t-1)", "h", TimeIndex.Previous)]
    [InlineData("h[t - 1]", "h", TimeIndex.Previous)]
    [InlineData("h^{(t-1)}", "h", TimeIndex.Previous)]
    [InlineData("h_(t-1)", "h", TimeIndex.Previous)]
    [InlineData("\\mathbf{h}_{t-1}", "h", TimeIndex.Previous)]
    [InlineData("𝐡_{t-1}", "h", TimeIndex.Previous)]
    [InlineData("ℎ_t", "h", TimeIndex.Now)]
    [InlineData("h̃_t", "h_tilde", TimeIndex.Now)]
    [InlineData("h~_t", "h_tilde", TimeIndex.Now)]
    [InlineData("h˜_t", "h_tilde", TimeIndex.Now)]
    [InlineData("h_tilde_t", "h_tilde", TimeIndex.Now)]
    [InlineData("\\tilde{h}_t", "h_tilde", TimeIndex.Now)]
    [InlineData("\\tilde h_t", "h_tilde", TimeIndex.Now)]
    [InlineData("\\tilde{\\mathbf{h}}_t", "h_tilde", TimeIndex.Now)]
    [InlineData("ñ_t", "n_tilde", TimeIndex.Now)]
    [InlineData("n\u0303_t", "n_tilde", TimeIndex.Now)]
    [InlineData("ĉ_t", "c_hat", TimeIndex.Now)]
    [InlineData("c^_t", "c_hat", TimeIndex.Now)]
    [InlineData("c_hat_t", "c_hat", TimeIndex.Now)]
    [InlineData("\\hat{c}_t", "c_hat", TimeIndex.Now)]
    [InlineData("c̄_t", "c_bar", TimeIndex.Now)]
    [InlineData("\\bar c_t", "c_bar", TimeIndex.Now)]
    [InlineData("h'_t", "h_prime", TimeIndex.Now)]
    [InlineData("h_t'", "h_prime", TimeIndex.Now)]
    [InlineData("h^{\\prime}_t", "h_prime", TimeIndex.Now)]
    [InlineData("h′′_t", "h_prime_prime", TimeIndex.Now)]
    [InlineData("α", "alpha", TimeIndex.None)]
    [InlineData("\\alpha", "alpha", TimeIndex.None)]
    [InlineData("Γ", "Gamma", TimeIndex.None)]
    [InlineData("\\Gamma", "Gamma", TimeIndex.None)]
    [InlineData("ϕ_t", "phi", TimeIndex.Now)]
    [InlineData("W_{xh}", "W_xh", TimeIndex.None)]
    [InlineData("W_xh", "W_xh", TimeIndex.None)]
    [InlineData("W_{x,h}", "W_x_h", TimeIndex.None)]
    [InlineData("W_{\\text{in}}", "W_in", TimeIndex.None)]
    [InlineData("b_\\mathrm{f}", "b_f", TimeIndex.None)]
    [InlineData("c_{f,t-1}", "c_f", TimeIndex.Previous)]
    [InlineData("c_f_t", "c_f", TimeIndex.Now)]
    [InlineData("W₁", "W_1", TimeIndex.None)]
    [InlineData("W_1", "W_1", TimeIndex.None)]
    [InlineData("hᵢₜ", "h_i", TimeIndex.Now)]
    [InlineData("gate", "gate", TimeIndex.None)]
    [InlineData("h\u200B_t", "h", TimeIndex.None)]
    public void Spellings_of_a_name_have_one_key(string text, string key, object time)
    {
        var diagnostics = new EquationDiagnostics();
        var name = Lexer.Read(text, diagnostics)[0];

        Assert.Equal((key, (TimeIndex)time), (name.Name!.Key, name.Time));
        if (text != "h\u200B_t")
        {
            Assert.Equal(text.Length, name.Span.Length);
            Assert.Empty(diagnostics.List);
        }
    }

    [Theory]
    [InlineData("+", TokenKind.Plus)]
    [InlineData("-", TokenKind.Minus)]
    [InlineData("−", TokenKind.Minus)]
    [InlineData("–", TokenKind.Minus)]
    [InlineData("*", TokenKind.Times)]
    [InlineData("⊙", TokenKind.Times)]
    [InlineData("∘", TokenKind.Times)]
    [InlineData("⊗", TokenKind.Times)]
    [InlineData("\\odot", TokenKind.Times)]
    [InlineData("\\circ", TokenKind.Times)]
    [InlineData("/", TokenKind.Slash)]
    [InlineData("·", TokenKind.Dot)]
    [InlineData("⋅", TokenKind.Dot)]
    [InlineData("@", TokenKind.Dot)]
    [InlineData("\\cdot", TokenKind.Dot)]
    [InlineData("=", TokenKind.Equals)]
    [InlineData(",", TokenKind.Comma)]
    [InlineData("\\left(", TokenKind.OpenParenthesis)]
    [InlineData("\\right)", TokenKind.CloseParenthesis)]
    [InlineData("[", TokenKind.OpenBracket)]
    [InlineData("]", TokenKind.CloseBracket)]
    public void Spellings_of_an_operator_give_one_token_kind(string text, object kind) =>
        Assert.Equal([(TokenKind)kind, TokenKind.EndOfText], Lexer.Read(text, new EquationDiagnostics()).Select(token => token.Kind));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.5", 0.5)]
    [InlineData(".5", 0.5)]
    [InlineData("1e-3", 0.001)]
    [InlineData("2.5E+2", 250)]
    public void Numbers_are_parsed_in_the_invariant_culture(string text, double value) =>
        Assert.Equal(value, Lexer.Read(text, new EquationDiagnostics())[0].Value);

    [Theory]
    [InlineData("a\n\n\r\n b", 4)]
    [InlineData("a # note ^ $\nb", 4)]
    [InlineData("a // note\nb", 4)]
    [InlineData("a % note\nb", 4)]
    [InlineData("a \\\\ b", 4)]
    [InlineData("a; b", 4)]
    [InlineData("\n\n a", 2)]
    [InlineData("a.\nb.", 4)]
    [InlineData("\\begin{align*} a & \\quad \\label{eq:1} \\end{align*}", 2)]
    [InlineData("$a$ \u200B\uFEFF", 2)]
    [InlineData("a \\tag*{(1.2)}", 2)]
    [InlineData("a. \\tag{1}\nb, (2)", 5)]
    [InlineData("a \\quad (2.1a) \\\\ b (A.3)", 4)]
    [InlineData("a 5 (3)", 6)]
    [InlineData("a + (3)", 6)]
    [InlineData("a(3)", 5)]
    [InlineData("a \\\\[1ex] b \\\\*[-0.5\\baselineskip] c", 6)]
    [InlineData("a + \n b \\\\ c", 6)]
    [InlineData("a \n = b \\\\ c", 6)]
    [InlineData("\\begin{array}{ll} a \\\\ b \\end{array}", 4)]
    [InlineData("\\begin{aligned}[t] a \\end{aligned}", 2)]
    [InlineData("\\left. a \\right.", 2)]
    [InlineData("a ~ b", 3)]
    public void Comments_layout_and_repeated_line_ends_are_skipped(string text, int count)
    {
        var diagnostics = new EquationDiagnostics();
        Assert.Equal(count, Lexer.Read(text, diagnostics).Count);
        Assert.Empty(diagnostics.List);
    }

    [Fact]
    public void Several_unknown_characters_on_a_line_give_one_error() =>
        Assert.Equal(["RNN301 «?»", "RNN301 «!»"], CellRun.Of("h_t = x_t ? ? !\nz_t = ! ?").Found);
}
