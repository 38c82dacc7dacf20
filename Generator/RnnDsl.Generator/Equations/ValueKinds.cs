using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>What a value of a step is, as far as products of vectors decide it.</summary>
internal enum ValueKind
{
    /// <summary>Not decided: a parameter, or a constant.</summary>
    Unknown,

    /// <summary>One number of each sequence, as an inner product is.</summary>
    Number,

    Vector,

    /// <summary>A matrix of each sequence, as an outer product is.</summary>
    Matrix,
}

/// <summary>
/// Which values of a cell are numbers, vectors and matrices. An inner product n_tᵀ q_t is a number, an outer product v_t k_tᵀ a matrix, and what is made of them elementwise is one too, over
/// all steps: a state that a matrix is added to is a matrix.
/// </summary>
internal sealed partial class ValueKinds
{
    private readonly Dictionary<string, ValueKind> _kinds = new(StringComparer.Ordinal);
    private readonly CellNotation _notation;
    private readonly HashSet<string> _targets;
    private readonly EquationDiagnostics _diagnostics;

    /// <summary>Names that stand elsewhere than as the row of a product, w^⊤ x_t.</summary>
    private readonly HashSet<string> _vectors = new(StringComparer.Ordinal);

    /// <summary>Names that stand there.</summary>
    private readonly HashSet<string> _rows = new(StringComparer.Ordinal);

    private ValueKinds(EquatableArray<Equation> equations, CellNotation notation, EquationDiagnostics diagnostics)
    {
        (_notation, _diagnostics) = (notation, diagnostics);
        _targets = new HashSet<string>(equations.Select(equation => equation.Target.Name.Key), StringComparer.Ordinal);
        foreach (var equation in equations)
        {
            FindVectors(equation.Value);
        }
    }

    /// <param name="equations">The equations.</param>
    /// <param name="notation">What they call the input, and which parameters are one number.</param>
    /// <param name="matrices">The names that are declared as matrices.</param>
    /// <param name="diagnostics">Receives the errors.</param>
    /// <returns>The kinds, and the equations with the product of a matrix and a vector as a product.</returns>
    public static (ValueKinds Kinds, EquatableArray<Equation> Equations) Resolve(
        EquatableArray<Equation> equations, CellNotation notation, IEnumerable<string> matrices, EquationDiagnostics diagnostics)
    {
        var kinds = new ValueKinds(equations, notation, diagnostics);
        kinds._kinds[notation.Output.Key] = ValueKind.Vector;
        foreach (var matrix in matrices)
        {
            kinds._kinds[matrix] = ValueKind.Matrix;
        }

        kinds.Find(equations);
        return (kinds, kinds._kinds.Values.Any(kind => kind == ValueKind.Matrix) || equations.Any(equation => HasRow(equation.Value) || StructuredMatrices.HasDiagonal(equation.Value))
            ? equations.Select(equation => equation with { Value = kinds.WithProducts(equation.Value) }).ToEquatableArray()
            : equations);
    }

    private static bool HasRow(Expression expression) => expression is BinaryExpression { Operator: BinaryOperator.Product } and ({ Left: TransposeExpression } or { Right: TransposeExpression }) || Expressions.Parts(expression).Any(HasRow);

    /// <summary>The kind of the value of a name.</summary>
    public ValueKind this[string key] => _kinds.TryGetValue(key, out var kind) ? kind : ValueKind.Unknown;

    /// <summary>Kinds only rise, so that this ends.</summary>
    private void Find(EquatableArray<Equation> equations)
    {
        for (var hasChanged = true; hasChanged;)
        {
            hasChanged = false;
            foreach (var equation in equations)
            {
                var (key, kind) = (equation.Target.Name.Key, Of(equation.Value));
                if (kind > this[key])
                {
                    _kinds[key] = kind;
                    _structured.Clear();
                    hasChanged = true;
                }
            }
        }
    }

