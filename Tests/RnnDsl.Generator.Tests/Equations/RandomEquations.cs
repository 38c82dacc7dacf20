using System.Globalization;
using System.Text;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Draws texts in the place of equations: of the notation's own signs, of any characters, deep, long, and valid ones with slips.</summary>
internal sealed class RandomEquations(int seed)
{
    private static readonly string[] Signs =
    [
        "h_t", "h_{t-1}", "x_t", "c_t", "c_{t-1}", "h̃_t", "z_t", "h_t = ", "c_t = ", "z_t = ", "\nh_t = ", "\nz_t = ", "W", "U_z", "W_{xh}", "b", "b_f", "α", "\\alpha", "\\mathbf{W}",
        "\\tilde{h}_t", "\\tilde", "\\text{", "\\left", "\\\\", "\\sigma", "\\foo", "\\", "σ(", "tanh(", "max(", "layernorm(", "softmax(", "f(", "σ", "tanh", "+", "-", "−", "*", "⊙", "/", "·", "@", "=",
        ",", ";", "(", ")", "[", "]", "{", "}", "_{", "_", "^", "^T", "^{(t)}", "'", "~", "ₜ", "ₜ₋₁", "₋", "1", "0", "0.5", "1e9", "1e999", ".", "-1", "_t-1", "h_t-1", "h(t-1)", "h[t]", "_{t-2}",
        "\n", "\r\n", "\n\n", " ", "  ", "\t", "# note", "// note", "% note\n", "&", "$", "𝐖", "\u0303", "\u200B", "\uFEFF", "\uD800", "\uDC00", "h", "x", "t", "W(", "W_h[",
        "^{", "^2", "^{2}", "^{-", "^{(f)}", "^\\top", "^{z}", "e^{", "²", "ᵀ", "\\frac", "\\frac{", "}{", "\\frac12", "\\sqrt{", "\\sqrt[3]{", "\\hat{", "\\hat{z_t}", "\\mathbf{W x_t}", "\\mathbf{1}", "\\mathcal{W}",
        "{\\bf z}", "{\\cal", "\\left\\{", "\\right\\}", "\\right.", "\\begin{cases}", "\\end{cases}", " if ", " else ", "\\text{otherwise}", " and ", " or ", " mod ", "\\bmod", ">", "<", "≥", "\\leq", "==", "!=", "≠", "\\left\\{\\begin{array}{ll}", "\\end{array}\\right.", "x_t if h_{t-1} > 0 else b", "= \\begin{cases} x_t & h_{t-1} > 0 \\\\ b & \\text{otherwise} \\end{cases}", "floor(", "\\begin{bmatrix}", "\\end{bmatrix}", "\\begin{array}{ll}", "\\\\[1ex]", "\\\\*", "\\tag{1}",
        "\\label{", " (1)", "(2.1a)\n", "\\stackrel{\\text{def}}{=}", ":=", "\\coloneqq", "←", "_{t+1}", "h_{t+1} = ", "(t+1)", "_{t-16}", "_{n-1}", "_n", "\\Delta t", "Δt", "𝟏", "𝑡", "_𝑡", "◦", "∗", "⨀", "⊗", "sin(", "sign ",
        "gelu[", "erf\\left(", "leaky_relu(", "z_t h_{t-1}", "x_t W", "x_t W U", "W x_t h_{t-1}", "(A - B)", "1/τ (", "(W - W^\\top)", "(W - Wᵀ - γ I)", "W^\\top", "A = W - W^T\n", "A h_{t-1}", "ρ (", "ρ(", "Δt", "γ I", "%", "//", " % 2", " // r_t", "|", "‖", "\\underbrace{", "}_{", "\\textcolor{red}{", "x ", " x ", "v_t ⊗ k_t", "S_t = S_{t-1} + ", "h_old", "\\max_i", "½", "＝", "‐", "E[", "\\mathbb{E}[", "^+", "_+", "\\_", "π", "I ", "w ", "φ (", "\\phi\\!(",
    ];

    private static readonly string[] Openings = ["(", "[", "-", "tanh(", "W·", "-(", "[[", "σ(-", "_{", "\\tilde{", "\\mathbf", "h_{", "(h_t + ", "{", "\\frac{", "\\sqrt{", "\\hat{", "(a)^{", "e^{", "x_t^{", "W^{", "\\{", "\\mathbf{", "{\\bf ", "\\begin{bmatrix}", "\\begin{array}", "\\begin{cases}", "a if ", "a if b > (", "a if b > 0 else ", "\\stackrel{", "sin[", "x_t ("];

    private static readonly string[] Links = ["+ h_{t-1}", "⊙ x_t", "· W", "W ", "/ 2", "- -", ", x_t", "; h_t = ", "= ", "\n", "a_", "^", "'", "~", "\\\\", "a_{", "(", "[x_t, ", "h_t\n", "x_t^2 ", "(a)^2", "^2", "\\frac12 ", "/ 2 x_t ", " (1)", "\\\\\n", "\\\\[1ex] ", "a_t b_t ", "x_{t-2} ", "\\label{a", ". \\tag{1}", "{a}", "\n+ b", "W V ", " > a", " if a > b else c", " mod a", " and a > b", "\\\\ a & b > 0 ", "⊗ x_t ", "& x_t ", " % ", "x h_t "];

