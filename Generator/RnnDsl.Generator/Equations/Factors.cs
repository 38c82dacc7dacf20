using System.Text;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>
/// Decides what names side by side are, which depends on all equations: W x_t is a matrix product, z_t h_{t-1} an elementwise one, and x_t W, where every matrix stands on the right,
/// the product of a row with a matrix.
/// </summary>
internal sealed partial class Factors
{
    private const string TimeKey = "t";

    private static readonly HashSet<string> Greek = new(Enumerable.Range('α', 'ω' - 'α' + 1).Select(letter => CellName.GreekName((char)letter)), StringComparer.Ordinal);

    private readonly CellNotation _notation;
    private readonly IReadOnlyCollection<string> _scalars;
    private readonly EquationDiagnostics _diagnostics;
    private readonly HashSet<string> _targets;

    /// <summary>Names whose equation is a number.</summary>
    private readonly HashSet<string> _constants;

    /// <summary>Parameters that are operands of a sum, of ⊙ or of a function, and so vectors.</summary>
    private readonly HashSet<string> _vectors = new(StringComparer.Ordinal);

    /// <summary>Parameters left of a written ·.</summary>
    private readonly HashSet<string> _matrices = new(StringComparer.Ordinal);

    /// <summary>Matrices that occur both as they are and transposed.</summary>
    private readonly HashSet<string> _transposed = new(StringComparer.Ordinal);

    /// <summary>Greek letters that are reported already.</summary>
    private readonly HashSet<string> _greek = new(StringComparer.Ordinal);

    private Factors(EquatableArray<Equation> equations, CellNotation notation, EquationDiagnostics diagnostics)
    {
        (_notation, _scalars, _diagnostics) = (notation, notation.Scalars, diagnostics);
        _vectors.UnionWith(_scalars);
        _constants = new HashSet<string>(equations.Where(equation => equation.Value is NumberExpression).Select(equation => equation.Target.Name.Key), StringComparer.Ordinal);
        _targets = new HashSet<string>(equations.Select(equation => equation.Target.Name.Key), StringComparer.Ordinal);
    }

    /// <summary>Doubtful readings, to be reported if the cell has no error.</summary>
    private EquationDiagnostics Doubts { get; } = new();

    /// <param name="equations">The parsed equations.</param>
    /// <param name="notation">What the equations call the input, and which parameters are one number.</param>
    /// <param name="diagnostics">Receives the errors.</param>
    /// <returns>The equations without products of values, in which values are columns; the warnings of a cell that has no error; and whether values are rows as written.</returns>
    public static (EquatableArray<Equation> Equations, EquationDiagnostics Doubts, bool AreRows) Resolve(EquatableArray<Equation> equations, CellNotation notation, EquationDiagnostics diagnostics)
    {
        var factors = new Factors(equations, notation, diagnostics);
        factors.CheckSpellings(equations);
        foreach (var equation in equations)
        {
            factors.Collect(equation.Value);
        }

        var resolved = equations.Select(equation => equation with { Value = factors.Read(equation.Value) }).ToEquatableArray();
        foreach (var equation in resolved)
        {
            factors.LookForMatrices(equation.Value);
        }

        factors.LookForNumbers(resolved);

        return (resolved, factors.Doubts, factors.AreRows);
    }

    /// <summary>W^{z} and W_z would be one parameter. W and W^T are one, of which one is the other's transpose.</summary>
    private void CheckSpellings(EquatableArray<Equation> equations)
    {
        var first = new Dictionary<string, NameExpression>(StringComparer.Ordinal);
        LookForPowers(equations);
        foreach (var name in equations.SelectMany(equation => Expressions.Names(equation.Value).Prepend(equation.Target)).Where(name => !name.IsBroken))
        {
            if (!first.TryGetValue(name.Name.Key, out var other))
            {
                first.Add(name.Name.Key, name);
            }
            else if (other.Name.HasSuperscript != name.Name.HasSuperscript)
            {
                _diagnostics.Add(EquationMistake.CannotBeRead, name.Span, $"'{name.Name.Display}' and '{other.Name.Display}' are one name here, '{name.Name.Key}'; give one of the two another mark");
            }
            else if (other.IsTransposed != name.IsTransposed)
            {
                _transposed.Add(name.Name.Key);
            }
        }
    }

