using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Finds out what each name of a cell is and how long every value is.</summary>
internal sealed partial class CellTyper
{
    private const string InputKey = "x";
    private const string OutputKey = "h";

    private readonly EquationFindings _findings;
    private readonly ValueTable _values = new();
    private readonly Dictionary<string, Equation> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellValue> _defined = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellStateSymbol> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellParameter> _parameters = new(StringComparer.Ordinal);
    private readonly List<CellDefinition> _definitions = [];
    private readonly List<(LengthTerm Left, LengthTerm Right, Action Refuse)> _later = [];
    private readonly LengthTerm _features = LengthTerm.Known(CellLength.Features, "x_t");
    private string? _whyInputIsAsLong;

    private CellTyper(EquationFindings findings) => _findings = findings;

    /// <summary>Types a cell.</summary>
    /// <param name="equations">What could be read of it.</param>
    /// <param name="states">What <c>States</c> says of it.</param>
    /// <param name="findings">Is told what is wrong.</param>
    /// <returns>Null where there are errors.</returns>
    public static TypedCell? Type(EquatableArray<Equation> equations, string? states, EquationFindings findings)
    {
        var typer = new CellTyper(findings);
        typer.CollectTargets(equations);
        typer.CollectStates(equations, states);
        foreach (var equation in equations.Where(equation => typer._targets.TryGetValue(equation.Target.Name.Key, out var first) && first == equation))
        {
            typer.Define(equation);
        }

        typer.Settle();
        return typer.Finish();
    }

    private void CollectTargets(EquatableArray<Equation> equations)
    {
        foreach (var equation in equations)
        {
            var (target, key) = (equation.Target, equation.Target.Name.Key);
            if (key == InputKey)
            {
                _findings.Add(EquationMistake.InputDefined, target.Span, target.Name.At(target.Time), "x_t is the input, and comes from outside. Give this value another name.");
            }
            else if (target.Time == TimeIndex.Previous)
            {
                _findings.AddWithFix(EquationMistake.InputDefined, target.Span, target.Name.At(TimeIndex.Now), target.Name.At(target.Time),
                    $"An equation says what a value is at this step. Write '{target.Name.At(TimeIndex.Now)} = ...'.");
            }
            else if (_targets.TryGetValue(key, out var first))
            {
                _findings.Add(EquationMistake.DefinedTwice, target.Span, target.Name.At(target.Time), EquationPrinter.Print(first), AdviceOnTwo(first, equation));
            }
            else
            {
                _targets.Add(key, equation);
            }
        }

        if (!_targets.ContainsKey(OutputKey) && equations.Count > 0 && !_findings.HasErrors)
        {
            var last = equations[equations.Count - 1].Target;
            _findings.Add(EquationMistake.NoOutput, last.Span, last.Name.At(TimeIndex.Now));
        }
    }

    /// <summary>The LSTM of many tables has two C_t: the candidate, and the state that is made of it.</summary>
    private static string AdviceOnTwo(Equation first, Equation second)
    {
        var name = first.Target.Name;
        return Names(second.Value).Any(read => read.Name == name && read.Time != TimeIndex.Previous)
            ? $"The second is made of the first, so the first is a candidate: call it {name.WithTilde()}_t, there and where it is read."
            : "Two values need two names.";
    }

