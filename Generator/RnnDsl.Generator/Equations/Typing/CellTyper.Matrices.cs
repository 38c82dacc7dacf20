namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Matrices that are made of others: Wᵀ, W - Wᵀ - γ I.</summary>
internal sealed partial class CellTyper
{
    private const string IdentityKey = StructuredMatrices.IdentityKey;

    private readonly Dictionary<CellValue, CellParameter> _matrices = [];

    /// <summary>Whether an expression has parameters and numbers only, and a matrix among them.</summary>
    private bool IsOfMatrices(Expression expression) =>
        Expressions.Names(expression).ToList() is { Count: > 0 } names
        && names.TrueForAll(name => IsParameter(name) || (_defined.TryGetValue(name.Name.Key, out var value) && value.Term is null))
        && names.Exists(name => name.Name.Key != IdentityKey && IsMatrix(name))
        && !_diagnostics.HasLostEquations;

    private bool IsMatrix(NameExpression name) => IsParameter(name) && !_scalars.Contains(name.Name.Key) && (name.IsTransposed || char.IsUpper(name.Name.Key[0]));

    /// <summary>The matrix that an expression makes; null for an expression that is reported.</summary>
    private CellParameter? MatrixOf(Expression expression)
    {
        var errors = _diagnostics.ErrorCount;
        var first = Expressions.Names(expression).First(name => name.Name.Key != IdentityKey && IsMatrix(name));
        if (Make(expression, Parameter(first, isMatrix: true)) is not ({ } value, { } rows, { } columns) || _diagnostics.ErrorCount > errors)
        {
            return null;
        }

        if (!_matrices.TryGetValue(value, out var matrix))
        {
            matrix = new CellParameter(new CellName(UniqueKey(first.Name.Key + "_derived"), EquationPrinter.QuoteFactor(expression)), isMatrix: true, expression.Span) { Rows = rows, Columns = columns, Formula = value };
            _matrices.Add(value, matrix);
        }

        return matrix;
    }

    /// <summary>The key of a matrix that is made of others, which no name of the equations has.</summary>
    private string UniqueKey(string key)
    {
        var names = new HashSet<string>(_equations.SelectMany(equation => Expressions.Names(equation.Value).Prepend(equation.Target)).Select(name => name.Name.Key), StringComparer.Ordinal);
        names.UnionWith(_matrices.Values.Select(other => other.Name.Key));
        var unique = key;
        for (var number = 2; names.Contains(unique); number++)
        {
            unique = key + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return unique;
    }

    /// <summary>A matrix with its sizes, or a number without; null for what is no matrix.</summary>
    private (CellValue Value, LengthTerm? Rows, LengthTerm? Columns)? Make(Expression expression, CellParameter like)
    {
        switch (expression)
        {
            case NumberExpression number:
                return (_values.Number(number.Value), null, null);

            case NameExpression name when !IsParameter(name) || _scalars.Contains(name.Name.Key):
                return (TypeOfName(name), null, null);

            case NameExpression { Name.Key: IdentityKey }:
                var size = LengthTerm.Unknown();
                return (_values.Identity(like), size, size);

            case NameExpression name when !IsMatrix(name):
                _diagnostics.Add(EquationMistake.CannotBeRead, name.Span,
                    $"'{name.Name.Display}' beside a matrix is a number; write [CellParameter(\"{name.Name.Display}\", Scalar = true)] for one that is learned, or Constants = \"{name.Name.Display} = 0.1\", and a capital letter for a matrix");
                return null;

            case NameExpression name:
                var parameter = Parameter(name with { IsTransposed = false }, isMatrix: true);
                return name.IsTransposed ? (_values.Matrix(parameter, isTransposed: true), parameter.Columns, parameter.Rows) : (_values.Matrix(parameter, isTransposed: false), parameter.Rows, parameter.Columns);

            case NegateExpression negate:
                return Make(negate.Operand, like) is var (operand, rows, columns) ? (_values.Negate(operand), rows, columns) : null;

            case BinaryExpression { Operator: not BinaryOperator.Power } binary:
                return Make(binary.Left, like) is { } left && Make(binary.Right, like) is { } right ? Make(binary, left, right) : null;

            case CallExpression { Function: { Arguments: 1, Kind: not (FunctionKind.Softmax or FunctionKind.LayerNorm) and var kind } } call:
                return Make(call.Arguments[0], like) is var (argument, all, width) ? (ComposedFunctions.Of(kind, argument, _values) ?? _values.Function(kind, argument), all, width) : null;

            case DiagonalExpression diagonal:
                _diagnostics.Add(EquationMistake.CannotBeRead, diagonal.Span,
                    $"'{EquationPrinter.Quote(diagonal)}' is no part of a matrix of parameters; multiply by each, as in W · h_{{t-1}} - {EquationPrinter.QuoteFactor(diagonal.Operand)} ⊙ h_{{t-1}} for (W - {EquationPrinter.Quote(diagonal)}) · h_{{t-1}}");
                return null;

            default:
                _diagnostics.Add(EquationMistake.CannotBeRead, expression.Span,
                    $"'{EquationPrinter.Quote(expression)}' is no matrix; a matrix is made of others by sums, differences, multiples, elementwise products and functions, and transposes");
                return null;
        }
    }

    private (CellValue Value, LengthTerm? Rows, LengthTerm? Columns)? Make(
        BinaryExpression binary, (CellValue Value, LengthTerm? Rows, LengthTerm? Columns) left, (CellValue Value, LengthTerm? Rows, LengthTerm? Columns) right)
    {
        var @operator = binary.Operator switch
        {
            BinaryOperator.Add => ValueOperator.Add,
            BinaryOperator.Subtract => ValueOperator.Subtract,
            BinaryOperator.Divide => ValueOperator.Divide,
            _ => ValueOperator.Times,
        };
        var isSum = @operator is ValueOperator.Add or ValueOperator.Subtract;
        if (left.Rows is { } rows && right.Rows is { } otherRows)
        {
            if (binary.Operator == BinaryOperator.Product)
            {
                return Refuse("a product of matrices stands before its operand, as in A · B · x_t");
            }

            Agree(rows, otherRows, binary.Left, binary.Right, binary.Span, "both matrices have the same number of rows");
            Agree(left.Columns!, right.Columns!, binary.Left, binary.Right, binary.Span, "both matrices have the same number of columns");
        }
        else if (isSum && (left.Rows is not null || right.Rows is not null))
        {
            return Refuse($"a number is no matrix; write {EquationPrinter.QuoteFactor(left.Rows is null ? binary.Left : binary.Right)} I for a multiple of the identity");
        }

        return (_values.Binary(@operator, left.Value, right.Value), left.Rows ?? right.Rows, left.Columns ?? right.Columns);

        (CellValue, LengthTerm?, LengthTerm?)? Refuse(string why)
        {
            _diagnostics.Add(EquationMistake.CannotBeRead, binary.Span, $"in '{EquationPrinter.Quote(binary)}' {why}");
            return null;
        }
    }
}