    private readonly Random _random = new(seed);
    private readonly RandomCells _cells = new(seed);

    /// <summary>A text of no certain meaning.</summary>
    public string Next()
    {
        var text = new StringBuilder();
        switch (_random.Next(40))
        {
            case 0:
                var opening = Pick(Openings);
                text.Append("h_t = ");
                for (var depth = _random.Next(300); depth > 0; depth--)
                {
                    text.Append(opening);
                }

                break;

            case 1:
                var link = Pick(Links);
                text.Append("h_t = x_t ");
                for (var length = _random.Next(300); length > 0; length--)
                {
                    text.Append(link);
                }

                break;

            case >= 2 and <= 6:
                for (var length = _random.Next(40); length > 0; length--)
                {
                    text.Append((char)_random.Next(_random.Next(3) switch { 0 => 128, 1 => 0x2400, _ => 0x10000 }));
                }

                break;

            default:
                text.Append(_random.Next(3) > 0 ? "h_t = " : "");
                for (var length = _random.Next(25); length > 0; length--)
                {
                    text.Append(Pick(Signs)).Append(_random.Next(2) > 0 ? " " : "");
                }

                break;
        }

        return text.ToString();
    }

    /// <summary>A valid cell with up to three slips.</summary>
    public RandomCell NextMutated()
    {
        var cell = _cells.Next();
        var text = cell.Equations;
        for (var slips = _random.Next(1, 4); slips > 0 && text.Length > 0; slips--)
        {
            var place = _random.Next(text.Length);
            text = _random.Next(5) switch
            {
                0 => text.Remove(place, 1),
                1 => text.Insert(place, text[_random.Next(text.Length)].ToString()),
                2 => text.Remove(place, 1).Insert(place, Pick(Signs)),
                3 => text.Insert(place, Pick(Signs)),
                _ => text[..place] + text[Math.Min(place + _random.Next(10), text.Length)..],
            };
        }

        return cell with
        {
            Equations = text,
            Constants = _random.Next(10) == 0 ? Pick(Signs) + " = " + Pick(Signs) + "," + cell.Constants : cell.Constants,
            Values = _random.Next(10) == 0 ? Pick(Signs) + ": " + Pick(Signs) + "," + cell.Values : cell.Values,
            Scalars = _random.Next(10) == 0 ? [.. cell.Scalars, Pick(["W", "h_t", "x", "ρ", "γ", ""])] : cell.Scalars,
            States = _random.Next(10) == 0 ? Pick(Signs) + ": " + Pick(Signs) + "," + cell.States : cell.States,
        };
    }

    private string Pick(string[] items) => items[_random.Next(items.Length)];
}

/// <summary>A cell: its equations and what <c>States</c> says of them.</summary>
internal sealed record RandomCell(string Equations, string? States)
{
    /// <summary>The sizes that a layer must give.</summary>
    public IReadOnlyList<string> NamedSizes { get; init; } = [];

    /// <summary>What <c>Values</c> says; null without it.</summary>
    public string? Values { get; init; }

    /// <summary>What <c>Inputs</c> says; null without it.</summary>
    public string? Inputs { get; init; }

    /// <summary>Whether a state is a matrix.</summary>
    public bool HasMemory { get; init; }

    /// <summary>Whether an equation has several values on its left side.</summary>
    public bool HasStack { get; init; }

    /// <summary>What <c>Constants</c> says; null without it.</summary>
    public string? Constants { get; init; }

    /// <summary>The parameters that are one number.</summary>
    public IReadOnlyList<string> Scalars { get; init; } = [];

    /// <summary>The cell's class, in a raw string, as a user writes it.</summary>
    public string Declare(string name)
    {
        var quotes = new string('"', 3);
        var lines = Equations.Split('\n').Select(line => "    " + line);
        return $"[Cell({quotes}\n{string.Join("\n", lines)}\n    {quotes}{Arguments})]\n{Attributes}public partial class {name};\n";
    }

    /// <summary>The arguments of <c>[Cell]</c> behind the equations.</summary>
    public string Arguments => (States is null ? "" : $", States = \"{States}\"") + (Values is null ? "" : $", Values = \"{Values}\"") + (Inputs is null ? "" : $", Inputs = \"{Inputs}\"") + (Constants is null ? "" : $", Constants = @\"{Constants}\"");

    /// <summary>The attributes beside <c>[Cell]</c>.</summary>
    public string Attributes => string.Concat(Scalars.Select(name => $"[CellParameter(@\"{name}\", Scalar = true)] "));

    public CellDeclaration Declaration => new(
        "Own", IsCell: true, IsSource: true, Equations, States, Scalars.Select(name => new CellParameterDeclaration(name, 0, null) { IsScalar = true }).ToEquatableArray())
    {
        Values = Values,
        Inputs = Inputs,
        Constants = Constants,
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Equations}\nStates: {States}\nValues: {Values}\nConstants: {Constants}\nScalars: {string.Join(", ", Scalars)}");
}