    /// <summary>The kind of a value.</summary>
    public ValueKind Of(Expression expression) => expression switch
    {
        NameExpression name when _targets.Contains(name.Name.Key) => this[name.Name.Key],
        NameExpression { Time: not TimeIndex.None } name when _notation.Inputs.FirstOrDefault(part => part.Name.Key == name.Name.Key) is not { IsNumber: true } => ValueKind.Vector,
        NameExpression => ValueKind.Unknown,
        ConcatExpression or PartExpression or CallExpression { Function.Kind: FunctionKind.Softmax or FunctionKind.LayerNorm } => ValueKind.Vector,
        DiagonalExpression => ValueKind.Matrix,
        AppliedExpression applied => Of(applied.Operand),
        BinaryExpression { Operator: BinaryOperator.Product, Right: TransposeExpression } => ValueKind.Matrix,
        BinaryExpression { Operator: BinaryOperator.Product, Left: TransposeExpression transposed } => IsRow(transposed) ? ValueKind.Number : Of(transposed.Operand) switch
        {
            ValueKind.Matrix => ValueKind.Vector,
            ValueKind.Vector => ValueKind.Number,
            _ => ValueKind.Unknown,
        },
        BinaryExpression product when IsProduct(product) && (IsStructured(product.Left) || IsStructured(product.Right)) => OfStructured(product),
        BinaryExpression { Operator: BinaryOperator.Product, Left: NameExpression matrix } when IsParameter(matrix) && !_notation.Scalars.Contains(matrix.Name.Key) => ValueKind.Vector,
        BinaryExpression { Operator: BinaryOperator.Product } or BinaryExpression { Operator: BinaryOperator.Times, OperatorSpan.Length: 0 } => OfFactors((BinaryExpression)expression),
        _ => Expressions.Parts(expression).Select(Of).DefaultIfEmpty(ValueKind.Unknown).Max(),
    };

    /// <summary>Whether a transposed parameter is a row that is learned, as in w^⊤ x_t: a matrix is named by a capital letter.</summary>
    public bool IsRow(TransposeExpression transposed) => transposed.Operand is NameExpression name && IsParameter(name);

    /// <summary>Whether such a row is a weight matrix of one row: the parameter is nothing else anywhere.</summary>
    public bool IsMatrixOfOneRow(TransposeExpression transposed) => IsRow(transposed) && !_vectors.Contains(((NameExpression)transposed.Operand).Name.Key);

    /// <summary>Whether a name is transposed somewhere, and so no number.</summary>
    public bool IsTransposed(string key) => _rows.Contains(key);

    private void FindVectors(Expression expression)
    {
        if (expression is NameExpression name)
        {
            _vectors.Add(name.Name.Key);
        }
        else if (expression is BinaryExpression { Operator: BinaryOperator.Product, Left: TransposeExpression { Operand: NameExpression row } } product)
        {
            _rows.Add(row.Name.Key);
            FindVectors(product.Right);
        }
        else
        {
            foreach (var part in Expressions.Parts(expression))
            {
                FindVectors(part);
            }
        }
    }

    private bool IsParameter(NameExpression name) => name is { Time: TimeIndex.None, IsBroken: false } && !_notation.IsInput(name.Name.Key) && !_targets.Contains(name.Name.Key);

    private ValueKind OfFactors(BinaryExpression product) => (Of(product.Left), Of(product.Right)) switch
    {
        (ValueKind.Matrix, ValueKind.Vector) => ValueKind.Vector,
        (ValueKind.Matrix, ValueKind.Unknown) => ValueKind.Unknown,
        (ValueKind.Vector, ValueKind.Matrix) when product.IsRow => ValueKind.Vector,
        (ValueKind.Unknown, ValueKind.Matrix) when product.IsRow => ValueKind.Unknown,
        var (left, right) => left > right ? left : right,
    };

    /// <summary>C_t q_t is the product of the matrix with the vector.</summary>
    private Expression WithProducts(Expression expression)
    {
        if (expression is BinaryExpression factors && IsProduct(factors) && RefusesTransposed(factors))
        {
            return new BrokenExpression(factors.Span);
        }

        if (expression is BinaryExpression structured && IsProduct(structured) && Applied(structured) is { } applied)
        {
            return applied;
        }

        if (expression is BinaryExpression { IsRow: true } row)
        {
            if (RefusesRow(row))
            {
                return new BrokenExpression(row.Span);
            }

            if (RowProduct(row) is { } product)
            {
                return product;
            }
        }

        if (expression is BinaryExpression { Operator: BinaryOperator.Times, OperatorSpan.Length: 0 } times && Of(times.Left) == ValueKind.Matrix && Of(times.Right) == ValueKind.Vector)
        {
            RefuseTwoFactors(times);
            expression = times with { Operator = BinaryOperator.Product };
        }
        else if (expression is BinaryExpression { Operator: BinaryOperator.Times, OperatorSpan.Length: 0 } two && Of(two.Left) == ValueKind.Matrix && Of(two.Right) == ValueKind.Matrix)
        {
            _diagnostics.Add(EquationMistake.CannotBeRead, two.Span, ProductOfMatrices(two));
            return new BrokenExpression(two.Span);
        }
        else if (expression is BinaryExpression { Operator: BinaryOperator.Product, Left: TransposeExpression } inner)
        {
            RefuseTwoFactors(inner);
        }

        return Expressions.WithParts(expression, WithProducts);
    }

