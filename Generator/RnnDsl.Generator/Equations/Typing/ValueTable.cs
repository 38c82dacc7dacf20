namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Creates values: constants are folded, and equal values are shared.</summary>
/// <param name="input">The name of the input.</param>
internal sealed class ValueTable(CellName input)
{
    private readonly Dictionary<string, CellValue> _values = new(StringComparer.Ordinal);

    /// <summary>Numbers that are learned, repeated to the lengths of vectors.</summary>
    private readonly Dictionary<(CellValue Number, LengthTerm Term), CellValue> _repeated = [];

    /// <summary>Vectors of ones by their lengths.</summary>
    private readonly Dictionary<LengthTerm, CellValue> _ones = [];

    /// <summary>Rows of matrices by the lengths of their parts, of which each stacked equation has its own.</summary>
    private readonly Dictionary<(CellParameter Matrix, LengthTerm Rows), CellValue> _rows = [];

    /// <summary>The length of vectors of one element.</summary>
    private readonly LengthTerm _one = LengthTerm.Known(CellLength.Of(1), "");

    /// <summary>Cache of the numbers that are computed of vectors.</summary>
    private readonly Dictionary<CellValue, bool> _isOfElements = [];

    /// <summary>The number of values.</summary>
    public int Count => _values.Count;

    /// <summary>A table with the same values, to which others can be added.</summary>
    public ValueTable Copy()
    {
        var copy = new ValueTable(input);
        foreach (var value in _values)
        {
            copy._values.Add(value.Key, value.Value);
        }

        return copy;
    }

    public CellValue Number(double value) => Add($"#{value:R}", () => new NumberValue(value));

    public CellValue Input(LengthTerm term) => Add("x", () => new InputValue(input) { Term = term });

    public CellValue Previous(CellStateSymbol state) => Add("<" + state.Name.Key, () => new PreviousValue(state) { Term = state.Term });

    public CellValue Mask(CellStateSymbol state, MaskKind kind) => Add($"{kind}<{state.Name.Key}", () => new MaskValue(state, kind) { Term = state.Term });

    public CellValue Parameter(CellParameter parameter) => Add("p" + parameter.Name.Key, () => new ParameterValue(parameter) { Term = parameter.IsScalar ? null : parameter.Rows });

