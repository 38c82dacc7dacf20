namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Equations of several values, [i_t; f_t] = σ(W · x_t + b): each is computed by its rows of the matrices and its elements of the vectors.</summary>
internal sealed partial class CellTyper
{
    /// <summary>The right sides that have been reported, by their keys.</summary>
    private readonly HashSet<string> _reportedWholes = new(StringComparer.Ordinal);

    private CellValue TypeOfRows(PartExpression part)
    {
        var whole = TypeOf(part.Whole);
        var written = _targets[part.Whole.Name.Key].Value;
        if (whole is UnknownValue)
        {
            return Anything();
        }

        if (whole.Term is null || whole.Term.Matrix is not null)
        {
            return Refuse($"'{EquationPrinter.Quote(written)}' is a {(whole.Term is null ? "number" : "matrix")}, and has no parts for {part.Whole.Name.Display}");
        }

        if (!_parts.TryGetValue(whole, out var terms))
        {
            terms = [.. Enumerable.Range(0, part.Count).Select(_ => LengthTerm.Unknown())];
            _parts.Add(whole, terms);
            if (!Agree(whole.Term, LengthTerm.Sum(terms), written, part.Whole, written.Span, "the parts are together as long as the whole"))
            {
                _reportedWholes.Add(part.Whole.Name.Key);
            }
        }

        var known = new Dictionary<CellValue, CellValue?>();
        return PartOf(whole) ?? (_reportedWholes.Contains(part.Whole.Name.Key) ? Anything() : Refuse(
            $"'{EquationPrinter.Quote(written)}' has no parts for {part.Whole.Name.Display}; a right side of several values is made of products with matrices, learned vectors and elementwise operations on those; write an equation for each value"));

        CellValue Refuse(string why)
        {
            if (_reportedWholes.Add(part.Whole.Name.Key))
            {
                _diagnostics.Add(EquationMistake.CannotBeRead, written.Span, why);
            }

            return Anything();
        }

        // The part of a value; null for one whose parts are not computed by themselves.
        CellValue? PartOf(CellValue value)
        {
            if (!known.TryGetValue(value, out var of))
            {
                known.Add(value, of = value.Term is null ? value : value switch
                {
                    ParameterValue { Parameter.IsScalar: true } number => _values.Repeated(number.Parameter, terms[part.Index]),
                    ParameterValue => _values.Part(value, part.Index, terms),
                    ProductValue { Matrix.Formula: null } product => _values.Product(RowsOf(product.Matrix, part, terms), product.Operand),
                    ConcatValue { Operands: var items } when items.Count == terms.Length => items[part.Index].Term!.Join(terms[part.Index]) == Agreement.No ? null : items[part.Index],
                    FunctionValue { Function: FunctionKind.Softmax or FunctionKind.LayerNorm } => null,
                    BinaryValue or FunctionValue or SelectedValue => value.Operands.All(operand => PartOf(operand) is not null) ? _values.With(value, operand => PartOf(operand)!) : null,
                    _ => null,
                });
            }

            return of;
        }
    }

    /// <summary>The rows of a matrix that compute a part, under a name of their own.</summary>
    private CellParameter RowsOf(CellParameter whole, PartExpression part, LengthTerm[] terms)
    {
        var value = _values.MatrixRows(whole, part.Index, terms);
        if (!_matrices.TryGetValue(value, out var matrix))
        {
            var display = part.Written!.Substring(part.Written.LastIndexOf('['));
            matrix = new CellParameter(new CellName(UniqueKey($"{whole.Name.Key}_{_current}"), whole.Name.Display + display), isMatrix: true, part.Span) { Rows = terms[part.Index], Columns = whole.Columns, Formula = value };
            _matrices.Add(value, matrix);
        }

        return matrix;
    }
}