    /// <summary>Of rows q_t S_t is S_tᵀ q_t for columns, and q_t S_tᵀ is S_t q_t; null for any other product.</summary>
    private BinaryExpression? RowProduct(BinaryExpression row) => row switch
    {
        { Operator: BinaryOperator.Product, Left: TransposeExpression transposed } when Of(transposed.Operand) == ValueKind.Matrix =>
            row with { Left = WithProducts(transposed.Operand), Right = WithProducts(row.Right), IsRow = false },
        { Left: not TransposeExpression } when (Of(row.Left), Of(row.Right)) == (ValueKind.Vector, ValueKind.Matrix) =>
            row with { Operator = BinaryOperator.Product, Left = new TransposeExpression(row.Right.Span, WithProducts(row.Right)), Right = WithProducts(row.Left), IsRow = false },
        _ => null,
    };

    /// <summary>Reports S_t q_t, of which rows have no product, and o_t q_t S_t, which may be (o_t ⊙ q_t) S_t or o_t ⊙ (q_t S_t).</summary>
    private bool RefusesRow(BinaryExpression row)
    {
        if (row.Operator != BinaryOperator.Times)
        {
            return false;
        }

        var (left, right) = (EquationPrinter.QuoteFactor(row.Left), EquationPrinter.QuoteFactor(row.Right));
        if ((Of(row.Left), Of(row.Right)) == (ValueKind.Matrix, ValueKind.Vector))
        {
            _diagnostics.Add(EquationMistake.CannotBeRead, row.Span, $"values are rows here, and '{left}' is a matrix; write {right} {left}, or ⊤ behind the matrix for its transpose");
            return true;
        }

        if (row.Right is BinaryExpression { IsRow: true, Operator: BinaryOperator.Times } factors && factors.Span.Start == factors.Left.Span.Start
            && (Of(row.Left), Of(factors.Left), Of(factors.Right)) == (ValueKind.Vector, ValueKind.Vector, ValueKind.Matrix))
        {
            var (one, matrix) = (EquationPrinter.QuoteFactor(factors.Left), EquationPrinter.QuoteFactor(factors.Right));
            _diagnostics.Add(EquationMistake.CannotBeRead, row.Span, $"this may be ({left} ⊙ {one}) {matrix} or {left} ⊙ ({one} {matrix}); write the one that is meant");
            return true;
        }

        return false;
    }

    /// <summary>The advice for a product of two matrices.</summary>
    public static string ProductOfMatrices(BinaryExpression product) =>
        $"'{EquationPrinter.QuoteFactor(product.Left)} {EquationPrinter.QuoteFactor(product.Right)}' is a product of two matrices of a step, of which one is diagonal, I, an outer product, or a sum of such, as in diag(f_t) S_{{t-1}} and S_{{t-1}} (I - k_t k_t^⊤); ⊙ multiplies elementwise";

    /// <summary>C_t q_t o_t may be C_t (q_t ⊙ o_t) or (C_t q_t) ⊙ o_t.</summary>
    private void RefuseTwoFactors(BinaryExpression product)
    {
        if (product.Right is BinaryExpression { Operator: BinaryOperator.Times, OperatorSpan.Length: 0 } factors && factors.Span.Start == factors.Left.Span.Start
            && Of(factors.Left) == ValueKind.Vector && Of(factors.Right) == ValueKind.Vector)
        {
            var (matrix, one, two) = (EquationPrinter.QuoteFactor(product.Left), EquationPrinter.QuoteFactor(factors.Left), EquationPrinter.QuoteFactor(factors.Right));
            _diagnostics.Add(EquationMistake.CannotBeRead, product.Span, $"this may be {matrix} · ({one} ⊙ {two}) or ({matrix} · {one}) ⊙ {two}; write the one that is meant");
        }
    }
}