    private void CollectStates(EquatableArray<Equation> equations, string? states)
    {
        var sizes = StateSizes.Read(states, why => _findings.Add(EquationMistake.StateSizes, default, why));
        var read = new HashSet<string>(equations.SelectMany(equation => Names(equation.Value)).Where(name => name.Time == TimeIndex.Previous).Select(name => name.Name.Key), StringComparer.Ordinal);
        foreach (var equation in _targets.Values.Where(equation => equation.Target.Name.Key == OutputKey || read.Contains(equation.Target.Name.Key)))
        {
            var name = equation.Target.Name;
            var term = sizes.TryGetValue(name.Key, out var size) ? LengthTerm.Known(size, $"States = \"{name.Display}: {size}\"")
                : name.Key == OutputKey ? LengthTerm.Known(CellLength.Hidden, "h_t")
                : LengthTerm.Unknown();
            _states.Add(name.Key, new CellStateSymbol(name, term));
        }

        foreach (var key in sizes.Keys.Where(key => !_states.ContainsKey(key)))
        {
            if (_targets.TryGetValue(key, out var equation))
            {
                var target = equation.Target.Name;
                _findings.Add(EquationMistake.StateNeverRead, equation.Target.Span, target.At(TimeIndex.Now), target.At(TimeIndex.Previous));
            }
            else
            {
                _findings.Add(EquationMistake.StateSizes, default, $"no equation defines '{key}'"
                    + (Nearest.To(key, _states.Keys) is { } nearest ? $"; did you mean '{nearest}'?" : ""));
            }
        }

        if (sizes.TryGetValue(OutputKey, out var own) && !own.IsAlways(CellLength.Hidden))
        {
            _findings.Add(EquationMistake.StateSizes, default, "h_t is the output, and has the cell's own size, which the layer gives");
        }
    }

    private void Define(Equation equation)
    {
        var (target, text) = (equation.Target, EquationPrinter.Print(equation));
        var value = TypeOf(equation.Value);
        if (_states.TryGetValue(target.Name.Key, out var state))
        {
            if (value.Term is null)
            {
                _findings.Add(EquationMistake.NoVector, equation.Value.Span, $"{target.Name.At(TimeIndex.Now)} is a state, and so a vector, but this is a number");
                value = _values.Previous(state);
            }
            else
            {
                Agree(value.Term, state.Term, equation.Value, target, equation.Value.Span, "a state keeps its length");
            }

            state.Next = value;
        }

        _defined[target.Name.Key] = value;
        _definitions.Add(new CellDefinition(target.Name, value, text, target.Span));
    }

    private CellValue TypeOf(Expression expression)
    {
        switch (expression)
        {
            case NumberExpression number:
                return _values.Number(number.Value);

            case NameExpression name:
                return TypeOfName(name);

            case NegateExpression negate:
                return _values.Negate(TypeOf(negate.Operand));

            case CallExpression call:
                return TypeOfCall(call);

            case ConcatExpression concat:
                return TypeOfConcat(concat);

            case BinaryExpression { Operator: BinaryOperator.Product } product:
                return TypeOfProduct(product);

            case BinaryExpression binary:
                var (left, right) = (TypeOf(binary.Left), TypeOf(binary.Right));
                if (left.Term is { } one && right.Term is { } two)
                {
                    Agree(one, two, binary.Left, binary.Right, binary.Span, "both are taken number by number");
                }

                return Numeric(_values.Binary(binary.Operator switch
                {
                    BinaryOperator.Add => ValueOperator.Add,
                    BinaryOperator.Subtract => ValueOperator.Subtract,
                    BinaryOperator.Times => ValueOperator.Times,
                    _ => ValueOperator.Divide,
                }, left, right), binary);

            default:
                throw new InvalidOperationException($"A {expression.GetType().Name} has no type.");
        }
    }

    /// <summary>Refuses what was made of numbers and is none.</summary>
    private CellValue Numeric(CellValue value, Expression expression)
    {
        if (value is NumberValue || value.Term is not null)
        {
            return value;
        }

        _findings.Add(EquationMistake.NoVector, expression.Span, $"{EquationPrinter.Print(expression)} is no number");
        return _values.Number(1);
    }