    public CellValue Matrix(CellParameter parameter, bool isTransposed) => Add($"M{parameter.Name.Key}{(isTransposed ? "'" : "")}", () => new MatrixValue(parameter, isTransposed));

    /// <summary>The rows of a matrix that are one part of its products.</summary>
    public CellValue MatrixRows(CellParameter matrix, int index, IReadOnlyList<LengthTerm> parts)
    {
        if (!_rows.TryGetValue((matrix, parts[index]), out var rows))
        {
            _rows.Add((matrix, parts[index]), rows = Add($"M{matrix.Name.Key}[{_values.Count}]", () => new MatrixRowsValue(matrix, [.. parts.Take(index)], parts[index])));
        }

        return rows;
    }


    public CellValue Identity(CellParameter like) => Add("I" + like.Name.Key, () => new IdentityValue(like));

    /// <summary>The number that is the element of a vector.</summary>
    public CellValue Element(CellValue vector) => Add($"one {vector.Number}", () => new ElementValue(vector));

    /// <summary>left rightᵀ</summary>
    public CellValue Outer(CellValue left, CellValue right) => Outer(left, right, LengthTerm.OfMatrix(left.Term!, right.Term!));

    private CellValue Outer(CellValue left, CellValue right, LengthTerm term) => Add($"{left.Number}⊗{right.Number}", () => new OuterValue(left, right, isMultiple: false) { Term = term });

    /// <summary>diag(gate) matrix, or matrix diag(gate). Of an outer product it is one of a vector with the gate, which has fewer elements.</summary>
    public CellValue Gated(CellValue gate, CellValue matrix, bool isOfRows) => (matrix, isOfRows) switch
    {
        (OuterValue { IsMultiple: false } outer, true) => Outer(Binary(ValueOperator.Times, gate, outer.Left), outer.Right, outer.Term!),
        (OuterValue { IsMultiple: false } outer, false) => Outer(outer.Left, Binary(ValueOperator.Times, gate, outer.Right), outer.Term!),
        (_, true) => Binary(ValueOperator.Times, Outer(gate, Ones(matrix.Term!.Matrix!.Value.Columns), matrix.Term!), matrix),
        _ => Binary(ValueOperator.Times, Outer(Ones(matrix.Term!.Matrix!.Value.Rows), gate, matrix.Term!), matrix),
    };

    /// <summary>A vector of ones.</summary>
    public CellValue Ones(LengthTerm term)
    {
        if (!_ones.TryGetValue(term, out var ones))
        {
            _ones.Add(term, ones = Add($"1*{_values.Count}", () => new OnesValue { Term = term }));
        }

        return ones;
    }

    private CellValue OuterMultiple(CellValue element, CellValue of) => Add($"{element.Number}×{of.Number}", () => new OuterValue(element, of, isMultiple: true) { Term = of.Term });

    /// <summary>A multiple of a vector or a matrix. That of an outer product is the outer product of a multiple, which has fewer elements.</summary>
    private CellValue Multiple(CellValue number, CellValue of) =>
        of is OuterValue { IsMultiple: false } outer ? Outer(Multiple(number, outer.Left), outer.Right, outer.Term!) : OuterMultiple(OneElement(number), of);

    /// <summary>The product of a matrix, or of its transpose, with a vector.</summary>
    public CellValue Contracted(CellValue matrix, CellValue vector, bool isTransposed) => Add(
        $"{matrix.Number}{(isTransposed ? "'" : "")}·{vector.Number}",
        () => new ContractedValue(matrix, vector, isTransposed) { Term = isTransposed ? matrix.Term!.Matrix!.Value.Columns : matrix.Term!.Matrix!.Value.Rows });

    /// <summary>The inner product of two vectors.</summary>
    public CellValue Inner(CellValue left, CellValue right) => Element(Add($"{left.Number}·{right.Number}", () => new ContractedValue(left, right, isTransposed: false) { Term = _one }));

    /// <summary>A number of each sequence as a vector of one element; a vector as it is.</summary>
    public CellValue OneElement(CellValue number) => number switch
    {
        { Term: not null } or NumberValue => number,
        ElementValue element => element.Vector,
        InputNumberValue input => input.Part,
        ParameterValue => Repeat(number, _one),
        _ => With(number, OneElement),
    };

    /// <summary>Whether a number is one of each sequence, and computed of vectors.</summary>
    public bool IsOfElements(CellValue number)
    {
        if (!_isOfElements.TryGetValue(number, out var isOfElements))
        {
            _isOfElements.Add(number, isOfElements = number.Term is null && (number is ElementValue || number.Operands.Any(IsOfElements)));
        }

        return isOfElements;
    }

    public CellValue Product(CellParameter matrix, CellValue operand) =>
        Add($"{matrix.Name.Key}·{operand.Number}", () => new ProductValue(matrix, operand) { Term = matrix.Rows });

    public CellValue Function(FunctionKind function, CellValue operand) => operand is NumberValue { Value: var number } && Fold(function, number) is { } folded
        ? Number(folded)
        : Add($"{function}({operand.Number})", () => new FunctionValue(function, operand) { Term = operand.Term });

    /// <summary>One value where a condition holds, the other elsewhere.</summary>
    public CellValue Selected(SelectionKind comparison, CellValue left, CellValue right, CellValue then, CellValue otherwise)
    {
        if ((left, right) is (NumberValue a, NumberValue b))
        {
            return comparison.Holds(a.Value, b.Value) ? then : otherwise;
        }

        if (then == otherwise)
        {
            return then;
        }

        var term = left.Term ?? right.Term ?? then.Term ?? otherwise.Term;
        return term is null ? Selection(comparison, left, right, then, otherwise) : Selection(comparison, Of(left), Of(right), Of(then), Of(otherwise));

        CellValue Of(CellValue value) => value.Term is null ? Repeat(value, term!) : value;
    }

    private CellValue Selection(SelectionKind comparison, CellValue left, CellValue right, CellValue then, CellValue otherwise) => Add(
        $"{comparison}({left.Number},{right.Number})?{then.Number}:{otherwise.Number}",
        () => new SelectedValue(comparison, left, right, then, otherwise) { Term = left.Term ?? right.Term ?? then.Term ?? otherwise.Term });

    public CellValue Concat(IReadOnlyList<CellValue> items, LengthTerm term) => items.Count == 1
        ? items[0]
        : Add($"[{string.Join(",", items.Select(item => item.Number))}]", () => new ConcatValue(items) { Term = term });

    public CellValue Part(CellValue whole, int index, IReadOnlyList<LengthTerm> parts) =>
        Add($"{whole.Number}[{index}/{parts.Count}]", () => new PartValue(whole, [.. parts.Take(index)]) { Term = parts[index] });

    /// <summary>A part of the input.</summary>
    /// <param name="whole">The input.</param>
    /// <param name="index">The number of parts before it.</param>
    /// <param name="parts">All parts.</param>
    /// <param name="terms">Their lengths.</param>
    public CellValue Input(CellValue whole, int index, IReadOnlyList<StateSize> parts, IReadOnlyList<LengthTerm> terms)
    {
        var part = Add("x" + parts[index].Name.Key, () => new PartValue(whole, [.. terms.Take(index)]) { Term = terms[index], Name = parts[index].Name });
        return parts[index].IsNumber ? Add("#x" + parts[index].Name.Key, () => new InputNumberValue((PartValue)part)) : part;
    }

    /// <summary>The power of a constant; not a number if it is not finite.</summary>
    public CellValue Power(NumberValue value, double exponent) => Finite(Math.Pow(value.Value, exponent)) is { } power ? Number(power) : Function(FunctionKind.Log, Number(-1));

    public CellValue Negate(CellValue operand) => Binary(ValueOperator.Times, Number(-1), operand);

    public CellValue Binary(ValueOperator @operator, CellValue left, CellValue right)
    {
        // A constant is the left operand of a product and the right one of a sum.
        if ((@operator is ValueOperator.Times && right is NumberValue && left is not NumberValue)
            || (@operator is ValueOperator.Add or ValueOperator.Max or ValueOperator.Min && left is NumberValue && right is not NumberValue))
        {
            (left, right) = (right, left);
        }

        return (@operator, left, right) switch
        {
            (_, NumberValue a, NumberValue b) when Fold(@operator, a.Value, b.Value) is { } folded => Number(folded),
            (ValueOperator.Add or ValueOperator.Subtract, _, NumberValue { Value: 0 }) => left,
            (ValueOperator.Times, NumberValue { Value: 1 }, _) => right,
            (ValueOperator.Divide, _, NumberValue { Value: 1 }) => left,
            (ValueOperator.Times, NumberValue a, BinaryValue { Operator: ValueOperator.Times, Left: NumberValue b } inner) when Finite(a.Value * b.Value) is { } factor =>
                Binary(ValueOperator.Times, Number(factor), inner.Right),
            (ValueOperator.Divide, _, NumberValue divisor) when left is not NumberValue && Finite(1 / divisor.Value) is { } factor =>
                Binary(ValueOperator.Times, Number(factor), left),
            (ValueOperator.Subtract, NumberValue { Value: 0 }, _) => Negate(right),
            (ValueOperator.Times, { Term: null }, { Term: not null }) when IsOfElements(left) => Multiple(left, right),
            (ValueOperator.Times, { Term: not null }, { Term: null }) when IsOfElements(right) => Multiple(right, left),
            (ValueOperator.Divide, { Term: not null }, { Term: null }) when IsOfElements(right) => Multiple(Binary(ValueOperator.Divide, Number(1), right), left),
            _ => Operation(@operator, Beside(left, right), Beside(right, left)),
        };
    }

    /// <summary>A number that is learned is a vector beside a vector.</summary>
    private CellValue Beside(CellValue value, CellValue other) => value.Term is null && other.Term is { } term ? Repeat(value, term) : value;

    private CellValue Repeat(CellValue number, LengthTerm term)
    {
        if (!_repeated.TryGetValue((number, term), out var vector))
        {
            vector = number is ParameterValue { Parameter: var parameter }
                ? Add($"p{parameter.Name.Key}*{_repeated.Count}", () => new ParameterValue(parameter) { Term = term })
                : IsOfElements(number) && OneElement(number) is var element ? Add($"{element.Number}*{_repeated.Count}", () => new RepeatedValue(element) { Term = term })
                : number is InputNumberValue { Part: var part } ? Add($"{part.Number}*{_repeated.Count}", () => new RepeatedValue(part) { Term = term })
                : With(number, operand => Repeat(operand, term));
            _repeated.Add((number, term), vector);
        }

        return vector;
    }

    /// <summary>The operands stay in the order of the equation; a + b and b + a are one value.</summary>
    private CellValue Operation(ValueOperator @operator, CellValue left, CellValue right)
    {
        var isSymmetric = @operator is ValueOperator.Add or ValueOperator.Times or ValueOperator.Max or ValueOperator.Min;
        var (first, second) = isSymmetric && right.Number < left.Number ? (right, left) : (left, right);
        return Add($"{@operator}({first.Number},{second.Number})", () => new BinaryValue(@operator, left, right) { Term = left.Term ?? right.Term });
    }

    /// <summary>The same operation on other operands, in their order.</summary>
    public CellValue With(CellValue value, Func<CellValue, CellValue> operand)
    {
        var operands = value.Operands.Select(operand).ToList();
        return operands.SequenceEqual(value.Operands) ? value : value switch
        {
            ProductValue product => Product(product.Matrix, operands[0]),
            BinaryValue binary => Operation(binary.Operator, operands[0], operands[1]),
            FunctionValue function => Function(function.Function, operands[0]),
            SelectedValue selected => Selection(selected.Comparison, operands[0], operands[1], operands[2], operands[3]),
            ConcatValue => Concat(operands, value.Term!),
            ElementValue => Element(operands[0]),
            OuterValue { IsMultiple: true } => OuterMultiple(operands[0], operands[1]),
            OuterValue outer => Outer(operands[0], operands[1], outer.Term!),
            ContractedValue { IsInner: true } => ((ElementValue)Inner(operands[0], operands[1])).Vector,
            ContractedValue contracted => Contracted(operands[0], operands[1], contracted.IsTransposed),
            RepeatedValue => Add($"{operands[0].Number}*{value.Number}", () => new RepeatedValue(operands[0]) { Term = value.Term }),
            PartValue part => Add($"{operands[0].Number}[{string.Join(",", part.Before)}:{part.Length}]", () => part.Of(operands[0])),
            _ => throw new InvalidOperationException($"A {value.GetType().Name} has no operands."),
        };
    }

    /// <summary>A parameter of one number, repeated to a length.</summary>
    public CellValue Repeated(CellParameter number, LengthTerm term) => Repeat(Add("p" + number.Name.Key, () => new ParameterValue(number)), term);

    private CellValue Add(string key, Func<CellValue> make)
    {
        if (!_values.TryGetValue(key, out var value))
        {
            value = make();
            value.Number = _values.Count;
            _values.Add(key, value);
        }

        return value;
    }

    /// <summary>Null if the result is not a finite number.</summary>
    private static double? Fold(ValueOperator @operator, double left, double right) => Finite(@operator switch
    {
        ValueOperator.Add => left + right,
        ValueOperator.Subtract => left - right,
        ValueOperator.Times => left * right,
        ValueOperator.Divide => left / right,
        ValueOperator.Max => Math.Max(left, right),
        ValueOperator.Remainder => left % right is var rest && rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest,
        _ => Math.Min(left, right),
    });

    private static double? Fold(FunctionKind function, double operand) => Finite(function switch
    {
        FunctionKind.Sigmoid => 1 / (1 + Math.Exp(-operand)),
        FunctionKind.Tanh => Math.Tanh(operand),
        FunctionKind.Relu => Math.Max(operand, 0),
        FunctionKind.Softplus => Math.Log(1 + Math.Exp(operand)),
        FunctionKind.Exp => Math.Exp(operand),
        FunctionKind.Log => Math.Log(operand),
        FunctionKind.Sqrt => Math.Sqrt(operand),
        FunctionKind.Sin => Math.Sin(operand),
        FunctionKind.Cos => Math.Cos(operand),
        FunctionKind.Sign => Math.Sign(operand),
        FunctionKind.Floor => Math.Floor(operand),
        FunctionKind.Erf => ErrorFunction.Of(operand),
        _ => double.NaN,
    });

    private static double? Finite(double value) => double.IsNaN(value) || double.IsInfinity(value) ? null : value;
}
