using System.Globalization;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>
/// Draws cells whose sizes agree: several states, of sizes of their own, gates, products with matrices, joined vectors, every function and spelling, powers, fractions, products
/// without signs, selections in words and in cases, remainders, values of a size of their own, earlier steps, constants, numbers that are learned, several values on the left, a matrix state with its
/// gates, matrices of I, diagonals and outer products, and equations in any order.
/// </summary>
internal sealed class RandomCells(int seed, bool areRows = false)
{
    private static readonly string[] StateNames = ["c", "m", "s", "C", "n", "κ"];
    private static readonly string[] ValueNames = ["z", "r", "f", "i", "o", "h̃", "ĉ", "g", "u", "a_tilde", "q'", "γ"];
    private static readonly string[] MatrixNames = ["W", "U", "V", "W_z", "U_{xh}", "R_i", "Θ", "\\mathbf{A}", "W^{h}", "U^{(z)}", "\\mathcal{W}", "Q^\\top"];
    private static readonly string[] SquareNames = ["S", "K_h", "\\mathbf{D}"];
    private static readonly string[] VectorNames = ["b", "b_f", "w", "p_{ci}", "β", "v'", "b^{h}"];
    private static readonly string[] ScalarNames = ["ρ", "A", "\\eta"];
    private static readonly string[] ConstantNames = ["Δt", "ε", "\\lambda_{max}"];
    private static readonly string[] Functions = ["σ", "tanh", "sigmoid", "relu", "softplus", "softmax", "layernorm", "\\tanh", "tanh", "σ"];

    /// <summary>Functions of papers that are not gates.</summary>
    private static readonly string[] OtherFunctions =
    [
        "sin", "cos", "erf", "sign", "abs", "SiLU", "gelu", "elu", "\\text{LeakyReLU}", "softsign", "hard_sigmoid", "HardTanh",
    ];

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, (Size Rows, Size? Columns)> _parameters = [];
    private readonly List<(string Name, Size Size)> _states = [];
    private readonly List<(string Name, Size Size)> _defined = [];
    private readonly HashSet<string> _scalars = [];
    private readonly HashSet<string> _constants = [];
    private int _left;

    /// <summary>How long something is.</summary>
    private enum Size
    {
        Hidden,
        Features,
        Forty,
        Context,
        Rank,
    }

    /// <summary>Cells that the compiler accepts without an error.</summary>
    /// <param name="seed">The same cells for the same seed.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<RandomCell> Accepted(int seed, int count)
    {
        var random = new RandomCells(seed);
        return Enumerable.Repeat(0, int.MaxValue).Select(_ => random.Next()).Where(cell => CellRun.Of(cell).Cell is not null).Take(count);
    }

