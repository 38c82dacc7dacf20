namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Products with matrices of a step that have a structure: each part multiplies the operand.</summary>
internal sealed partial class CellTyper
{
    private const string SameSize = "a diagonal matrix multiplies as many elements as it has";

    private CellValue TypeOfApplied(AppliedExpression applied)
    {
        var operand = TypeOf(applied.Operand);
        return operand is UnknownValue || RefusesNumber(operand, applied.Operand, applied) ? Anything() : Apply(applied.Matrix, operand, applied);
    }

    /// <summary>The product of a matrix with a value that is typed.</summary>
    private CellValue Apply(Expression matrix, CellValue operand, AppliedExpression whole)
    {
        switch (matrix)
        {
            case NameExpression:
                return operand;

            case DiagonalExpression diagonal:
                return Apply(diagonal, operand, whole);

            case NegateExpression negate:
                return _values.Negate(Apply(negate.Operand, operand, whole));

            case BinaryExpression outer when ValueKinds.IsOuter(outer):
                return ApplyOuter(outer, operand, whole);

            case BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum:
                var (one, other) = (Apply(sum.Left, operand, whole), Apply(sum.Right, operand, whole));
                return one is UnknownValue || other is UnknownValue || !Agree(one.Term!, other.Term!, sum.Left, sum.Right, sum.Span, "a sum is of matrices of the same sizes")
                    ? Anything()
                    : _values.Binary(sum.Operator == BinaryOperator.Add ? ValueOperator.Add : ValueOperator.Subtract, one, other);

            case BinaryExpression product when _kinds.IsStructured(product.Left) && _kinds.IsStructured(product.Right):
                var (first, second) = whole.Side == MatrixSide.Left ? (product.Right, product.Left) : (product.Left, product.Right);
                return Apply(first, operand, whole) is var inner && inner is UnknownValue ? inner : Apply(second, inner, whole);

            case BinaryExpression multiple:
                return ApplyMultiple(multiple, operand, whole);

            default:
                throw new InvalidOperationException($"A {matrix.GetType().Name} is no matrix with a structure.");
        }
    }

    /// <summary>diag(a) b is a ⊙ b; of a matrix a is the gate of each row before it, and of each column behind it.</summary>
    private CellValue Apply(DiagonalExpression diagonal, CellValue operand, AppliedExpression whole)
    {
        var vector = TypeOf(diagonal.Operand);
        if (vector is UnknownValue || RefusesMatrix(vector, diagonal.Operand, "diag is of a vector"))
        {
            return Anything();
        }

        if (vector.Term is null)
        {
            var number = EquationPrinter.Quote(diagonal.Operand);
            _diagnostics.Add(EquationMistake.NoVector, diagonal.Operand.Span, $"diag is of a vector, and '{number}' is a number", $"Write '{number} ⊙ {EquationPrinter.QuoteFactor(whole.Operand)}' for a multiple.");
            return Anything();
        }

        var isOfRows = whole.Side == MatrixSide.Left;
        var size = operand.Term!.Matrix is not { } matrix ? operand.Term : isOfRows ? matrix.Rows : matrix.Columns;
        return !Agree(vector.Term, size, diagonal.Operand, whole.Operand, whole.Span, operand.Term.Matrix is null ? SameSize : isOfRows ? "diag(a) S multiplies each row of S by an element of a" : "S diag(a) multiplies each column of S by an element of a") ? Anything()
            : operand.Term.Matrix is null ? _values.Binary(ValueOperator.Times, vector, operand)
            : _values.Gated(vector, operand, isOfRows);
    }

    /// <summary>f ⊙ S with a vector that is as long as the columns of S alone, or as its rows alone: a gate of each row or of each column. Null for two of a kind, and where sizes leave both.</summary>
    private CellValue? GateOf(BinaryExpression times, CellValue left, CellValue right)
    {
        var (vector, matrix) = left.Term?.Matrix is null ? (left, right) : (right, left);
        if (times.IsOuter || vector is UnknownValue || matrix is UnknownValue || vector.Term is not { Matrix: null, Length: { } length }
            || matrix.Term?.Matrix is not { Rows.Length: { } rows, Columns.Length: { } columns } || length.IsAlways(rows) == length.IsAlways(columns))
        {
            return null;
        }

        return _values.Gated(vector, matrix, isOfRows: length.IsAlways(rows));
    }

    /// <summary>(a bᵀ) x is (bᵀ x) a, (a bᵀ) S is a (Sᵀ b)ᵀ, S (a bᵀ) is (S a) bᵀ, and of a row x (a bᵀ) is (aᵀ x) b.</summary>
    private CellValue ApplyOuter(BinaryExpression outer, CellValue operand, AppliedExpression whole)
    {
        var row = ((TransposeExpression)outer.Right).Operand;
        var (a, b) = (TypeOf(outer.Left), TypeOf(row));
        if (a is UnknownValue || b is UnknownValue || RefusesNumber(a, outer.Left, outer) || RefusesNumber(b, row, outer)
            || RefusesMatrix(a, outer.Left, "an outer product is of two vectors") || RefusesMatrix(b, row, "an outer product is of two vectors"))
        {
            return Anything();
        }

        var isLeft = whole.Side == MatrixSide.Left;
        var (inner, written) = isLeft ? (b, row) : (a, outer.Left);
        var size = operand.Term!.Matrix is not { } matrix ? operand.Term : isLeft ? matrix.Rows : matrix.Columns;
        if (!Agree(inner.Term!, size, written, whole.Operand, whole.Span, "an outer product multiplies as many elements as its vector has"))
        {
            return Anything();
        }

        return operand.Term.Matrix is null ? _values.Binary(ValueOperator.Times, _values.Inner(inner, operand), isLeft ? a : b)
            : isLeft ? _values.Outer(a, _values.Contracted(operand, b, isTransposed: true))
            : _values.Outer(_values.Contracted(operand, a, isTransposed: false), b);
    }

    private CellValue ApplyMultiple(BinaryExpression multiple, CellValue operand, AppliedExpression whole)
    {
        var isLeft = _kinds.IsStructured(multiple.Left);
        var (matrix, factor) = isLeft ? (multiple.Left, multiple.Right) : (multiple.Right, multiple.Left);
        var number = TypeOf(factor);
        if (number is UnknownValue)
        {
            return Anything();
        }

        if (number.Term is not null)
        {
            _diagnostics.Add(EquationMistake.CannotBeRead, multiple.Span,
                $"'{EquationPrinter.Quote(factor)}' is a vector beside a matrix; write diag({EquationPrinter.Quote(factor)}) for a factor of each row before the matrix, and of each column behind it, or [CellParameter(…, Scalar = true)] for a learned number");
            return Anything();
        }

        var applied = Apply(matrix, operand, whole);
        return applied is UnknownValue ? applied : _values.Binary(multiple.Operator == BinaryOperator.Divide ? ValueOperator.Divide : ValueOperator.Times, isLeft ? applied : number, isLeft ? number : applied);
    }
}