    /// <summary>a^2 is a name of its own beside a^1; beside a it may be the power.</summary>
    private void LookForPowers(EquatableArray<Equation> equations)
    {
        var names = equations.SelectMany(equation => Expressions.Names(equation.Value)).Where(IsParameter).ToList();
        var plain = new HashSet<string>(names.Where(name => name.Power is null).Select(name => name.Name.Key), StringComparer.Ordinal);
        foreach (var marks in names.Where(name => name.Power is not null).GroupBy(name => name.Power!.Base.Key))
        {
            var (name, power) = (marks.First(), marks.First().Power!);
            var exponent = power.Exponent.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (plain.Contains(marks.Key))
            {
                _diagnostics.Add(EquationMistake.CannotBeRead, name.Span,
                    $"'{power.Base.Display}^{exponent}' beside '{power.Base.Display}' may be its power or another name; write {(IsCapital(name) ? $"{power.Base.Display} · {power.Base.Display} · x_t" : $"({power.Base.Display})^{exponent}")} for the power, {Marked(power, exponent)} for the name");
            }
            else if (power.Exponent >= 2 && !char.IsUpper(name.Name.Key[0]) && marks.All(other => other.Power!.Exponent == power.Exponent))
            {
                Doubts.Add(EquationMistake.PerhapsKind, name.Span, name.Name.Display, "a name, and no power", $"Write '({power.Base.Display})^{exponent}' for the power, or '{Marked(power, exponent)}' for the name.");
            }
        }

        foreach (var name in names.Where(name => name.Name.Key is var key && key.EndsWith("_prime", StringComparison.Ordinal) && char.IsUpper(key[0]) && plain.Contains(key.Substring(0, key.Length - "_prime".Length))).Take(1))
        {
            Doubts.Add(EquationMistake.PerhapsKind, name.Span, name.Name.Display, "another matrix, and no transpose", $"Write '{name.Name.Display.TrimEnd('′')}^⊤' for the transpose, or another mark.");
        }
    }

    private static string Marked(PossiblePower power, string mark) => power.Base.Display + (mark.Length == 1 ? "_" + mark : $"_{{{mark}}}");

    /// <summary>exp(i θ) is a complex number.</summary>
    private Expression ReadExponential(CallExpression call)
    {
        if (call.Arguments.SelectMany(Units).FirstOrDefault() is not { } unit)
        {
            return call.Arguments.Select(LearnedRates).FirstOrDefault(rates => rates is not null) is { } refused ? refused : Expressions.WithParts(call, Read);
        }

        _diagnostics.Add(EquationMistake.CannotBeRead, unit.Span,
            $"'{EquationPrinter.Quote(call)}' is a complex number, which is a pair here; write two states, a_t = cos(θ) ⊙ a_{{t-1}} - sin(θ) ⊙ b_{{t-1}} and b_t = sin(θ) ⊙ a_{{t-1}} + cos(θ) ⊙ b_{{t-1}}");
        return new BrokenExpression(call.Span);

        IEnumerable<NameExpression> Units(Expression part) => part switch
        {
            BinaryExpression { Operator: BinaryOperator.Product or BinaryOperator.Times } product => new[] { product.Left, product.Right }.OfType<NameExpression>()
                .Where(name => name.Name.Key is "i" or "j" && IsParameter(name)).Concat(Expressions.Parts(product).SelectMany(Units)),
            _ => Expressions.Parts(part).SelectMany(Units),
        };
    }

    /// <summary>Reports exp(Δ_t A) among columns, as S6 has it: each element of a matrix state with a learned rate. Null for anything else.</summary>
    private BrokenExpression? LearnedRates(Expression exponent)
    {
        var rates = exponent is NegateExpression negate ? negate.Operand : exponent;
        if (AreRows || _column is null || rates is not BinaryExpression { Operator: BinaryOperator.Product, IsSideBySide: true } product || IsTransposedValue(product.Right) || !IsBeforeMatrices(product))
        {
            return null;
        }

        var (factor, matrix) = (EquationPrinter.QuoteFactor(product.Left), EquationPrinter.QuoteFactor(product.Right));
        return Refuse(product, $"'{factor} {matrix}' is a matrix of a step with the learned matrix '{matrix}' in it, and such a matrix is made of vectors here; write exp({factor} a^⊤) with a vector a, of one rate for each column of the state (negative rates decay), diag(exp({factor} ⊙ a)) before the state for one of each row, or {matrix} · {factor} for a vector");
    }

