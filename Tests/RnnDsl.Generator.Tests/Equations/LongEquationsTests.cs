using System.Diagnostics;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Typing;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Texts that are long, deep or grow within, and what random cells are worth.</summary>
public sealed class LongEquationsTests
{
    [Theory]
    [InlineData("(", "x_t", ")")]
    [InlineData("[", "x_t", "]")]
    [InlineData("-", "x_t", "")]
    [InlineData("tanh(", "x_t", ")")]
    [InlineData("W·", "x_t", "")]
    [InlineData("x_t + ", "x_t", "")]
    [InlineData("x_t ⊙ ", "x_t", "")]
    [InlineData("(x_t + ", "x_t", ")")]
    [InlineData("(", "x_t", " + x_t)")]
    [InlineData("", "x_t", "\n")]
    [InlineData("", "x_t", ";")]
    [InlineData("", "x_t", ";\n")]
    [InlineData("", "x_t", " ^")]
    [InlineData("", "x_t", "\n)")]
    [InlineData("a_{", "x_t", "")]
    [InlineData("\\tilde{", "x_t", "}")]
    [InlineData("\\mathbf", "x_t", "")]
    [InlineData("", "x", "y")]
    [InlineData("", "x", "\u0303")]
    [InlineData("", "x", "'")]
    [InlineData("", "x", "_1")]
    [InlineData("", "1", "1")]
    [InlineData("", ".", " .")]
    [InlineData("a_t = x_t\n", "h_t = x_t", "")]
    [InlineData("a_", "x_t", "")]
    [InlineData("\\hat{", "x_t", "}")]
    [InlineData("{", "x_t", "}")]
    [InlineData("{\\bf ", "x", "}_t")]
    [InlineData("", "x_t", "^2")]
    [InlineData("(", "x_t", ")^2")]
    [InlineData("e^{", "x_t", "}")]
    [InlineData("W^{", "x_t", "}")]
    [InlineData("\\frac{", "x_t", "}{2}")]
    [InlineData("\\stackrel{", "x_t", "}")]
    [InlineData("\\begin{array}", "x_t", "")]
    [InlineData("x_t / 2 ", "x_t", "")]
    [InlineData("a_t ", "x_t", "")]
    [InlineData("", "x_t", " (1)")]
    [InlineData("", "x_t", ". \\label{")]
    [InlineData("", "x_t", "\\\\\n")]
    public void Very_long_equations_are_parsed_in_bounded_time(string before, string within, string after)
    {
        var text = $"h_t = {string.Concat(Enumerable.Repeat(before, 20_000))}{within}{string.Concat(Enumerable.Repeat(after, 20_000))}";
        CellRun.Of(text);
        var watch = Stopwatch.StartNew();
        CellRun.Of(text);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Divisors_within_divisors_are_parsed_once()
    {
        var text = "h_t = " + string.Concat(Enumerable.Repeat("1 / (", 60)) + "x_t" + string.Concat(Enumerable.Repeat(") · x_t", 60));
        var watch = Stopwatch.StartNew();
        CellRun.Of(text);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Exponentially_growing_concatenations_are_rejected()
    {
        var doubling = Enumerable.Range(1, 60).Select(i => $"a{i} = [a{i - 1}, a{i - 1}]");
        Assert.Contains("joins too many vectors", Assert.Single(CellRun.Of("a0 = x_t\n" + string.Join("\n", doubling) + "\nh_t = W · a60").Messages), StringComparison.Ordinal);

        // The same with lengths that become known in the opposite order.
        var backwards = Enumerable.Range(1, 60).Reverse().Select(i => $"a{i} = p{i} ⊙ [p{i - 1}, p{i - 1}]");
        Assert.NotEmpty(CellRun.Of(string.Join("\n", backwards) + "\nh_t = W · a60 + V · (p0 ⊙ x_t)").Diagnostics);
    }

    [Fact]
    public void Cells_with_too_many_equations_are_rejected()
    {
        var chain = Enumerable.Range(1, 3000).Select(i => $"a{i} = tanh(a{i - 1})");
        var message = Assert.Single(CellRun.Of("a0 = W · x_t\n" + string.Join("\n", chain) + "\nh_t = a3000").Messages);
        Assert.Contains("the cell is too long", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accepted_random_cells_keep_their_meaning_when_printed_and_parsed()
    {
        var random = new RandomCells(1);

        // What names side by side are, a product with a matrix of the step among them, is decided after printing.
        var cells = Enumerable.Range(0, 2000).Select(_ => random.Next()).Where(cell => !cell.HasMemory && !cell.HasStack).Take(1000).ToList();
        var accepted = cells.Where(cell => CellRun.Of(cell).Cell is not null).ToList();
        Assert.InRange(accepted.Count, 500, 1000);

        foreach (var cell in accepted)
        {
            var once = CellRun.Of(cell);
            string[] numbers = [.. cell.Declaration.Parameters.Select(parameter => StateSizes.ReadName(parameter.Parameter)!.Key), .. CellConstants.Read(cell.Constants, (_, _) => { }).Select(constant => constant.Name.Key)];
            var equations = TimeSteps.Resolve(EquationParser.Parse(cell.Equations, new EquationDiagnostics(), numbers: numbers), CellNotation.Default, new EquationDiagnostics());
            var again = CellRun.Of(cell with { Equations = string.Join("\n", Factors.Resolve(equations, CellNotation.Default with { Scalars = numbers }, new EquationDiagnostics()).Equations.Select(EquationPrinter.Print)) });
            Assert.Equal(once.StateSizes, again.StateSizes);
            Assert.Equal(once.Parameters, again.Parameters);
            Assert.Equal(once.Cell!.Definitions.Select(definition => definition.Text), again.Cell!.Definitions.Select(definition => definition.Text));
        }
    }

    [Fact]
    public void Random_cells_of_one_seed_are_equal() =>
        Assert.Equal(RandomCells.Accepted(5, 20).Select(cell => cell.ToString()), RandomCells.Accepted(5, 20).Select(cell => cell.ToString()));
}