    private CellValue TypeOfName(NameExpression name)
    {
        var key = name.Name.Key;
        if (name.Time == TimeIndex.Previous)
        {
            return TypeOfPrevious(name);
        }

        if (_defined.TryGetValue(key, out var defined))
        {
            return defined;
        }

        if (key == InputKey)
        {
            return _values.Input(_features);
        }

        if (_targets.ContainsKey(key))
        {
            var isState = _states.ContainsKey(key);
            _findings.Add(EquationMistake.UsedBeforeDefined, name.Span, name.Name.At(name.Time), isState || _targets[key].Target.Name == name.Name
                ? $"Write '{name.Name.At(TimeIndex.Previous)}' for its value at the step before, or move its equation up."
                : "Move its equation up.");
            return Anything();
        }

        if (name.Time == TimeIndex.Now)
        {
            var nearest = NearestName(key);
            _findings.AddWithFix(EquationMistake.NotDefined, name.Span, nearest?.At(TimeIndex.Now), name.Name.At(name.Time),
                nearest is null ? "Write an equation for it, or leave the '_t' away where a parameter is meant." : $"Did you mean '{nearest.At(TimeIndex.Now)}'?");
            return Anything();
        }

        return _values.Parameter(Parameter(name, isMatrix: false));
    }

    private CellValue TypeOfPrevious(NameExpression name)
    {
        if (_states.TryGetValue(name.Name.Key, out var state))
        {
            return _values.Previous(state);
        }

        var nearest = name.Name.Key == InputKey ? null : NearestName(name.Name.Key);
        _findings.AddWithFix(EquationMistake.StateNeverUpdated, name.Span, nearest?.At(TimeIndex.Previous), name.Name.At(TimeIndex.Previous),
            name.Name.Key == InputKey ? "The input is no state. Keep it in one of its own, as in 'p_t = x_t', and read p_{t-1}."
            : nearest is null ? $"Write an equation for '{name.Name.At(TimeIndex.Now)}'."
            : $"Did you mean '{nearest.At(TimeIndex.Previous)}'?");
        return Anything();
    }

    private CellName? NearestName(string key)
    {
        var near = Nearest.To(key, _targets.Keys.Append(InputKey));
        return near is null ? null : near == InputKey ? new CellName(InputKey, InputKey) : _targets[near].Target.Name;
    }

    private CellParameter Parameter(NameExpression name, bool isMatrix)
    {
        if (!_parameters.TryGetValue(name.Name.Key, out var parameter))
        {
            _parameters.Add(name.Name.Key, parameter = new CellParameter(name.Name, isMatrix, name.Span));
        }
        else if (parameter.IsMatrix != isMatrix)
        {
            _findings.Add(EquationMistake.MatrixAndVector, name.Span, name.Name.Display, isMatrix ? "a matrix" : "a vector", isMatrix ? "a vector" : "a matrix");
            return new CellParameter(name.Name, isMatrix, name.Span);
        }

        return parameter;
    }

    private CellValue TypeOfCall(CallExpression call)
    {
        var arguments = call.Arguments.Select(TypeOf).ToList();
        if (call.Function is not { } function)
        {
            return arguments.Count > 0 ? arguments[0] : Anything();
        }

        switch (function.Kind)
        {
            case FunctionKind.Max or FunctionKind.Min:
                if (arguments[0].Term is { } one && arguments[1].Term is { } two)
                {
                    Agree(one, two, call.Arguments[0], call.Arguments[1], call.Span, $"{function.Name} takes both number by number");
                }

                return _values.Binary(function.Kind == FunctionKind.Max ? ValueOperator.Max : ValueOperator.Min, arguments[0], arguments[1]);

            case FunctionKind.Softmax or FunctionKind.LayerNorm when arguments[0].Term is null:
                _findings.Add(EquationMistake.NoVector, call.Arguments[0].Span, $"{function.Name} is of a vector, and this is a number");
                return arguments[0];

            default:
                return Numeric(_values.Function(function.Kind, arguments[0]), call);
        }
    }