    /// <summary>Names that are numbers in papers, and have none here: π, and ε in a divisor, a root or a logarithm.</summary>
    private void LookForNumbers(EquatableArray<Equation> equations)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in equations.SelectMany(equation => Expressions.Names(equation.Value)).Where(name => name.Name.Key == "pi" && IsParameter(name) && seen.Add(name.Name.Key)))
        {
            Report(name, "3.141592653589793");
        }

        foreach (var equation in equations)
        {
            Look(equation.Value, isGuarded: false);
        }

        void Look(Expression expression, bool isGuarded)
        {
            if (isGuarded && expression is BinaryExpression { Operator: BinaryOperator.Add } sum
                && new[] { sum.Left, sum.Right }.OfType<NameExpression>().FirstOrDefault(name => name.Name.Key is "epsilon" or "eps" && IsParameter(name)) is { } small && seen.Add(small.Name.Key))
            {
                Report(small, "1e-6");
            }

            isGuarded |= expression is CallExpression { Function.Kind: FunctionKind.Sqrt or FunctionKind.Log };
            foreach (var part in Expressions.Parts(expression))
            {
                Look(part, isGuarded || (expression is BinaryExpression { Operator: BinaryOperator.Divide } quotient && ReferenceEquals(part, quotient.Right)));
            }
        }

        void Report(NameExpression name, string value) => Doubts.Add(EquationMistake.PerhapsKind, name.Span, name.Name.Display, "a vector that is learned", $"Write Constants = \"{name.Name.Display} = {value}\" for the number.");
    }

    private bool IsParameter(Expression expression) => expression is NameExpression { Time: TimeIndex.None, IsBroken: false } name
        && !_notation.IsInput(name.Name.Key) && name.Name.Key != TimeKey && !_targets.Contains(name.Name.Key) && !(name.Power is { } power && _targets.Contains(power.Base.Key));

    /// <summary>A parameter that is named as a matrix is: by a capital letter. Δ and Δt are the length of a step.</summary>
    private bool IsCapital(Expression expression) => IsParameter(expression) && expression is NameExpression { Name: { Key: var key, Display: var display } }
        && char.IsUpper(key[0]) && display[0] != 'Δ' && !_scalars.Contains(key);

    private static bool IsGreek(CellName name) => Greek.Contains(name.Key.Split('_')[0]) || name.Display[0] is 'Δ' or 'δ';

    /// <summary>Collects which parameters are vectors and which are matrices, over all equations.</summary>
    private void Collect(Expression expression)
    {
        if (expression is BinaryExpression { Operator: BinaryOperator.Product } product)
        {
            if (product.Left is NameExpression left && IsParameter(left))
            {
                _column ??= IsCapital(left) ? product : null;
                if (!product.IsSideBySide)
                {
                    _matrices.Add(left.Name.Key);
                }
            }
            else
            {
                _column ??= HasMatrix(product.Left) ? product : null;
                Collect(product.Left);
                if (IsBeforeMatrices(product))
                {
                    _hasRows = true;
                    return;
                }
            }

            if (!IsParameter(product.Right))
            {
                Collect(product.Right);
            }

            return;
        }

        if (expression is NameExpression name && IsParameter(name))
        {
            _vectors.Add(name.Name.Key);
        }

        foreach (var part in Expressions.Parts(expression))
        {
            Collect(part);
        }
    }

    /// <summary>a, b and c of a b c.</summary>
    private static IEnumerable<Expression> Chain(BinaryExpression product)
    {
        Expression rest = product;
        while (rest is BinaryExpression { Operator: BinaryOperator.Product } inner)
        {
            yield return inner.Left;
            rest = inner.Right;
        }

        yield return rest;
    }

    private Expression Read(Expression expression) => expression switch
    {
        NameExpression { Power: { } power } name when _targets.Contains(power.Base.Key) && !_targets.Contains(name.Name.Key) => new BinaryExpression(
            name.Span, BinaryOperator.Power, new Span(name.Span.End, 0), name with { Name = power.Base, Power = null }, new NumberExpression(name.Span, power.Exponent)),
        NameExpression { IsTransposed: true } name when !IsParameter(name) => new TransposeExpression(name.Span, name with { IsTransposed = false }),
        NameExpression { IsTransposed: true } name when !_transposed.Contains(name.Name.Key) => name with { Name = name.Name.Transposed(), IsTransposed = false },
        BinaryExpression { Operator: BinaryOperator.Product } product => ReadProduct(product),
        ConcatExpression concat => ReadJoined(concat),
        CallExpression { Function.Kind: FunctionKind.Exp } call => ReadExponential(call),
        BinaryExpression { Operator: BinaryOperator.Power, Right: NegateExpression or NumberExpression { Value: < 0 }, Left: not NameExpression } inverse when HasMatrix(inverse.Left) || IsStructured(inverse.Left) => Refuse(inverse, UnknownSigns.Inverse),
        _ => Expressions.WithParts(expression, Read),
    };

    /// <summary>[a b] may join two vectors, or be their product in brackets.</summary>
    private Expression ReadJoined(ConcatExpression concat)
    {
        var joined = Expressions.WithParts(concat, Read);
        foreach (var product in ((ConcatExpression)joined).Items.OfType<BinaryExpression>().Where(product => product is { Operator: BinaryOperator.Times, OperatorSpan.Length: 0 }
            && product.Span.Start == product.Left.Span.Start && product.Left is NameExpression && product.Right is NameExpression))
        {
            var (left, right) = (EquationPrinter.QuoteFactor(product.Left), EquationPrinter.QuoteFactor(product.Right));
            _diagnostics.Add(EquationMistake.CannotBeRead, product.Span, $"a comma stands between joined vectors; write {left}, {right}, or {left} ⊙ {right} for their product");
        }

        return joined;
    }

    /// <summary>Whether a value of the step, or a vector that is learned, is transposed; W^⊤ is another matrix.</summary>
    private bool IsTransposedValue(Expression expression) => expression is TransposeExpression || (expression is NameExpression { IsTransposed: true } name && !IsParameter(name));

    /// <summary>n_tᵀ q_t is an inner product, S_tᵀ q_t the product of a transposed matrix with a vector; a row before a weight matrix is refused.</summary>
    private bool RefusesRow(BinaryExpression product)
    {
        if (Chain(product).Last() is not { } last || !IsCapital(last))
        {
            return false;
        }

        var (row, matrix) = (EquationPrinter.QuoteFactor(product.Left), EquationPrinter.QuoteFactor(last));
        _diagnostics.Add(EquationMistake.CannotBeRead, product.Span, $"'{row}' is a row, and '{matrix}' a matrix; write {(matrix[matrix.Length - 1] == 'ᵀ' ? matrix.TrimEnd('ᵀ') : matrix + "^⊤")} {row.TrimEnd('ᵀ')} for their product as a column");
        return true;
    }

    /// <summary>Whether an operand of a product is a matrix with a structure, of which nothing says whether values are columns or rows.</summary>
    private bool IsStructured(Expression expression) => StructuredMatrices.IsWritten(expression, product => IsTransposedValue(product.Left) || IsTransposedValue(product.Right), IsIdentity);

    private bool IsIdentity(NameExpression name) => name.Name.Key == StructuredMatrices.IdentityKey && IsParameter(name);

    private Expression ReadProduct(BinaryExpression product)
    {
        if (IsStructured(product.Left) || IsStructured(product.Right))
        {
            return product with { Left = Read(product.Left), Right = Read(product.Right), IsRow = AreRows };
        }

        if (product.Left is ConcatExpression blocks && blocks.Items.All(HasMatrix))
        {
            // [W, U] [x_t; h_{t-1}]
            return Refuse(product, $"'{EquationPrinter.Quote(blocks)}' joins matrices; write a sum of products, as in W · x_t + U · h_{{t-1}}, or one matrix, as in W · [x_t, h_{{t-1}}]");
        }

        if ((AreRows ? ReadRow(product) : RefuseBesideColumns(product)) is { } row)
        {
            return row;
        }

        if (IsTransposedValue(product.Left))
        {
            return RefusesRow(product) ? new BrokenExpression(product.Span) : product with { Left = Read(product.Left), Right = Read(product.Right) };
        }

        if (IsTransposedValue(product.Right))
        {
            if (IsCapital(product.Left))
            {
                var (matrix, transposed) = (EquationPrinter.QuoteFactor(product.Left), EquationPrinter.QuoteFactor(product.Right));
                return Refuse(product, $"'{transposed}' is a row, and the matrix '{matrix}' multiplies a column; write {matrix} · {transposed.TrimEnd('ᵀ')}");
            }

            return product with { Left = Read(product.Left), Right = Read(product.Right) };
        }

        var right = Read(product.Right);
        if (IsParameter(product.Left))
        {
            var name = (NameExpression)product.Left;
            if (product.IsSideBySide && !IsCapital(name) && !name.IsTransposed && !_matrices.Contains(name.Name.Key) && (AreRows || _vectors.Contains(name.Name.Key) || IsGreek(name.Name)))
            {
                if (name.Name.Display == "Δ")
                {
                    Doubts.Add(EquationMistake.PerhapsKind, name.Span, "Δ", "a vector, a factor", $"Write 'Δ ⊙ {EquationPrinter.QuoteFactor(product.Right)}' for it, or a difference of two steps, as in x_t - x_{{t-1}}.");
                }

                ReportGreek(product, name);
                return Times(product, Read(name), right);
            }

            LookAtMatrix(product, name);
            if (product.IsSideBySide && right is BinaryExpression { Operator: BinaryOperator.Times, OperatorSpan.Length: 0 } factors && factors.Span.Start == factors.Left.Span.Start)
            {
                var (matrix, one, two) = (EquationPrinter.QuoteFactor(name), EquationPrinter.QuoteFactor(factors.Left), EquationPrinter.QuoteFactor(factors.Right));
                _diagnostics.Add(EquationMistake.CannotBeRead, product.Span, $"this may be {matrix} · ({one} ⊙ {two}) or ({matrix} · {one}) ⊙ {two}; write the one that is meant");
            }

            return product with { Left = Read(name), Right = right };
        }

        if (!product.IsSideBySide || product.Left is NumberExpression or BrokenExpression || HasMatrix(product.Left) || IsCapital(product.Right))
        {
            if (product.Left is BinaryExpression { Operator: BinaryOperator.Times, IsAsterisk: true } masked && HasMatrix(masked))
            {
                var (one, other) = (EquationPrinter.QuoteFactor(masked.Left), EquationPrinter.QuoteFactor(masked.Right));
                Doubts.Add(EquationMistake.PerhapsKind, masked.OperatorSpan, $"{one} * {other}", "an elementwise product of two matrices", $"Write '{one} ⊙ {other}' for it, or '{one} · {other} · {EquationPrinter.QuoteFactor(product.Right)}' for the matrix product.");
            }

            return product with { Left = Read(product.Left), Right = right };
        }

        if (product.Right is NameExpression last && IsParameter(last) && !_vectors.Contains(last.Name.Key) && !IsGreek(last.Name))
        {
            // x_t w, where papers of row vectors have a matrix.
            Doubts.Add(EquationMistake.PerhapsKind, last.Span, last.Name.Display, "a vector", $"Write '{EquationPrinter.QuoteFactor(product.Left)} ⊙ {last.Name.Display}' for it, or a capital letter for a matrix.");
        }

        return Times(product, Read(product.Left), right);
    }

    private BinaryExpression Times(BinaryExpression product, Expression left, Expression right) => product with { Operator = BinaryOperator.Times, Left = left, Right = right, IsRow = AreRows };

    /// <summary>Whether an expression has a matrix by itself, as (A - B) and (M ⊙ U) have.</summary>
    private bool HasMatrix(Expression expression) => expression switch
    {
        _ when IsStructured(expression) => false,
        NegateExpression negate => HasMatrix(negate.Operand),
        BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum => HasMatrix(sum.Left) || HasMatrix(sum.Right),
        BinaryExpression { Operator: BinaryOperator.Divide or BinaryOperator.Times, Right: NumberExpression } scaled => HasMatrix(scaled.Left),
        BinaryExpression { Operator: BinaryOperator.Times or BinaryOperator.Product, Left: NumberExpression } scaled => HasMatrix(scaled.Right),
        BinaryExpression { Operator: BinaryOperator.Times } masked => HasMatrix(masked.Left) && HasMatrix(masked.Right),
        BinaryExpression { Operator: BinaryOperator.Product } product => Chain(product).All(IsParameter),
        _ => IsCapital(expression),
    };

    private void LookAtMatrix(BinaryExpression product, NameExpression name)
    {
        var (display, factor) = (name.Name.Display, EquationPrinter.QuoteFactor(product.Right));
        if (IsAffineMap(name.Name))
        {
            _diagnostics.Add(EquationMistake.CannotBeRead, name.Span, $"'T_{{{string.Join(",", name.Name.Key.Split('_').Skip(1))}}}' with two sizes is an affine map in papers, which has a bias; write W · {factor} + b, without the sizes, which are inferred");
            return;
        }

        if (name.Name.Key == "I")
        {
            Doubts.Add(EquationMistake.PerhapsKind, name.Span, "I", "a learned matrix", $"Write '{factor}' without it for the identity, or another letter for the matrix.");
        }
        else if (char.IsLower(name.Name.Key[0]) && (product.IsSideBySide || IsLetter(name.Name)))
        {
            Doubts.Add(EquationMistake.PerhapsKind, name.Span, display, "a matrix",
                $"Write '{display} ⊙ {factor}' for an elementwise product, or a capital letter for the matrix.");
        }
    }

    /// <summary>θ_K x_t: a Greek letter is a factor of each element, and in some papers a matrix, of the input above all.</summary>
    private void ReportGreek(BinaryExpression product, NameExpression name)
    {
        var isOfInput = product.Right is NameExpression { Time: TimeIndex.Now } input && _notation.IsInput(input.Name.Key);
        if (name.Name.Display != "Δ" && !_vectors.Contains(name.Name.Key) && Doubts.List.All(doubt => doubt.Span != name.Span) && (isOfInput || name.Name.Key.Split('_')[0] == "theta") && _greek.Add(name.Name.Key))
        {
            var (display, factor) = (name.Name.Display, EquationPrinter.QuoteFactor(product.Right));
            Doubts.Add(EquationMistake.PerhapsKind, name.Span, display, "a vector, a factor of each element", $"Write '{display} ⊙ {factor}' for it, or a capital letter for a matrix.");
        }
    }

    /// <summary>T_{2n,4n}, as Zaremba et al. (2014) write W a + b.</summary>
    private static bool IsAffineMap(CellName name) => name.Key.Split('_') is { Length: 3 } marks && marks[0] == "T" && marks.Skip(1).All(mark => mark.Length <= 4 && char.IsLower(mark[mark.Length - 1]) && mark.Take(mark.Length - 1).All(char.IsDigit));

    private static bool IsLetter(CellName name) => Greek.Contains(name.Key.Split('_')[0]) || name.Key.Split('_')[0].Length == 1;

    /// <summary>A capital letter that is added, or all that a function is of: a factor behind it may be missing. Biases are often called B.</summary>
    private void LookForMatrices(Expression expression)
    {
        IEnumerable<Expression> alone = expression switch
        {
            _ when StructuredMatrices.IsWritten(expression, ValueKinds.IsOuter, IsIdentity) => [],
            BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum => [sum.Left, sum.Right],
            NegateExpression negate => [negate.Operand],
            CallExpression { Function: not null } call => call.Arguments,
            _ => [],
        };
        foreach (var name in alone.OfType<NameExpression>().Where(name => IsCapital(name) && name.Name.Key[0] != 'B' && IsLetter(name.Name) && !Greek.Contains(name.Name.Key.Split('_')[0].ToLowerInvariant())))
        {
            Doubts.Add(EquationMistake.PerhapsKind, name.Span, name.Name.Display, "a vector", $"Write '{name.Name.Display} · x_t' for a product with a matrix, or a lower-case letter for a vector.");
        }

        // An expression of matrices before a value has no factor behind its own.
        var parts = expression is BinaryExpression { Operator: BinaryOperator.Product } product && HasMatrix(product.Left) ? [product.Right] : Expressions.Parts(expression);
        foreach (var part in parts)
        {
            LookForMatrices(part);
        }
    }
}
