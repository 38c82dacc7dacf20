using CsCheck;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>What binds how, where equations end, and that what is printed is read as the same again.</summary>
public sealed class EquationParserTests
{
    private static readonly Gen<Expression> Names = Gen.OneOf(
        Of("h", "x", "c", "h~", "α", "W", "γ").Select(letters => Name(letters, TimeIndex.None)),
        Of("h", "x", "c̄", "z").Select(letters => Name(letters, TimeIndex.Now)),
        Of("h", "c", "𝐡").Select(letters => Name(letters, TimeIndex.Previous)),
        Gen.Select(Of("W", "b"), Of("xh", "1", "in"), Gen.Int[0, 2]).Select((letters, mark, primes) => Name(CellName.Of(letters, [mark], primes))),
        Gen.Double[0, 1e6].Select(Number),
        Of("0.5", "1", "1e-7", "1e22").Select(number => Number(double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))));

    private static readonly Gen<Expression> Trees = Gen.Recursive<Expression>((depth, tree) => depth == 5 ? Names : Gen.Frequency(
        (2, Names),
        (1, tree.Select(operand => (Expression)new NegateExpression(default, operand))),
        (5, Gen.Select(Gen.Enum<BinaryOperator>(), tree, tree).Select((sign, left, right) => (Expression)new BinaryExpression(default, sign, default, left, right))),
        (1, tree.Select(operand => Call("tanh", operand))),
        (1, Gen.Select(tree, tree).Select((one, two) => Call("max", one, two))),
        (1, tree.Array[1, 3].Select(items => (Expression)new ConcatExpression(default, items.ToEquatableArray())))));

    [Theory]
    [InlineData("a + b - c + d", "((a + b) - c) + d")]
    [InlineData("a + b ⊙ c", "a + (b ⊙ c)")]
    [InlineData("a ⊙ b / c ⊙ d", "((a ⊙ b) / c) ⊙ d")]
    [InlineData("-a ⊙ b", "(-a) ⊙ b")]
    [InlineData("a ⊙ -b", "a ⊙ (-b)")]
    [InlineData("--a", "-(-a)")]
    [InlineData("-W · a", "-(W · a)")]
    [InlineData("W · -a", "W · (-a)")]
    [InlineData("W · a ⊙ b", "(W · a) ⊙ b")]
    [InlineData("W · a + b", "(W · a) + b")]
    [InlineData("A · B · a", "A · (B · a)")]
    [InlineData("W a", "W · a")]
    [InlineData("W a ⊙ b", "(W · a) ⊙ b")]
    [InlineData("W(a + b)", "W · (a + b)")]
    [InlineData("W_h[a, b]", "W_h · [a, b]")]
    [InlineData("2a / 3b", "(2 · a) / (3 · b)")]
    [InlineData("W tanh(a)", "W · (tanh(a))")]
    [InlineData("tanh (a)", "(tanh(a))")]
    [InlineData(@"W^\mathrm{f}*a", "W^{(f)} ⊙ a")]
    [InlineData(@"W^\mathbf{f} a", "W^{(f)} · a")]
    [InlineData("[a; b]", "([a, b])")]
    [InlineData("1 - a ⊙ b", "1 - (a ⊙ b)")]
    [InlineData("-(a)^2", "-((a)^{2})")]
    [InlineData("W (a)^2 ⊙ b", "(W · ((a)^{2})) ⊙ b")]
    [InlineData("a_t^2 b", "((a_t)^{2}) · b")]
    [InlineData("a_t² + (b)³", "((a_t)^{2}) + ((b)^{3})")]
    [InlineData("tanh^2(a)", "(tanh(a))^{2}")]
    [InlineData("e^{-a}", "exp(-a)")]
    [InlineData("\\frac{a + b}{c} d", "((a + b) / c) · d")]
    [InlineData("\\frac12 a", "(1 / 2) · a")]
    [InlineData("\\sqrt{a + b}", "sqrt(a + b)")]
    [InlineData("\\mathbf{W a_t} + b", "(W · a_t) + b")]
    [InlineData("tanh[a]", "tanh(a)")]
    [InlineData("tanh[a, b]", "tanh([a, b])")]
    [InlineData("tanh\\{a\\}", "tanh(a)")]
    [InlineData("a / W b", "a / (W · b)")]
    public void Operators_group_by_precedence(string text, string grouped)
    {
        Assert.Equal(Group(Parse(text)), Strip(grouped));
        Assert.Equal(EquationPrinter.Print(Parse(text)), EquationPrinter.Print(Parse(grouped)));
    }

    [Fact]
    public void Printed_tree_parses_to_the_same_tree() => Trees.Sample(
        tree =>
        {
            var text = EquationPrinter.Print(tree);
            Assert.Equal(Group(tree), Group(Parse(text)));
        },
        iter: 2000);

    [Theory]
    [InlineData("h_t = a\nz_t = b", 2)]
    [InlineData("h_t = a; z_t = b", 2)]
    [InlineData("h_t = a,\nz_t = b.", 2)]
    [InlineData("h_t = a, \\quad z_t = b \\\\", 2)]
    [InlineData("h_t = a\n  + b\n\n  ⊙ c", 1)]
    [InlineData("h_t = a +\n b ⊙\n c", 1)]
    [InlineData("h_t =\n  a", 1)]
    [InlineData("h_t\n  = a", 1)]
    [InlineData("h_t = tanh(a\n  b,\n", 1)]
    [InlineData("h_t = [a,\n b,\n\n c]", 1)]
    [InlineData("h_t = max(\n a,\n b)\n", 1)]
    [InlineData("h_t = a # note\n + b // note\n", 1)]
    [InlineData("h_t &= a \\\\ z_t &= b \\\\", 2)]
    [InlineData("", 0)]
    [InlineData("\n # nothing\n", 0)]
    public void Equation_ends_at_the_line_end_unless_it_is_continued(string text, int count) =>
        Assert.Equal(count, EquationParser.Parse(text, new EquationDiagnostics()).Count);

    [Theory]
    [InlineData("h_t = (a", "RNN301 «(»")]
    [InlineData("h_t = [a", "RNN301 «[»")]
    [InlineData("h_t = a)", "RNN301 «)»")]
    [InlineData("h_t = a]", "RNN301 «]»")]
    [InlineData("h_t = (a]", "RNN301 «]»")]
    [InlineData("h_t = [a)", "RNN301 «)»")]
    [InlineData("h_t = (a, b)", "RNN301 «,»")]
    [InlineData("h_t = a, b", "RNN301 «,»")]
    [InlineData("h_t = a +", "RNN301 «+»")]
    [InlineData("h_t = a +\nz_t = b", "RNN301 «+»")]
    [InlineData("h_t = + a", "RNN301 «+»")]
    [InlineData("h_t =", "RNN301 «=»")]
    [InlineData("h_t", "RNN301 «h_t»")]
    [InlineData("h_t tanh(a)", "RNN301 «tanh»")]
    [InlineData("= a", "RNN301 «=»")]
    [InlineData("h_t = a = b", "RNN301 «=»")]
    [InlineData("h_t == a", "RNN301 «==»")]
    [InlineData("h_t : a", "RNN301 «:»")]
    [InlineData("3 = a", "RNN301 «3»")]
    [InlineData("[r_t] = σ(a)", "RNN301 «[»")]
    [InlineData("h_t = []", "RNN301 «[]»")]
    [InlineData("h_t = a_{t-1", "RNN301 «_{»")]
    [InlineData("h_t = x_{t-100}", "RNN301 «_{t-100}»")]
    [InlineData("h_t = x_{t+1}", "RNN301 «x_{t+1}»")]
    [InlineData("h_t = xₜ₊₁", "RNN301 «xₜ₊₁»")]
    [InlineData("h_t = h(t-100)", "RNN301 «h(t-100)»")]
    [InlineData("h_t = x[t + 1]", "RNN301 «x[t + 1]»")]
    [InlineData("h_{t+2} = x_t", "RNN305 «h_{t+2}» → h_t")]
    [InlineData("h_t^2 = x_t", "RNN301 «h_t^2»")]
    [InlineData("h_t = torch.tanh(x_t)", "RNN301 «torch.tanh» → tanh")]
    [InlineData("h_t = torch.nn.functional.sigmoid(x_t) ⊙ h_{t-1}", "RNN301 «torch.nn.functional.sigmoid» → σ")]
    [InlineData("h_t = F.gelu(x_t) + h_{t-1}", "RNN301 «F.gelu» → gelu")]
    [InlineData("h_t = F.mish(x_t)", "RNN301 «F.mish»")]
    [InlineData("h_t = self.W_f x_t + h_{t-1}", "RNN301 «self.W_f» → W_f")]
    [InlineData("h_t = x_{i+1}", "RNN301 «_{i+1}»")]
    [InlineData("h_t = x_t_prev", "RNN301 «x_t_prev»")]
    [InlineData("h_t = x_t^*", "RNN301 «^*»")]
    [InlineData("h_t = x_t^2^3", "RNN301 «^3»")]
    [InlineData("h_t = x_t^T W", "RNN301 «x_t^T W»")]
    [InlineData("h_t = (W x_t)^T", "RNN301 «(W x_t)^T»")]
    [InlineData("h_t = x_t^{l-1}", "RNN301 «^{l-1}»")]
    [InlineData("h_t = W^{-1} x_t", "RNN301 «^{-1}»")]
    [InlineData("h_t = tanh^{-1}(x_t)", "RNN301 «tanh»")]
    [InlineData("h_t = x_t }", "RNN301 «}»")]
    [InlineData("h_t = {x_t", "RNN301 «{»")]
    [InlineData("h_t = \\frac{x_t}", "RNN301 «\\frac»")]
    [InlineData("h_t = \\frac", "RNN301 «\\frac»")]
    [InlineData("h_t = \\sqrt[3]{x_t}", "RNN301 «\\sqrt»")]
    [InlineData("h_t = \\sqrt x_t", "RNN301 «\\sqrt»")]
    [InlineData("h_t = \\hat{x_t + 1}", "RNN301 «\\hat»")]
    [InlineData("h_t = \\begin{cases} x_t \\\\ 0 \\end{cases}", "RNN301 «x_t»")]
    [InlineData("h_t = \\begin{cases} x_t & x_t > 0 \\\\ 0 & h_{t-1} > 0 \\end{cases}", "RNN301 «h_{t-1} > 0»")]
    [InlineData("h_t = \\begin{cases} x_t & x_t > 0 \\\\ 0 & \\text{otherwise}", "RNN301 «\\begin{cases}»")]
    [InlineData("h_t = x_t \\end{cases}", "RNN301 «\\end{cases}»")]
    [InlineData("h_t = \\begin{cases} x_t & x_t > 0 \\end{cases}", "RNN301 «\\begin{cases}»")]
    [InlineData("h_t = x_t if h_{t-1} > 0 and x_t else 0", "RNN301 «x_t»")]
    [InlineData("h_t = (x_t > 0) ⊙ h_{t-1}", "RNN301 «>»")]
    [InlineData("h_t = x_t else h_{t-1}", "RNN301 «else»")]
    [InlineData("h_t == x_t", "RNN301 «==»")]
    [InlineData("h_t = W\nx_t + h_{t-1}", "RNN301 «x_t»")]
    [InlineData("h_t = x_t + h_{t-1}\nwhere x_t is the input", "RNN301 «where»")]
    [InlineData("h_t = x_t × 2", "RNN301 «×»")]
    [InlineData("h_t = \\foo", "RNN301 «\\foo»")]
    [InlineData("h_t = 1e999", "RNN301 «1e999»")]
    [InlineData("h_t = x_t ⊙ 0.5f", "RNN301 «0.5f» → 0.5")]
    [InlineData("h_t = x_t ⊙ .5F + h_{t-1}", "RNN301 «.5F» → .5")]
    [InlineData("h_t = x_t + 1e-3d", "RNN301 «1e-3d» → 1e-3")]
    [InlineData("h_t = x_t + 2m", "RNN301 «2m» → 2")]
    [InlineData("h_t = x_t + 16UL", "RNN301 «16UL» → 16")]
    [InlineData("h_t = x_t + 0b101", "RNN301 «0b101» → 5")]
    [InlineData("h_t = x_t + 0xFF ⊙ h_{t-1}", "RNN301 «0xFF» → 255")]
    [InlineData("h_t = x_t + 1_000", "RNN301 «_»")]
    [InlineData("h_t = 0,5 ⊙ x_t", "RNN301 «0,5» → 0.5")]
    [InlineData("h_t = (1 - 0,5) ⊙ x_t", "RNN301 «0,5» → 0.5")]
    [InlineData("h_t = W [0,5 ⊙ x_t, h_{t-1}]", "RNN301 «0,5» → 0.5")]
    [InlineData("h_t = max(x_t, 0,5)", "RNN301 «0,5» → 0.5")]
    [InlineData("h_t -= x_t", "RNN301 «-=»")]
    [InlineData("h_t ⊙= x_t", "RNN301 «⊙=»")]
    [InlineData("h_t = x_t >= h_{t-1}", "RNN301 «>=»")]
    [InlineData("h_t = x_t ≠ h_{t-1}", "RNN301 «≠»")]
    [InlineData("h_t = V.x_t + h_{t-1}", "RNN301 «V.x_t» → V · x_t")]
    [InlineData("h_k = W x_k + U h_{k-1} + b", "RNN301 «_{k-1}»")]
    [InlineData("h^{(n)} = W x(n) + U h_{n - 1}", "RNN301 «_{n - 1}»")]
    [InlineData("ft = σ(Wf · [ht-1, xt] + bf)\nCt = ft ⊙ Ct-1 + (1 - ft) ⊙ tanh(V xt)\nht = tanh(Ct)", "RNN310 «ht»")]
    [InlineData("c_t = W x_t + ct-1\nh_t = c_t + h_{t-1}", "RNN301 «ct-1»")]
    [InlineData("z_t = σ(W ^ x_t)", "RNN301 «^»")]
    [InlineData("h_t = tanh x_t", "RNN301 «tanh»")]
    [InlineData("h_t = σ x_t", "RNN301 «σ»")]
    [InlineData("where x_t is the input\nh_t = x_t", "RNN301 «x_t»")]
    public void Each_syntax_error_is_reported_once_at_its_span(string text, string found) =>
        Assert.Equal([found], CellRun.Of(text).Found);

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xFDD0)]
    [InlineData(0xFFFE)]
    public void Code_point_that_is_no_character_is_named(int point) =>
        Assert.Equal($"This cannot be read: the character U+{point:X4} means nothing here.", Assert.Single(CellRun.Of($"h_t = x_t {(char)point}").Messages));

    [Fact]
    public void Subscript_of_styled_letters_with_what_is_no_character_is_a_syntax_error() =>
        Assert.StartsWith("This cannot be read: a subscript is letters", Assert.Single(CellRun.Of($"h_t = x_t + h_{{𝑡{(char)0xFFFE}}}").Messages), StringComparison.Ordinal);

    [Fact]
    public void Line_with_a_syntax_error_still_defines_its_name() =>
        Assert.Equal(["RNN301 «^»"], CellRun.Of("z_t = σ(W ^ x_t)\n  + b\nh_t = (1 - z_t) ⊙ h_{t-1} + z_{t-1}").Found);

    [Fact]
    public void Two_lines_with_syntax_errors_give_two_errors() =>
        Assert.Equal(["RNN301 «^»", "RNN301 «)»"], CellRun.Of("z_t = W ^ x_t\nr_t = x_t)\nh_t = z_t ⊙ r_t + h_{t-1}").Found);

    private static Expression Parse(string text)
    {
        var diagnostics = new EquationDiagnostics();
        var equation = Assert.Single(EquationParser.Parse("y = " + text, diagnostics));
        Assert.Empty(diagnostics.List);
        return equation.Value;
    }

    private static Gen<string> Of(params string[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

#pragma warning disable CA1859 // The generators are of expressions.
    private static Expression Name(string letters, TimeIndex time) => new NameExpression(default, CellName.Of(letters, [], 0), time);

    private static Expression Name(CellName name) => new NameExpression(default, name, TimeIndex.None);

    private static Expression Number(double value) => new NumberExpression(default, value);

    private static Expression Call(string function, params Expression[] arguments) =>
        new CallExpression(default, default, EquationFunction.Find(function), arguments.ToEquatableArray());
#pragma warning restore CA1859

    private static string Strip(string grouped) => Group(Parse(grouped));

    /// <summary>A tree with all of its parentheses and without its places.</summary>
    private static string Group(Expression expression) => expression switch
    {
        NumberExpression number => number.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        NameExpression name => $"{name.Name.Key}@{name.Time}",
        NegateExpression negate => $"(-{Group(negate.Operand)})",
        BinaryExpression binary => $"({Group(binary.Left)} {binary.Operator} {Group(binary.Right)})",
        CallExpression call => $"{call.Function!.Name}({string.Join(", ", call.Arguments.Select(Group))})",
        ConcatExpression concat => $"[{string.Join(", ", concat.Items.Select(Group))}]",
        _ => throw new InvalidOperationException(),
    };
}