    public RandomCell Next()
    {
        _parameters.Clear();
        _states.Clear();
        _defined.Clear();
        _scalars.Clear();
        _constants.Clear();
        _states.Add(("h", Size.Hidden));
        foreach (var name in StateNames.OrderBy(_ => _random.Next()).Take(_random.Next(3)))
        {
            _states.Add((name, Chance(0.7) ? Size.Hidden : Chance(0.5) ? Size.Forty : Size.Context));
        }

        var lines = new List<string>();
        foreach (var name in ValueNames.OrderBy(_ => _random.Next()).Take(_random.Next(4)))
        {
            var size = Chance(0.15) ? Size.Rank : AnySize();
            lines.Add(Line(name, size));
            _defined.Add((name, size));
        }

        var hasStack = Chance(0.15);
        if (hasStack)
        {
            AddStacked(lines);
        }

        var hasMemory = Chance(0.15);
        if (hasMemory)
        {
            AddMemory(lines);
        }

        // The output may come before or after the other states, and each is read somewhere.
        foreach (var (name, size) in _states.OrderBy(_ => _random.Next()).ToList())
        {
            lines.Add(Line(name, size));
            _defined.Add((name, size));
        }

        if (hasMemory)
        {
            // The memory is read in any case.
            lines[lines.FindIndex(line => line.StartsWith("h_t = ", StringComparison.Ordinal))] += " + ψ_t";
        }

        if (Chance(0.2))
        {
            lines = [.. lines.OrderBy(_ => _random.Next())];
        }

        var text = string.Join(Chance(0.9) ? "\n" : "; ", lines);
        var sized = _states.Where(state => state.Size is Size.Forty or Size.Context && text.Contains(state.Name + "_{t-1}", StringComparison.Ordinal)).ToList();
        var ranks = _defined.Where(value => value.Size == Size.Rank).Select(value => value.Name).ToList();
        return new RandomCell(text, sized.Count == 0 ? null : string.Join(", ", sized.Select(state => $"{state.Name}: {(state.Size == Size.Forty ? "40" : "context")}")))
        {
            Constants = _constants.Count == 0 ? null : string.Join(", ", _constants.Select(name => $"{name} = {Pick(["0.1", "-2", "1e-1", "1"])}")),
            Scalars = [.. _scalars],
            Values = ranks.Count == 0 ? null : string.Join(", ", ranks.Select(name => $"{name}: rank")),
            HasMemory = hasMemory,
            HasStack = hasStack,
            NamedSizes = [.. sized.Any(state => state.Size == Size.Context) ? ["context"] : (string[])[], .. ranks.Count > 0 ? ["rank"] : (string[])[]],
        };
    }

    /// <summary>Two gates of one product.</summary>
    private void AddStacked(List<string> lines)
    {
        var names = ValueNames.Where(name => _defined.TrueForAll(value => value.Name != name)).OrderBy(_ => _random.Next()).Take(2).ToArray();
        var left = Pick(["({0}_t, {1}_t)", "[{0}_t; {1}_t]", "\\begin{pmatrix} {0}_t \\\\ {1}_t \\end{pmatrix}", "\\left[\\begin{array}{c} {0}_t \\\\ {1}_t \\end{array}\\right]"])
            .Replace("{0}", names[0], StringComparison.Ordinal).Replace("{1}", names[1], StringComparison.Ordinal);
        var (rows, operand) = ((Size)(-2), _states[_random.Next(_states.Count)]);
        var sum = $"{Multiplied(Fresh(MatrixNames, rows, Size.Features), " · ", "x_t")} + {Multiplied(Fresh(MatrixNames, rows, operand.Size), " · ", operand.Name + "_{t-1}")}";
        lines.Add($"{left} = {Pick(["σ({0})", "tanh({0})", "{0}", "\\begin{pmatrix} σ \\\\ \\tanh \\end{pmatrix} ({0})"]).Replace("{0}", sum, StringComparison.Ordinal)}");
        _defined.AddRange(names.Select(name => (name, Size.Hidden)));
    }

    /// <summary>A matrix state with a decay, and a value that is read from it.</summary>
    private void AddMemory(List<string> lines)
    {
        _left = 12;
        lines.Add($"p_t = 0.4 ⊙ tanh({Sum(Size.Hidden, 1)})");
        var decay = Pick([
            "diag({0}) M_{t-1}", "M_{t-1} diag({0})", "M_{t-1} (I - {1} p_t p_t^\\top)", "(I - {1} p_t p_t^\\top) M_{t-1}", "(diag({0}) - p_t p_t^\\top) M_{t-1}",
            "diag({0}) M_{t-1} (I - p_t p_t^\\top)", "{1} M_{t-1}", "({0} 1^\\top) ⊙ M_{t-1}"])
            .Replace("{0}", $"σ({Leaf(Size.Hidden)})", StringComparison.Ordinal).Replace("{1}", Number(), StringComparison.Ordinal);
        lines.Add($"M_t = {decay} + {Leaf(Size.Hidden)} p_t^\\top");
        lines.Add($"ψ_t = {Pick(["M_t p_t", "M_t^\\top p_t", "M_{t-1} p_t"])}");
        _defined.Add(("ψ", Size.Hidden));
    }

