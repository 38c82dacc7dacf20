namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Products of vectors of a step, and matrices that are made of them.</summary>
internal sealed partial class CellTyper
{
    /// <summary>n_tᵀ q_t, a number of each sequence; S_tᵀ q_t; and wᵀ x_t, where w is learned.</summary>
    private CellValue TypeOfRow(BinaryExpression product, TransposeExpression row)
    {
        if (_kinds.IsMatrixOfOneRow(row) && row.Operand is NameExpression name)
        {
            if (!_parameters.TryGetValue(name.Name.Key, out var parameter))
            {
                _parameters.Add(name.Name.Key, parameter = new CellParameter(name.Name, isMatrix: true, name.Span) { Rows = LengthTerm.Known(CellLength.Of(1), "") });
            }

            var factor = TypeOf(product.Right);
            return _values.Element(TypeOfProduct(product with { Left = name }, parameter, factor));
        }

        var (left, right) = (TypeOf(row.Operand), TypeOf(product.Right));
        if (left is UnknownValue || RefusesNumber(left, row.Operand, row) || RefusesNumber(right, product.Right, product))
        {
            return Anything();
        }

        if (left.Term!.Matrix is { } matrix)
        {
            return TypeOfMatrix(product, left, matrix.Rows, right, isTransposed: true);
        }

        if (right.Term!.Matrix is not null)
        {
            _diagnostics.Add(EquationMistake.CannotBeRead, product.Span,
                $"'{EquationPrinter.Quote(product)}' is a row; write '{EquationPrinter.QuoteFactor(product.Right)}ᵀ {EquationPrinter.QuoteFactor(row.Operand)}' for it as a column");
            return Anything();
        }

        Agree(left.Term, right.Term, row.Operand, product.Right, product.Span, "an inner product is of two vectors of one size");
        return _values.Inner(left, right);
    }

    /// <summary>v_t k_tᵀ</summary>
    private CellValue TypeOfOuter(BinaryExpression product, TransposeExpression row)
    {
        var (left, right) = (TypeOf(product.Left), TypeOf(row.Operand));

        // α 1ᵀ and 1 βᵀ, of a vector of ones.
        if (row.Operand is NumberExpression { Value: 1 } && left.Term is not null)
        {
            right = _values.Ones(LengthTerm.Unknown());
        }
        else if (product.Left is NumberExpression { Value: 1 } && right.Term is not null)
        {
            left = _values.Ones(LengthTerm.Unknown());
        }

        if (RefusesNumber(left, product.Left, product) || RefusesNumber(right, row.Operand, row)
            || RefusesMatrix(left, product.Left, "an outer product is of two vectors") || RefusesMatrix(right, row.Operand, "an outer product is of two vectors"))
        {
            return new UnknownValue { Term = LengthTerm.OfMatrix(LengthTerm.Unknown(), LengthTerm.Unknown()) };
        }

        return _values.Outer(left, right);
    }

    /// <summary>C_t q_t and S_tᵀ q_t.</summary>
    private CellValue TypeOfMatrix(BinaryExpression product, CellValue matrix, LengthTerm columns, CellValue vector, bool isTransposed)
    {
        if (vector is UnknownValue)
        {
            return Anything();
        }

        if (vector.Term!.Matrix is not null)
        {
            _diagnostics.Add(EquationMistake.CannotBeRead, product.Span,
                ValueKinds.ProductOfMatrices(product));
            return new UnknownValue { Term = matrix.Term };
        }

        return Agree(columns, vector.Term, product.Left, product.Right, product.Span, isTransposed ? "a transposed matrix multiplies a vector of as many elements as it has rows" : "a matrix multiplies a vector of as many elements as it has columns")
            ? _values.Contracted(matrix, vector, isTransposed)
            : Anything();
    }

    private bool RefusesNumber(CellValue value, Expression written, Expression whole)
    {
        if (value.Term is not null)
        {
            return false;
        }

        _diagnostics.Add(EquationMistake.NoVector, written.Span, $"in '{EquationPrinter.Quote(whole)}' a vector is transposed or multiplied by one, and '{EquationPrinter.Quote(written)}' is a number",
            "Leave ⊤ out for a multiple, or name the vector.");
        return true;
    }

    /// <summary>Reports a matrix where a vector is needed.</summary>
    private bool RefusesMatrix(CellValue value, Expression written, string why)
    {
        if (value.Term?.Matrix is null || value is UnknownValue)
        {
            return false;
        }

        _diagnostics.Add(EquationMistake.NoVector, written.Span, $"{why}, and '{EquationPrinter.Quote(written)}' is a matrix", "Multiply the matrix by a vector first, as in C_t q_t.");
        return true;
    }

    /// <summary>Two operands of a sum, or of max or min. A parameter that nothing else has determined is a number beside a number of each sequence: w^⊤ x_t + b.</summary>
    private (CellValue Left, CellValue Right) TypeOfPair(Expression left, Expression right)
    {
        DetermineBeside(left, right);
        DetermineBeside(right, left);
        return (TypeOf(left), TypeOf(right));

        void DetermineBeside(Expression expression, Expression other)
        {
            if (expression is NameExpression { IsTransposed: false } name && IsParameter(name) && !_parameters.ContainsKey(name.Name.Key) && !_kinds.IsTransposed(name.Name.Key) && _kinds.Of(other) == ValueKind.Number)
            {
                _scalars.Add(name.Name.Key);
            }
        }
    }
}