    private CellValue TypeOfConcat(ConcatExpression concat)
    {
        var items = concat.Items.Select(TypeOf).ToList();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Term is null)
            {
                _findings.Add(EquationMistake.NoVector, concat.Items[i].Span, "vectors are joined by [a, b], and this is a number");
                items[i] = Anything();
            }
        }

        return _values.Concat(items, LengthTerm.Sum([.. items.Select(item => item.Term!)]));
    }

    private CellValue TypeOfProduct(BinaryExpression product)
    {
        var right = TypeOf(product.Right);
        if (product.Left is NumberExpression number)
        {
            return _values.Binary(ValueOperator.Times, _values.Number(number.Value), right);
        }

        if (product.Left is not NameExpression { Time: TimeIndex.None } name || name.Name.Key == InputKey || _targets.ContainsKey(name.Name.Key))
        {
            RefuseProduct(product, TypeOf(product.Left).Term is null);
            return right;
        }

        var matrix = Parameter(name, isMatrix: true);
        if (right.Term is null)
        {
            _findings.Add(EquationMistake.NoVector, product.Right.Span, "a matrix is multiplied with a vector, and this is a number");
            right = Anything();
        }

        Agree(matrix.Columns, right.Term!, product.Left, product.Right, product.Span, $"the columns of {name.Name.Display} are as many as what it multiplies has numbers");
        return _values.Product(matrix, right);
    }

    private void RefuseProduct(BinaryExpression product, bool isNumber)
    {
        var sideBySide = product.OperatorSpan.Length == 0;
        var isSwapped = product.Right is NameExpression { Time: TimeIndex.None } matrix && matrix.Name.Key != InputKey && !_targets.ContainsKey(matrix.Name.Key);
        var advice = isSwapped && !isNumber ? $"A matrix stands left: write '{EquationPrinter.Print(product.Right)} · {Operand(product.Left)}', or ⊙ for a product of number by number."
            : sideBySide && product.Right.Span.Length > 0 && product.Left is NameExpression ? "Write ⊙ between them for a product of number by number."
            : "Write ⊙ for a product of number by number.";
        _findings.AddWithFix(EquationMistake.ProductOfVectors, sideBySide ? product.Span : product.OperatorSpan, isSwapped || sideBySide ? null : "⊙",
            EquationPrinter.Print(product.Left), EquationPrinter.Print(product.Right), advice);
    }

    private static string Operand(Expression expression) =>
        expression is BinaryExpression { Operator: not BinaryOperator.Product } or NegateExpression ? $"({EquationPrinter.Print(expression)})" : EquationPrinter.Print(expression);

    /// <summary>In place of what is wrong, so that the rest can be checked.</summary>
    private static UnknownValue Anything() => new UnknownValue { Term = LengthTerm.Unknown() };

    private void Agree(LengthTerm one, LengthTerm two, Expression left, Expression right, Span span, string why)
    {
        switch (one.Join(two))
        {
            case Agreement.No:
                Refuse();
                break;

            case Agreement.Later:
                _later.Add((one, two, Refuse));
                break;
        }

        void Refuse()
        {
            if (one.Length is { } a && two.Length is { } b
                && ((a.IsAlways(CellLength.Features) && b.IsAlways(CellLength.Hidden)) || (a.IsAlways(CellLength.Hidden) && b.IsAlways(CellLength.Features))))
            {
                // The layer that gives both sizes can make them equal.
                _whyInputIsAsLong ??= $"'{EquationPrinter.Print(left)}' and '{EquationPrinter.Print(right)}' are of one length";
                return;
            }

            _findings.Add(EquationMistake.SizesDisagree, span, Describe(left, one), Describe(right, two), why);
        }
    }

    private static string Describe(Expression expression, LengthTerm term)
    {
        var text = EquationPrinter.Print(expression);
        var length = term.Length is { } known ? known.ToString() : "another length";
        return $"'{text}' has {length} numbers" + (term.Reason.Length > 0 && term.Reason != text ? $", as {term.Reason} has" : "");
    }

    /// <summary>Every name an expression reads.</summary>
    private static IEnumerable<NameExpression> Names(Expression expression) => expression switch
    {
        NameExpression name => [name],
        NegateExpression negate => Names(negate.Operand),
        BinaryExpression binary => Names(binary.Left).Concat(Names(binary.Right)),
        CallExpression call => call.Arguments.SelectMany(Names),
        ConcatExpression concat => concat.Items.SelectMany(Names),
        _ => [],
    };

    private sealed class UnknownValue : CellValue;
}