    private string Line(string name, Size size)
    {
        _left = 12;
        var isState = _states.Any(state => state.Name == name);
        var value = isState && Chance(0.6)
            ? $"{Factor(size)} {Times()} {name}_{{t-1}} + {Sum(size, 2)}"
            : Sum(size, 3);
        return $"{name}{(isState || Chance(0.9) ? "_t" : "")} = {value}";
    }

    private string Sum(Size size, int depth) => _random.Next(depth > 0 && _left > 0 ? 6 : 1) switch
    {
        0 or 1 => Factor(size, depth),
        2 => $"{Sum(size, depth - 1)} {Pick(["+", "-", "−"])} {Factor(size, depth)}",
        3 => $"(1 - {Factor(size, depth - 1)}) {Times()} {Factor(size, depth - 1)}",
        _ => $"{Sum(size, depth - 1)} + {Product(size, depth - 1)}",
    };

    private string Factor(Size size, int depth = 0)
    {
        _left--;
        return _random.Next(depth > 0 && _left > 0 ? 18 : 3) switch
        {
            0 or 1 or 2 => Leaf(size),
            3 => Chance(0.8) ? $"{Pick(Functions)}({Sum(size, depth - 1)})" : Positive(size, depth - 1),
            4 => Extreme(size, depth - 1),
            5 => $"{Factor(size, depth - 1)} {Times()} {Factor(size, depth - 1)}",
            6 => $"{Number()} {Times()} {Factor(size, depth - 1)}",
            7 => $"-{Factor(size, depth - 1)}",
            8 => $"{Factor(size, depth - 1)} / {Pick(["2", "(1 + exp(" + Leaf(size) + "))", "sqrt(4)"])}",
            9 => $"{Call(Pick(OtherFunctions), Sum(size, depth - 1))}",
            10 => Power(size, depth - 1),
            11 => $"\\frac{{{Sum(size, depth - 1)}}}{{{Pick(["2", "1 + exp(" + Leaf(size) + ")", "1 + exp(" + Number() + ")"])}}}",
            12 => $"({Sum(size, depth - 1)}) ({Sum(size, depth - 1)})",
            13 => Selection(size, depth - 1),
            14 => Pick(["mod({0}, {1})", "({0}) mod {1}", "({0}) \\bmod {1}", "({0}) \\pmod{{1}}", "floor({0})"])
                // The remainder of a large number is what rounding has left of it.
                .Replace("{0}", $"2 {Times()} sin(2 tanh({Sum(size, depth - 1)}))", StringComparison.Ordinal)
                .Replace("{1}", Pick(["0.5", "2", $"(0.7 + σ({Leaf(size)}))"]), StringComparison.Ordinal),
            15 => Structured(size),
            _ => Product(size, depth - 1),
        };
    }

    /// <summary>A vector times a matrix of I, a diagonal and an outer product.</summary>
    private string Structured(Size size)
    {
        var (one, other, vector) = (Leaf(size), Leaf(size), Leaf(size));
        return Pick(areRows ? ["({2} diag({0}))", "({2} (I - {3} {1}^\\top {0}))", "({2} (diag({0}) - {1}^\\top {1}))"] : ["(diag({0}) {2})", "((I - {3} {0} {1}^\\top) {2})", "((diag({0}) - {1} {1}^\\top) {2})"])
            .Replace("{0}", one, StringComparison.Ordinal).Replace("{1}", other, StringComparison.Ordinal).Replace("{2}", vector, StringComparison.Ordinal).Replace("{3}", Number(), StringComparison.Ordinal);
    }

    private string Call(string function, string argument) => function + Pick(["({0})", "({0})", "\\left({0}\\right)", "[{0}]", "\\{{0}\\}", "{{0}}"]).Replace("{0}", argument, StringComparison.Ordinal);

    /// <summary>A number, a constant, or a number that is learned.</summary>
    private string Number() => _random.Next(8) switch
    {
        0 => Used(_scalars, Pick(ScalarNames)),
        1 => Used(_constants, Pick(ConstantNames)),
        2 => $"({Pick(["1 - ", "tanh", "0.1 + ", "softplus"])}({Used(_scalars, Pick(ScalarNames))}))",
        3 => $"({Used(_constants, Pick(ConstantNames))} {Times()} {Used(_scalars, Pick(ScalarNames))})",
        _ => Pick(["0.5", "2", "1e-3", ".25"]),
    };

    private static string Used(HashSet<string> names, string name)
    {
        names.Add(name);
        return name;
    }

    private string Power(Size size, int depth) => Pick(["({0})^2", "({0})^{3}", "(1.5 + tanh({0}))^{-0.5}", "σ({0})^{1.5}", "tanh^2({0})", "e^{-({0} ⊙ {0})}", "(0.5 + σ({0}))^{{1}}"])
        .Replace("{0}", Sum(size, depth), StringComparison.Ordinal)
        .Replace("{1}", Leaf(size), StringComparison.Ordinal);

    /// <summary>The larger or the smaller of two values, or of a value and a number.</summary>
    private string Extreme(Size size, int depth)
    {
        var (one, other) = (Sum(size, depth), Chance(0.5) ? Sum(size, depth) : Chance(0.8) ? Pick(["0", "0.1", "-0.2", "1"]) : Number());
        return $"{Pick(["max", "min"])}({(Chance(0.7) ? $"{one}, {other}" : $"{other}, {one}")})";
    }

    /// <summary>One of two or three values.</summary>
    private string Selection(Size size, int depth)
    {
        var (one, other) = (Chance(0.7) ? Sum(size, depth) : Number(), Chance(0.7) ? Sum(size, depth) : Number());
        return Chance(0.5)
            ? $"({one} if {Condition(size, depth)} else {other})"
            : Pick(["\\begin{cases} {0} & {1} \\\\ {2} & {3} \\\\ {4} & \\text{otherwise} \\end{cases}", "\\begin{cases} {0}, & \\text{if } {1}, \\\\ {4}, & \\text{otherwise} \\end{cases}"])
                .Replace("{0}", one, StringComparison.Ordinal).Replace("{1}", Condition(size, depth), StringComparison.Ordinal)
                .Replace("{2}", Leaf(size), StringComparison.Ordinal).Replace("{3}", Condition(size, depth), StringComparison.Ordinal)
                .Replace("{4}", other, StringComparison.Ordinal);
    }

    private string Condition(Size size, int depth) => _random.Next(6) switch
    {
        0 => $"{Number()} {Pick(["<", "≤", "\\leq"])} {Sum(size, depth)} {Pick(["<", "<="])} {Number()}",
        1 => $"{Leaf(size)} > {Leaf(size)} {Pick(["and", "\\land", "∨", "\\text{ or }"])} {Factor(size, depth)} {Pick([">=", "≥", "\\geq"])} {Number()}",
        2 => $"({Leaf(size)} < {Number()} or {Leaf(size)} > {Number()}) and {Leaf(size)} {Pick(["≠", "\\neq", "="])} {Number()}",
        _ => $"{Sum(size, depth)} {Pick([">", "<", "≥", "≤"])} {(Chance(0.5) ? Leaf(size) : Number())}",
    };

    /// <summary>A function that is not defined for all numbers, of some for which it is.</summary>
    private string Positive(Size size, int depth) => Pick(["exp(-softplus({0}))", "log(1 + exp({0}))", "log(σ({0}))", "sqrt(σ({0}))", "sqrt(1 + {1} ⊙ {1})", "1 / (1 + exp({0}))"])
        .Replace("{0}", Sum(size, depth))
        .Replace("{1}", Factor(size, depth));

    /// <summary>A matrix times a vector, or several that are joined.</summary>
    private string Product(Size size, int depth)
    {
        _left--;
        if (Chance(0.4))
        {
            var items = Enumerable.Range(0, _random.Next(2, 4)).Select(_ => AnySize()).ToList();
            var matrix = Fresh(MatrixNames, size, columns: null);
            return Multiplied(matrix, Pick([" · ", " ", "@", ""]), $"[{string.Join(Chance(0.9) ? ", " : "; ", items.Select(item => Chance(0.8) ? Leaf(item) : Sum(item, Math.Max(depth - 1, 0))))}]");
        }

        if (Chance(0.1))
        {
            return Multiplied(DerivedMatrix(size, out var width), Pick([" · ", " ", " @ "]), Leaf(width));
        }

        var columns = AnySize();
        var name = Existing(size, columns) ?? Fresh(MatrixNames, size, columns);
        return Multiplied(name, Pick([" · ", " ", " @ ", "⋅", " \\cdot "]), Chance(0.7) ? Leaf(columns) : $"({Sum(columns, Math.Max(depth - 1, 0))})");
    }

    private string Multiplied(string matrix, string sign, string value) => areRows ? value + sign + matrix : matrix + sign + value;

    /// <summary>A matrix that is made of others.</summary>
    private string DerivedMatrix(Size rows, out Size columns)
    {
        var number = Used(_scalars, Pick(ScalarNames));
        if (Chance(0.5))
        {
            columns = rows;
            var square = Fresh(SquareNames, rows, rows);
            return Pick(["({0} - {0}^\\top)", "({0} - {0}ᵀ - {1} I)", "(0.5 {0} + {0}^T / 2)", "(I - tanh({0}ᵀ) - {1} {0})", "({0} + {1} ⊙ I)"])
                .Replace("{0}", square, StringComparison.Ordinal).Replace("{1}", number, StringComparison.Ordinal);
        }

        columns = AnySize();
        return $"({Fresh(SquareNames, rows, columns)} {Pick(["-", "+"])} {Pick([number + " ⊙ ", "", "2 "])}{Fresh(SquareNames, rows, columns)})";
    }

    private string Leaf(Size size)
    {
        var leaves = _states.Where(state => state.Size == size).Select(state => Previous(state.Name))
            .Concat(_defined.Where(value => value.Size == size).Select(value => value.Name + (Chance(0.9) ? "_t" : "")))
            .ToList();
        if (size == Size.Features)
        {
            leaves.AddRange(Chance(0.1) ? ["x_t", "x_{t-1}", "x_{t-2}"] : ["x_t"]);
        }

        if (size == Size.Hidden && Chance(0.05))
        {
            leaves.Add("h_{t-2}");
        }

        return leaves.Count > 0 && Chance(0.8) ? Pick([.. leaves]) : Existing(size, null) ?? Fresh(VectorNames, size, null, isMatrix: false);
    }

    private string Previous(string name) => name + Pick(["_{t-1}", "_{t-1}", "_{t−1}", "ₜ₋₁", "_prev", "_{ t - 1 }"]);

    private string? Existing(Size rows, Size? columns) => Chance(0.3)
        ? _parameters.Where(parameter => parameter.Value == (rows, columns)).Select(parameter => parameter.Key).FirstOrDefault()
        : null;

    private string Fresh(string[] names, Size rows, Size? columns, bool isMatrix = true)
    {
        var name = Pick(names);
        for (var number = 2; _parameters.ContainsKey(name); number++)
        {
            name = Pick(names) + "_" + number.ToString(CultureInfo.InvariantCulture);
        }

        // A matrix over joined vectors is never taken again: it may be over others.
        _parameters.Add(name, (rows, columns ?? (isMatrix ? (Size)(-1) : null)));
        return name;
    }

    private Size AnySize() => _defined.Exists(value => value.Size == Size.Rank) && Chance(0.3) ? Size.Rank : Chance(0.6) ? Size.Hidden : Chance(0.7) ? Size.Features : _states[_random.Next(_states.Count)].Size;

    private string Times() => Pick(["⊙", "*", "∘", "⊙", "\\odot"]);

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private string Pick(string[] items) => items[_random.Next(items.Length)];
}
