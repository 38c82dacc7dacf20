using System.Text;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Infers the kind of each name of a cell and the length of every value.</summary>
internal sealed partial class CellTyper
{
    /// <summary>The time index, which is not a value.</summary>
    private const string TimeKey = "t";

    /// <summary>The maximum number of values. Later stages may use recursion over values.</summary>
    private const int MostValues = 1000;

    /// <summary>The highest power that is a product.</summary>
    private const int MostFactors = 8;

    /// <summary>Words that are numbers or values in programs.</summary>
    private static readonly HashSet<string> NumbersOfPrograms = new(["inf", "Inf", "infinity", "infty", "nan", "NaN", "null", "None", "true", "false", "True", "False"], StringComparer.Ordinal);

    /// <summary>Marks of values of the step before, in programs.</summary>
    private static readonly string[] PreviousMarks = ["_old", "_last", "_past", "_before", "_tm1", "_tminus1", "_t1", "prev"];

    private static readonly string[] PreviousPrefixes = ["prev_", "previous_", "old_", "last_"];

    /// <summary>The name of a new matrix in advice.</summary>
    private static readonly string[] MatrixNames = ["W", "V", "U", "P", "Q"];

    private readonly CellNotation _notation;
    private readonly CellName _inputName;
    private readonly CellName _outputName;
    private readonly ValueKinds _kinds;
    private readonly HashSet<string> _scalars;

    /// <summary>The lengths of the input, or of its parts, by their names; null for one number.</summary>
    private readonly Dictionary<string, LengthTerm?> _inputs = new(StringComparer.Ordinal);

    /// <summary>The lengths of the parts of the input.</summary>
    private readonly IReadOnlyList<LengthTerm> _inputParts;
    private readonly EquationDiagnostics _diagnostics;
    private readonly ValueTable _values;
    private readonly Dictionary<string, Equation> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellValue> _defined = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellStateSymbol> _states = new(StringComparer.Ordinal);

    /// <summary>The given sizes of values that are no states.</summary>
    private readonly Dictionary<string, LengthTerm> _sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CellParameter> _parameters = new(StringComparer.Ordinal);
    private readonly List<CellDefinition> _definitions = [];
    private readonly List<(LengthTerm Left, LengthTerm Right, Action Refuse)> _later = [];
    private readonly LengthTerm _features;

    /// <summary>The lengths of the parts of vectors that are split.</summary>
    private readonly Dictionary<CellValue, LengthTerm[]> _parts = [];

    /// <summary>Cache of the values that are the same at every step.</summary>
    private readonly Dictionary<CellValue, bool> _learned = [];

    /// <summary>Cache of the numbers that are learned.</summary>
    private readonly Dictionary<CellValue, bool> _learnedNumbers = [];

    /// <summary>Those values that are multiplied by a matrix and have been reported.</summary>
    private readonly HashSet<CellValue> _reportedLearned = [];

    /// <summary>The equation that determined the length of each name.</summary>
    private readonly Dictionary<string, string> _sizedBy = new(StringComparer.Ordinal);

    /// <summary>All parsed names, so that advice suggests unused ones.</summary>
    private EquatableArray<Equation> _equations;
    private string? _whyInputIsAsLong;

    /// <summary>Whether an equation defines x_t, which has been reported.</summary>
    private bool _inputIsDefined;

    /// <summary>Whether a vector of too many parts has been reported.</summary>
    private bool _isTooLong;

    /// <summary>The key of the name whose equation is being typed.</summary>
    private string _current = "";

    /// <summary>That equation, printed.</summary>
    private string _text = "";

    private CellTyper(CellNotation notation, ValueKinds kinds, EquationDiagnostics diagnostics)
    {
        (_notation, _inputName, _outputName, _kinds, _diagnostics) = (notation, notation.Input, notation.Output, kinds, diagnostics);
        _scalars = new HashSet<string>(notation.Scalars, StringComparer.Ordinal);
        _values = new ValueTable(_inputName);
        _features = LengthTerm.Known(CellLength.Features, _inputName.At(TimeIndex.Now));
        _inputParts = [.. notation.Inputs.Select(part => LengthTerm.Known(part.Size, $"Inputs = \"{part.Name.Display}: {part.Size}\""))];
        foreach (var (name, i) in notation.InputNames.Select((name, i) => (name, i)))
        {
            _inputs.Add(name.Key, notation.Inputs.Count == 0 ? _features : notation.Inputs[i].IsNumber ? null : _inputParts[i]);
        }
    }

    /// <summary>Types a cell.</summary>
    /// <param name="equations">The parsed equations.</param>
    /// <param name="states">The entries of <c>States</c>.</param>
    /// <param name="notation">What the input and the output are called, and which parameters are one number.</param>
    /// <param name="diagnostics">Receives the errors.</param>
    /// <param name="values">The entries of <c>Values</c>.</param>
    /// <returns>Null if there are errors.</returns>
    public static TypedCell? Type(EquatableArray<Equation> equations, string? states, CellNotation notation, EquationDiagnostics diagnostics, string? values = null)
    {
        var matrices = new[] { states, values }.SelectMany(text => StateSizes.Read(text, (_, _) => { })).Where(entry => entry.Value.Matrix is not null).Select(entry => entry.Key);
        (var kinds, equations) = ValueKinds.Resolve(equations, notation, matrices, diagnostics);
        var typer = new CellTyper(notation, kinds, diagnostics) { _equations = equations };
        typer.CollectTargets(equations);
        typer.CollectStates(equations, states);
        typer.CollectValues(values);
        foreach (var equation in typer.Sorted(equations.Where(equation => typer._targets.TryGetValue(equation.Target.Name.Key, out var first) && ReferenceEquals(first, equation))))
        {
            typer.Define(equation);
            if (typer._values.Count > MostValues)
            {
                diagnostics.Add(EquationMistake.CannotBeRead, equation.Target.Span, $"the cell is too long, with more than {MostValues} values up to here");
                return null;
            }
        }

        typer.ResolveUnknownLengths();
        return typer.Finish();
    }

    private void CollectTargets(EquatableArray<Equation> equations)
    {
        foreach (var equation in equations)
        {
            var (target, key) = (equation.Target, equation.Target.Name.Key);
            if (_inputs.ContainsKey(key))
            {
                _inputIsDefined = true;
                _diagnostics.Add(EquationMistake.InputDefined, target.Span, target.Name.At(target.Time), $"It is the input, and comes from outside. Give this value another name, or the input, as in Input = \"{(_inputName.Key == "u" ? "v" : "u")}\".");
            }
            else if (_targets.TryGetValue(key, out var first))
            {
                _diagnostics.Add(EquationMistake.DefinedTwice, target.Span, target.Name.At(target.Time), EquationPrinter.Quote(first), AdviceOnTwo(first, equation));
            }
            else
            {
                if (target.Time == TimeIndex.Previous)
                {
                    _diagnostics.AddWithFix(EquationMistake.InputDefined, target.Span, target.Name.At(TimeIndex.Now), target.Name.At(target.Time),
                        $"An equation defines a value of this step. Write '{target.Name.At(TimeIndex.Now)} = ...'.");
                }

                _targets.Add(key, equation);
            }
        }

        foreach (var target in _targets.Values.Select(equation => equation.Target).Where(target => target.Name.Key.EndsWith("_0", StringComparison.Ordinal)))
        {
            if (_targets.TryGetValue(target.Name.Key.Substring(0, target.Name.Key.Length - 2), out var state))
            {
                _diagnostics.Add(EquationMistake.InputDefined, target.Span, target.Name.At(target.Time),
                    $"Before the first step every state is 0, or what the caller gives. Remove this line, or, where it is no beginning of '{state.Target.Name.At(TimeIndex.Now)}', give it another name.");
            }
        }

        // A skipped line may define h_t, or the output under another name.
        if (!_targets.ContainsKey(_outputName.Key) && equations.Count > 0 && !HasBroken(equations))
        {
            var last = equations[equations.Count - 1].Target;
            var written = last.Name.At(last.Time == TimeIndex.None ? TimeIndex.None : TimeIndex.Now);
            var output = _outputName.At(TimeIndex.Now);
            _diagnostics.Add(EquationMistake.NoOutput, last.Span, output, last is { Time: TimeIndex.None, Name.Key: { Length: 3 } key } && key.StartsWith(_outputName.Key + "_", StringComparison.Ordinal) && char.IsLetter(key[2])
                ? $"The time is t: write '{output}' for '{written}', and so for every other name, or Time = \"{key[2]}\" behind the equations."
                : $"Define it, or rename '{written}' to {output}.");
            _diagnostics.HasLostEquations = true;
        }
    }

    /// <summary>In many tables the LSTM has two C_t: the candidate, and the state that is computed from it.</summary>
    private static string AdviceOnTwo(Equation first, Equation second)
    {
        var name = first.Target.Name;
        return Expressions.Names(second.Value).Any(read => read.Name == name && read.Time != TimeIndex.Previous)
            ? $"The second equation reads the first, so the first is a candidate: name it {name.WithTilde()}_t, there and where it is read."
            : "Two values need two names.";
    }

    private void CollectStates(EquatableArray<Equation> equations, string? states)
    {
        var sizes = StateSizes.Read(states, (span, why) => _diagnostics.Add(EquationMistake.StateSizes, span, "States", why));
        var read = new HashSet<string>(equations.SelectMany(equation => Expressions.Names(equation.Value)).Where(name => name.Time == TimeIndex.Previous).Select(name => name.Name.Key), StringComparer.Ordinal);
        foreach (var equation in _targets.Values.Where(equation => equation.Target.Name.Key == _outputName.Key || read.Contains(equation.Target.Name.Key)))
        {
            var name = equation.Target.Name;
            var isOutput = name.Key == _outputName.Key;
            var kind = isOutput ? ValueKind.Vector : _kinds[name.Key];
            var isNumber = kind == ValueKind.Number && (!sizes.TryGetValue(name.Key, out var given) || given.Size.IsAlways(CellLength.Of(1)));
            var term = isNumber ? LengthTerm.Known(CellLength.Of(1), name.At(TimeIndex.Now))
                : sizes.TryGetValue(name.Key, out var size) ? Given(size, "States")
                : isOutput ? LengthTerm.Known(CellLength.Hidden, name.At(TimeIndex.Now))
                : kind == ValueKind.Matrix ? LengthTerm.OfMatrix(LengthTerm.Unknown(), LengthTerm.Unknown())
                : LengthTerm.Unknown();
            _states.Add(name.Key, new CellStateSymbol(name, term) { IsNumber = isNumber });
        }

        var perhaps = new HashSet<string>(equations.SelectMany(equation => Expressions.Names(equation.Value)).Where(name => name.WithMinusOne is not null).Select(name => name.Name.Key), StringComparer.Ordinal);
        foreach (var (key, entry) in sizes.Where(pair => !_states.ContainsKey(pair.Key)).Select(pair => (pair.Key, pair.Value)))
        {
            if (_targets.TryGetValue(key, out var equation))
            {
                // c_t-1 may be the state, and an equation that could not be parsed may read it.
                if (!perhaps.Contains(key) && !HasBroken(equations))
                {
                    var target = equation.Target.Name;
                    _diagnostics.Add(EquationMistake.StateNeverRead, equation.Target.Span, target.At(TimeIndex.Now), target.At(TimeIndex.Previous));
                }
            }
            else if (!_diagnostics.HasLostEquations)
            {
                var nearest = Nearest.To(key, _states.Keys, always: 0) is { } near ? _states[near].Name.Display
                    : sizes.Count == 1 && _states.Count == 2 ? _states.Values.First(state => state.Name.Key != _outputName.Key).Name.Display
                    : null;
                _diagnostics.AddWithFix(EquationMistake.StateSizes, entry.NameSpan, nearest, "States", $"no equation defines '{entry.Name.Display}'" + (nearest is null ? "" : $"; perhaps '{nearest}' is meant"));
            }
        }

        if (sizes.TryGetValue(_outputName.Key, out var own) && !own.Size.IsAlways(CellLength.Hidden))
        {
            _diagnostics.Add(EquationMistake.StateSizes, own.Span, "States", $"{_outputName.At(TimeIndex.Now)} is the output, and has the cell's own size, which the layer gives; leave it out here");
        }
    }

    /// <summary>The size that an option gives.</summary>
    private static LengthTerm Given(StateSize entry, string option)
    {
        var reason = $"{option} = \"{entry.Name.Display}: {(entry.Matrix is var (rows, columns) ? $"{rows} × {columns}" : entry.Size.ToString())}\"";
        return entry.Matrix is { } matrix ? LengthTerm.OfMatrix(LengthTerm.Known(matrix.Rows, reason), LengthTerm.Known(matrix.Columns, reason)) : LengthTerm.Known(entry.Size, reason);
    }

    private void CollectValues(string? values)
    {
        foreach (var (key, entry) in StateSizes.Read(values, Refuse).Select(pair => (pair.Key, pair.Value)))
        {
            if (_states.TryGetValue(key, out var state))
            {
                Refuse(entry.NameSpan, $"'{state.Name.Display}' is a state, whose size States gives");
            }
            else if (_targets.ContainsKey(key))
            {
                _sizes.Add(key, Given(entry, "Values"));
            }
            else if (!_diagnostics.HasLostEquations)
            {
                var nearest = Nearest.To(key, _targets.Keys.Where(target => !_states.ContainsKey(target)), always: 0) is { } near ? _targets[near].Target.Name.Display : null;
                _diagnostics.AddWithFix(EquationMistake.ValueSizes, entry.NameSpan, nearest, "Values", $"no equation defines '{entry.Name.Display}'" + (nearest is null ? "" : $"; perhaps '{nearest}' is meant"));
            }
        }

        void Refuse(Span span, string why) => _diagnostics.Add(EquationMistake.ValueSizes, span, "Values", why);
    }

    private bool HasBroken(EquatableArray<Equation> equations) => _diagnostics.HasLostEquations || equations.Any(equation => equation.Value is BrokenExpression);

    private void Define(Equation equation)
    {
        var (target, text) = (equation.Target, EquationPrinter.Print(equation));
        (_current, _text) = (target.Name.Key, text);
        var errors = _diagnostics.ErrorCount;
        var value = TypeOf(equation.Value);
        if (_states.TryGetValue(target.Name.Key, out var state))
        {
            var isOutput = target.Name.Key == _outputName.Key;
            if (_diagnostics.ErrorCount > errors)
            {
                // The kind of a value with an error is not known.
                value = state.Term.Matrix is null ? new UnknownValue { Term = state.Term } : Anything();
            }
            else if (state.IsNumber && value.Term is null && value is not NumberValue)
            {
                // Its element is the state. Of rows k_t^⊤ v_t would be an outer product.
                if (char.IsUpper(target.Name.Key[0]))
                {
                    _diagnostics.Add(EquationMistake.PerhapsKind, target.Span, target.Name.Display, "a number of each sequence",
                        "Write k_t v_t^⊤ for the outer product of two vectors, which is a matrix, or a lower-case letter for a number.");
                }
            }
            else if (isOutput && value.Term?.Matrix is not null)
            {
                _diagnostics.Add(EquationMistake.NoVector, equation.Value.Span, $"'{target.Name.At(TimeIndex.Now)}' is the output, and so a vector, but this is a matrix",
                    "Multiply the matrix by a vector, as in C_t q_t, and give it a name of its own where it is a state.");
                value = new UnknownValue { Term = state.Term };
            }
            else if (value.Term is null)
            {
                _diagnostics.Add(EquationMistake.NoVector, equation.Value.Span,
                    $"'{target.Name.At(TimeIndex.Now)}' is {(isOutput ? "the output" : "a state")}, and so a vector, but this is a number",
                    isOutput ? $"Make it of {_inputName.At(TimeIndex.Now)} and {_outputName.At(TimeIndex.Previous)}." : $"Write '{target.Name.Display}' for '{target.Name.At(TimeIndex.Previous)}' where a number is meant, or make it of a vector.");
                value = new UnknownValue { Term = state.Term };
            }
            else if (!Agree(value.Term, state.Term, equation.Value, target, equation.Value.Span, "a state keeps its size"))
            {
                value = value.Term.Matrix is null == state.Term.Matrix is null ? new UnknownValue { Term = state.Term } : Anything();
            }
            else if (state.Term.Matrix is not null && !HasOtherMatrix(value, state))
            {
                _diagnostics.Add(EquationMistake.PerhapsKind, target.Span, target.Name.Display, "a matrix that only numbers are added to, so that its elements stay equal",
                    "Write k_t v_t^⊤ for the outer product of two vectors; k_t^⊤ v_t is a number.");
            }
        }
        else if (_sizes.TryGetValue(target.Name.Key, out var size) && _diagnostics.ErrorCount == errors)
        {
            if (value.Term is null)
            {
                _diagnostics.Add(EquationMistake.NoVector, equation.Value.Span, $"'{target.Name.Display}' has a size by {size.Reason}, but this is a number", "Leave its size out, or make it of a vector.");
            }
            else
            {
                Agree(value.Term, size, equation.Value, target, equation.Value.Span, "a value has the size that is given for it");
            }
        }

        _defined[target.Name.Key] = value;
        _definitions.Add(new CellDefinition(target.Name, value, text, target.Span));
        foreach (var name in Expressions.Names(equation.Value).Prepend(target).Select(name => name.Name.Key).Where(name => !_sizedBy.ContainsKey(name) && TermOf(name)?.Length is not null))
        {
            _sizedBy.Add(name, text);
        }
    }

    /// <summary>Whether a value is made of a matrix of the step besides a state's own.</summary>
    private static bool HasOtherMatrix(CellValue value, CellStateSymbol own) =>
        value is OuterValue { IsMultiple: false, Term.Matrix: not null }
        || (value is PreviousValue { State: var state } && state != own && value.Term?.Matrix is not null)
        || value.Operands.Any(operand => HasOtherMatrix(operand, own));

    private CellValue TypeOf(Expression expression)
    {
        switch (expression)
        {
            case TransposeExpression transpose:
                _diagnostics.Add(EquationMistake.CannotBeRead, transpose.Span, $"'{EquationPrinter.Quote(transpose)}' is no factor of a product; {UnknownSigns.Transposed}");
                return Anything();

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

            case PartExpression { Written: not null } part:
                return TypeOfRows(part);

            case PartExpression part:
                return TypeOfPart(part);

            case AppliedExpression applied:
                return TypeOfApplied(applied);

            case DiagonalExpression diagonal:
                _diagnostics.Add(EquationMistake.CannotBeRead, diagonal.Span,
                    $"'{EquationPrinter.Quote(diagonal)}' is a diagonal matrix, and a factor of a product with a vector or a matrix of the step, as in diag(a_t) h_{{t-1}}, diag(f_t) S_{{t-1}} and S_{{t-1}} diag(f_t)");
                return Anything();

            case BinaryExpression { Operator: BinaryOperator.Power } power:
                return TypeOfPower(power);

            case SelectionExpression selection:
                return TypeOfSelection(selection);

            case ComparisonExpression or LogicalExpression:
                _diagnostics.Add(EquationMistake.CannotBeRead, expression.Span, UnknownSigns.Comparison);
                return Anything();

            case BrokenExpression:
                return Anything();

            case BinaryExpression binary:
                return TypeOfBinary(binary);

            default:
                throw new InvalidOperationException($"A {expression.GetType().Name} has no type.");
        }
    }

    private CellValue TypeOfBinary(BinaryExpression binary)
    {
        var (left, right) = binary.Operator is BinaryOperator.Add or BinaryOperator.Subtract ? TypeOfPair(binary.Left, binary.Right) : (TypeOf(binary.Left), TypeOf(binary.Right));
        if (binary.Operator == BinaryOperator.Times && GateOf(binary, left, right) is { } gated)
        {
            return gated;
        }

        if (left.Term is { } one && right.Term is { } two
            && !Agree(one, two, binary.Left, binary.Right, binary.Span, binary.IsOuter ? "⊗ is elementwise, and no outer product" : "both are combined elementwise", AsOuter(binary, one, two), isOuter: binary.IsOuter)
            && (one.Matrix ?? two.Matrix) is not null)
        {
            return Anything();
        }

        if (binary.Operator == BinaryOperator.Divide && RefusesZero(right, binary.Right, binary))
        {
            return left;
        }

        if (binary.IsAsterisk)
        {
            WarnOfAsterisk(binary);
        }

        return Numeric(_values.Binary(
            binary.Operator switch
            {
                BinaryOperator.Add => ValueOperator.Add,
                BinaryOperator.Subtract => ValueOperator.Subtract,
                BinaryOperator.Times => ValueOperator.Times,
                _ => ValueOperator.Divide,
            },
            left,
            right), binary);
    }

    /// <summary>The advice where an outer product may be meant: a ⊗ b of two sizes, or beside a matrix; null elsewhere.</summary>
    private static string? AsOuter(BinaryExpression binary, LengthTerm one, LengthTerm two) => binary.IsOuter
        ? $"Write '{EquationPrinter.QuoteFactor(binary.Left)} {EquationPrinter.QuoteFactor(binary.Right)}^⊤' for the outer product, which is a matrix, or give both one size."
        : (one.Matrix is null) != (two.Matrix is null) && (one.Matrix is null ? binary.Left : binary.Right) is BinaryExpression { IsOuter: true } outer
            ? $"⊗ is elementwise: write '{EquationPrinter.QuoteFactor(outer.Left)} {EquationPrinter.QuoteFactor(outer.Right)}^⊤' for the outer product."
            : null;

    /// <summary>Reports a division by 0.</summary>
    private bool RefusesZero(CellValue divisor, Expression written, Expression whole)
    {
        if (divisor is not NumberValue { Value: 0 })
        {
            return false;
        }

        _diagnostics.Add(EquationMistake.NoVector, written.Span, $"'{EquationPrinter.Quote(whole)}' divides by 0", "Write another divisor.");
        return true;
    }

    /// <summary>a^2 is a ⊙ a, a^{0.5} the square root, any other power exp(b ⊙ log(a)).</summary>
    private CellValue TypeOfPower(BinaryExpression power)
    {
        var (value, exponent) = (TypeOf(power.Left), TypeOf(power.Right));
        if (exponent is not NumberValue { Value: var number })
        {
            if (value.Term is { } one && exponent.Term is { } two)
            {
                Agree(one, two, power.Left, power.Right, power.Span, "a power is computed elementwise");
            }

            return _values.Function(FunctionKind.Exp, _values.Binary(ValueOperator.Times, exponent, Numeric(_values.Function(FunctionKind.Log, value), power)));
        }

        if (value is NumberValue)
        {
            return Numeric(_values.Power((NumberValue)value, number), power);
        }

        if (number == 0)
        {
            _diagnostics.Add(EquationMistake.NoEffect, power.Left.Span, EquationPrinter.Quote(power.Left), "its power 0 is 1", "Write another power, or 1.");
        }

        var size = Math.Abs(number);
        var raised = size == 0.5 ? _values.Function(FunctionKind.Sqrt, value)
            : size <= MostFactors && size == Math.Floor(size) ? Enumerable.Repeat(value, (int)size).Aggregate(_values.Number(1), (product, factor) => _values.Binary(ValueOperator.Times, product, factor))
            : _values.Function(FunctionKind.Exp, _values.Binary(ValueOperator.Times, _values.Number(size), _values.Function(FunctionKind.Log, value)));
        return number < 0 ? _values.Binary(ValueOperator.Divide, _values.Number(1), raised) : raised;
    }

    /// <summary>W * x_t: a matrix product in most programs, an elementwise product here.</summary>
    private void WarnOfAsterisk(BinaryExpression times)
    {
        var (matrix, factor) = IsNamedAsMatrix(times.Left) ? (times.Left, times.Right) : (times.Right, times.Left);
        if (IsNamedAsMatrix(matrix) && Expressions.Names(factor).Any(name => !IsParameter(name)))
        {
            _diagnostics.Add(EquationMistake.PerhapsProduct, times.OperatorSpan, ((NameExpression)matrix).Name.Display, EquationPrinter.QuoteFactor(factor));
        }

        bool IsNamedAsMatrix(Expression expression) => expression is NameExpression { Name.Key: var key } name && IsParameter(name) && char.IsUpper(key[0]) && (key.Length == 1 || !char.IsLetter(key[1]));
    }

    /// <summary>Whether a value depends on parameters and constants only, and is the same at every step.</summary>
    private bool IsLearned(CellValue value)
    {
        if (!_learned.TryGetValue(value, out var isLearned))
        {
            isLearned = value is ParameterValue or NumberValue || (value.Operands.Count > 0 && value.Operands.All(IsLearned));
            _learned.Add(value, isLearned);
        }

        return isLearned;
    }

    /// <summary>Whether a constant value is to be reported: once, and not if one of its operands has been.</summary>
    private bool ReportsLearned(CellValue value)
    {
        var parts = new HashSet<CellValue>();
        var rest = new Stack<CellValue>([value]);
        while (rest.Count > 0)
        {
            var part = rest.Pop();
            if (_reportedLearned.Contains(part))
            {
                return false;
            }

            foreach (var operand in part.Operands.Where(parts.Add))
            {
                rest.Push(operand);
            }
        }

        return _reportedLearned.Add(value);
    }

    /// <summary>The length of the value of a name; null if it is not defined yet.</summary>
    private LengthTerm? TermOf(string name) =>
        _inputs.TryGetValue(name, out var input) ? input
        : _states.TryGetValue(name, out var state) ? state.IsNumber ? null : state.Term
        : _defined.TryGetValue(name, out var value) ? value.Term
        : _parameters.TryGetValue(name, out var parameter) && !parameter.IsScalar ? parameter.Rows
        : null;

    /// <summary>Reports a constant that is not finite.</summary>
    private CellValue Numeric(CellValue value, Expression expression)
    {
        if (value is NumberValue || value.Term is not null || ReadsParameter(value))
        {
            return value;
        }

        _diagnostics.Add(EquationMistake.NoVector, expression.Span, $"'{EquationPrinter.Quote(expression)}' is no finite number", "Write another number.");
        return _values.Number(1);
    }

    /// <summary>Whether a number is learned or given, and not known here.</summary>
    private bool ReadsParameter(CellValue number)
    {
        if (!_learnedNumbers.TryGetValue(number, out var reads))
        {
            reads = number is ParameterValue or InputNumberValue or ElementValue || number.Operands.Any(ReadsParameter);
            _learnedNumbers.Add(number, reads);
        }

        return reads;
    }

    private CellValue TypeOfName(NameExpression name)
    {
        if (name.IsBroken)
        {
            return Anything();
        }

        var key = name.Name.Key;
        if (name.Time is TimeIndex.Previous or TimeIndex.Other)
        {
            return TypeOfPrevious(name);
        }

        if (_inputs.ContainsKey(key) || _defined.ContainsKey(key))
        {
            if (name.WithMinusOne is { } difference)
            {
                _diagnostics.Add(EquationMistake.PerhapsPrevious, difference, name.Name.At(name.Time), name.Name.At(TimeIndex.Previous));
            }

            return _inputs.ContainsKey(key) ? InputOf(key) : _defined[key];
        }

        if (_targets.ContainsKey(key))
        {
            RefuseEarlyUse(name);
            return Anything();
        }

        if (name.Time == TimeIndex.None && key == TimeKey)
        {
            _diagnostics.Add(EquationMistake.NotDefined, name.Span, "t", "It is the time, and stands in subscripts: h_t, h_{t-1}. Give a value another name, or define it.");
            return Anything();
        }

        if (name.Time == TimeIndex.Now)
        {
            RefuseUndefined(name);
            return Anything();
        }

        if (name.Time == TimeIndex.None && NumbersOfPrograms.Contains(key))
        {
            _diagnostics.Add(EquationMistake.CannotBeRead, name.Span, $"'{name.Name.Display}' is no number here; numbers are finite, and written with digits");
            return Anything();
        }

        if (name.Time == TimeIndex.None && PreviousOf(key) is { } state)
        {
            _diagnostics.Add(EquationMistake.NotDefined, name.Span, name.Name.Display, $"Write '{state.At(TimeIndex.Previous)}' for the value at the previous step, or another name for a parameter.");
            return Anything();
        }

        return _values.Parameter(Parameter(name, isMatrix: false));
    }

    /// <summary>The name whose value at the previous step another name is in programs: c for c_old, cprev and c_tm1; null if there is none.</summary>
    private CellName? PreviousOf(string key)
    {
        var marked = PreviousMarks.Where(mark => key.EndsWith(mark, StringComparison.Ordinal)).Select(mark => key.Substring(0, key.Length - mark.Length));
        var prefixed = PreviousPrefixes.Where(prefix => key.StartsWith(prefix, StringComparison.Ordinal)).Select(prefix => key.Substring(prefix.Length));
        return marked.Concat(prefixed).Select(Find).FirstOrDefault(found => found is not null);

        CellName? Find(string of) => _targets.TryGetValue(of, out var equation) ? equation.Target.Name : _notation.InputNames.FirstOrDefault(input => input.Key == of);
    }

    /// <summary>The input, or the part of a name.</summary>
    private CellValue InputOf(string key)
    {
        var whole = _values.Input(_features);
        var index = _notation.Inputs.ToList().FindIndex(part => part.Name.Key == key);
        return index < 0 ? whole : _values.Input(whole, index, _notation.Inputs, _inputParts);
    }

    private void RefuseEarlyUse(NameExpression name)
    {
        if (_targets[name.Name.Key].Target.IsBroken)
        {
            // h_{t+1} = ... has been reported; h_t then means the value before it.
            return;
        }

        var (now, previous) = (name.Name.At(name.Time), name.Name.At(TimeIndex.Previous));
        if (name.WithMinusOne is { } difference)
        {
            _diagnostics.AddWithFix(EquationMistake.UsedBeforeDefined, difference, previous, now,
                $"'{now}-1' reads as '{now}' minus 1. Write '{previous}' for the value at the previous step.");
        }
        else if (name.Name.Key == _current)
        {
            _diagnostics.AddWithFix(EquationMistake.UsedBeforeDefined, name.Span, name.Time == TimeIndex.Now ? previous : null, now,
                $"Write '{previous}' for its value at the previous step{(name.Time == TimeIndex.Now ? "" : ", or another name for a parameter")}.");
        }
        else
        {
            _diagnostics.Add(EquationMistake.UsedBeforeDefined, name.Span, now, $"{Circle(name.Name.Key)} Write '{previous}', or another previous value, where the one of the step before is meant.");
        }
    }

    private void RefuseUndefined(NameExpression name)
    {
        if (_diagnostics.HasLostEquations)
        {
            return;
        }

        var written = name.Name.At(TimeIndex.Now);
        if (NearestName(name.Name.Key)?.At(TimeIndex.Now) is { } nearest)
        {
            _diagnostics.AddWithFix(EquationMistake.NotDefined, name.Span, nearest, written, $"Did you mean '{nearest}'?");
        }
        else if (WithMatrix(name) is { } product)
        {
            // Wx_t, from a text without spaces between names.
            _diagnostics.AddWithFix(EquationMistake.NotDefined, name.Span, product, written, $"It reads as one name. Write '{product}' for the product.");
        }
        else
        {
            _diagnostics.Add(EquationMistake.NotDefined, name.Span, written,
                $"Write an equation for it, or '{name.Name.Display}' for a parameter, which is learned and has no time.");
        }
    }

    private CellValue TypeOfPrevious(NameExpression name)
    {
        if (name.Time == TimeIndex.Previous && _states.TryGetValue(name.Name.Key, out var state))
        {
            return state.IsNumber ? _values.Element(_values.Previous(state)) : _values.Previous(state);
        }

        if (_inputs.ContainsKey(name.Name.Key) ? _inputIsDefined : _diagnostics.HasLostEquations)
        {
            return Anything();
        }

        var nearest = NearestName(name.Name.Key);
        nearest = nearest is not null && _inputs.ContainsKey(nearest.Key) ? null : nearest;
        var product = nearest is null ? WithMatrix(name) : null;
        _diagnostics.AddWithFix(EquationMistake.StateNeverUpdated, name.Span, name.Time == TimeIndex.Other ? null : nearest?.At(TimeIndex.Previous) ?? product, EquationPrinter.Print(name),
            nearest is not null ? $"Did you mean '{nearest.At(TimeIndex.Previous)}'?"
            : product is not null ? $"It reads as one name. Write '{product}' for the product."
            : $"Write an equation for '{name.Name.At(TimeIndex.Now)}'.");
        return Anything();
    }

    /// <summary>W · x_t for Wx_t, if there is no such name and x_t is a value; null otherwise. Likewise Wx without a time.</summary>
    private string? WithMatrix(NameExpression name) => WithMatrix(name.Name, name.Time);

    private string? WithMatrix(CellName name, TimeIndex time)
    {
        // Bold mathematical letters are plain ones.
        var letters = name.Display.Normalize(NormalizationForm.FormKC);
        if (letters.Length < 2 || !char.IsUpper(letters[0]) || !char.IsLetter(letters[1]))
        {
            return null;
        }

        var rest = CellName.Of(letters.Substring(1), [], 0);
        return (_inputs.ContainsKey(rest.Key) && time == TimeIndex.Now) || _targets.ContainsKey(rest.Key) ? $"{letters[0]} · {rest.At(time)}" : null;
    }

    private CellName? NearestName(string key)
    {
        var near = Nearest.To(key, _targets.Keys.Concat(_inputs.Keys), always: 0);
        return near is null ? null : _notation.InputNames.FirstOrDefault(name => name.Key == near) ?? _targets[near].Target.Name;
    }

    private CellParameter Parameter(NameExpression name, bool isMatrix)
    {
        if (!_parameters.TryGetValue(name.Name.Key, out var parameter))
        {
            parameter = _scalars.Contains(name.Name.Key)
                ? new CellParameter(name.Name, isMatrix: false, name.Span) { IsScalar = true, Rows = LengthTerm.Known(CellLength.Of(1), "") }
                : new CellParameter(name.Name, isMatrix, name.Span);
            _parameters.Add(name.Name.Key, parameter);
        }
        else if (parameter.IsMatrix != isMatrix)
        {
            _diagnostics.Add(EquationMistake.MatrixAndVector, name.Span, name.Name.Display, isMatrix ? "a matrix" : "a vector", isMatrix ? "a vector" : "a matrix");
            return new CellParameter(name.Name, isMatrix, name.Span);
        }

        return parameter;
    }

    private CellValue TypeOfCall(CallExpression call)
    {
        var arguments = call.Arguments.Count == 2 && TypeOfPair(call.Arguments[0], call.Arguments[1]) is var (first, second) ? [first, second] : call.Arguments.Select(TypeOf).ToList();
        if (call.Function is not { } function)
        {
            return Anything();
        }

        switch (function.Kind)
        {
            case FunctionKind.Max or FunctionKind.Min:
                if (arguments[0].Term is { } one && arguments[1].Term is { } two)
                {
                    Agree(one, two, call.Arguments[0], call.Arguments[1], call.Span, $"{function.Name} combines both elementwise");
                }

                return _values.Binary(function.Kind == FunctionKind.Max ? ValueOperator.Max : ValueOperator.Min, arguments[0], arguments[1]);

            case FunctionKind.Mod:
                if (arguments[0].Term is { } value && arguments[1].Term is { } modulus)
                {
                    Agree(value, modulus, call.Arguments[0], call.Arguments[1], call.Span, "a remainder is computed elementwise");
                }

                return RefusesZero(arguments[1], call.Arguments[1], call) ? arguments[0] : Numeric(_values.Binary(ValueOperator.Remainder, arguments[0], arguments[1]), call);

            case FunctionKind.Softmax or FunctionKind.LayerNorm when arguments[0].Term is null:
                _diagnostics.Add(EquationMistake.NoVector, call.Arguments[0].Span, $"{function.Name} is of a vector, and this is a number", $"Give it a vector, or leave {function.Name} out.");
                return arguments[0];

            case FunctionKind.Softmax or FunctionKind.LayerNorm when RefusesMatrix(arguments[0], call.Arguments[0], $"{function.Name} is of a vector"):
                return arguments[0];

            default:
                return Numeric(ComposedFunctions.Of(function.Kind, arguments[0], _values) ?? _values.Function(function.Kind, arguments[0]), call);
        }
    }

    private CellValue TypeOfConcat(ConcatExpression concat)
    {
        var items = concat.Items.Select(TypeOf).ToList();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Term is null)
            {
                _diagnostics.Add(EquationMistake.NoVector, concat.Items[i].Span, "[a, b] joins vectors, and this is a number", "Leave it out: a bias is a name of its own, added to the product, as in W · [a, b] + c.");
                items[i] = Anything();
            }
            else if (RefusesMatrix(items[i], concat.Items[i], "[a, b] joins vectors"))
            {
                items[i] = Anything();
            }
        }

        var length = LengthTerm.Sum([.. items.Select(item => item.Term!)]);
        if (length.IsTooLong)
        {
            RefuseLength(concat.Span);
            return Anything();
        }

        return _values.Concat(items, length);
    }

    /// <summary>The parts of a vector have the lengths that their uses give them.</summary>
    private CellValue TypeOfPart(PartExpression part)
    {
        var whole = TypeOf(part.Whole);
        if (!_parts.TryGetValue(whole, out var terms))
        {
            terms = [.. Enumerable.Range(0, part.Count).Select(_ => LengthTerm.Unknown())];
            _parts.Add(whole, terms);
            Agree(whole.Term!, LengthTerm.Sum(terms), part.Whole, part.Whole, part.Span, "its parts are as long as the whole");
        }

        return _values.Part(whole, part.Index, terms);
    }

    private CellValue TypeOfProduct(BinaryExpression product)
    {
        if (product.Left is BinaryExpression { Operator: BinaryOperator.Product, Right: NameExpression inner } outer && IsParameter(inner))
        {
            // (A · B) · x is A · (B · x).
            return TypeOfProduct(product with { Left = outer.Left, Right = product with { Left = outer.Right, Span = outer.Right.Span.To(product.Span) } });
        }

        if (product.Left is TransposeExpression transposed)
        {
            return TypeOfRow(product, transposed);
        }

        if (product.Right is TransposeExpression column)
        {
            return TypeOfOuter(product, column);
        }

        var right = TypeOf(product.Right);
        if (product.Left is not NameExpression { IsTransposed: false } name || !IsParameter(name) || _scalars.Contains(name.Name.Key))
        {
            if (IsOfMatrices(product.Left))
            {
                return MatrixOf(product.Left) is { } made ? TypeOfProduct(product, made, right) : Anything();
            }

            var errors = _diagnostics.ErrorCount;
            var left = TypeOf(product.Left);
            if (left.Term is null)
            {
                return Numeric(_values.Binary(ValueOperator.Times, left, right), product);
            }

            if (left.Term.Matrix is { } matrix && right.Term is not null)
            {
                return TypeOfMatrix(product, left, matrix.Columns, right, isTransposed: false);
            }

            if (_diagnostics.ErrorCount == errors && left is not UnknownValue)
            {
                RefuseProduct(product, right.Term is null);
            }

            return right.Term is null ? left : right;
        }

        return TypeOfProduct(product, Parameter(name, isMatrix: true), right);
    }

    private CellValue TypeOfProduct(BinaryExpression product, CellParameter matrix, CellValue right)
    {
        var name = matrix.Name.Display;
        if (right.Term is null)
        {
            _diagnostics.Add(EquationMistake.NoVector, product.Right.Span, $"'{name}' is the left operand of ·, so it is a matrix, and a matrix multiplies a vector, but this is a number",
                $"Write '{EquationPrinter.Quote(product.Right)} ⊙ {name}' for a multiple of a vector, or name the vector.");
            right = Anything();
        }

        if (RefusesMatrix(right, product.Right, $"'{name}' multiplies a vector"))
        {
            return Anything();
        }

        if (IsLearned(right) && !_diagnostics.HasLostEquations && ReportsLearned(right))
        {
            _diagnostics.Add(EquationMistake.LearnedProduct, product.Right.Span, name, EquationPrinter.QuoteFactor(product.Right));
        }

        Agree(matrix.Columns, right.Term!, product.Left, product.Right, product.Span, $"'{name}' has the same number of columns everywhere",
            "Write a matrix of another name for one of the two.");
        return _values.Product(matrix, right);
    }

    private bool IsParameter(NameExpression name) =>
        name is { Time: TimeIndex.None, IsBroken: false } && !_inputs.ContainsKey(name.Name.Key) && name.Name.Key != TimeKey && !_targets.ContainsKey(name.Name.Key);

    private void RefuseProduct(BinaryExpression product, bool isNumber)
    {
        var sideBySide = product.OperatorSpan.Length == 0;
        var isSwapped = product.Right is NameExpression right && IsParameter(right);
        var (left, factor) = (EquationPrinter.QuoteFactor(product.Left), EquationPrinter.QuoteFactor(product.Right));
        var advice = isNumber && sideBySide ? "Leave the number of an equation out, or write ⊙ for a multiple."
            : isSwapped ? $"The matrix is the left operand: write '{factor} · {left}', or ⊙ for an elementwise product."
            : product.Left is BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } ? "The left operand of · is made of matrices alone: multiply by each, as in A · x + B · x, or write ⊙ for an elementwise product."
            : sideBySide ? "Write ⊙ between them for an elementwise product."
            : "Write ⊙ for an elementwise product.";
        _diagnostics.AddWithFix(EquationMistake.ProductOfVectors, sideBySide ? product.Span : product.OperatorSpan, isSwapped || sideBySide || product.Left is BinaryExpression ? null : "⊙",
            left, factor, advice);
    }

    /// <summary>Replaces an invalid value, so that the rest can be checked.</summary>
    private static UnknownValue Anything() => new UnknownValue { Term = LengthTerm.Anything() };

    /// <summary>Unifies two sizes, or reports why they differ.</summary>
    /// <returns>Whether they can be equal, as far as is known.</returns>
    private bool Agree(LengthTerm one, LengthTerm two, Expression left, Expression right, Span span, string why, string? advice = null, bool isOuter = false)
    {
        var (errors, equation) = (_diagnostics.ErrorCount, _text);
        switch (one.Join(two))
        {
            case Agreement.No:
                Refuse();
                break;

            case Agreement.Later:
                _later.Add((one, two, Refuse));
                break;
        }

        return _diagnostics.ErrorCount == errors;

        void Refuse()
        {
            if (one.IsTooLong || two.IsTooLong)
            {
                RefuseLength(span);
                return;
            }

            if (!isOuter && one.Length is { } a && two.Length is { } b && a.WithInputAsLong().IsAlways(b.WithInputAsLong()))
            {
                // The layer sets both sizes and can make them equal.
                _whyInputIsAsLong ??= $"'{equation}' makes '{EquationPrinter.Quote(left)}' as long as '{EquationPrinter.Quote(right)}'{SizedBy(left, one, equation)}{SizedBy(right, two, equation)}";
                return;
            }

            _diagnostics.Add(EquationMistake.SizesDisagree, span, Describe(left, one), Describe(right, two), why,
                advice ?? BesideMatrix(one, two) ?? WithMatrix(left, one, right, two) ?? WithMatrix(right, two, left, one) ?? "Change one of the two, multiply by a matrix, or give a state another size by States.");
        }
    }

    /// <summary>The equation that determines the length of a part of an expression.</summary>
    private string SizedBy(Expression part, LengthTerm term, string equation)
    {
        var named = Expressions.Names(part).FirstOrDefault(name => TermOf(name.Name.Key)?.Length is { } length && length.IsAlways(term.Length!));
        return named is not null && !_inputs.ContainsKey(named.Name.Key) && named.Name.Key != _outputName.Key && _sizedBy.TryGetValue(named.Name.Key, out var by) && by != equation
            ? $", and '{by}' gives '{named.Name.At(named.Time)}' {term.Length!.Words}"
            : "";
    }

    /// <summary>The advice for a vector beside a matrix of a step; null for two vectors or two matrices.</summary>
    private static string? BesideMatrix(LengthTerm one, LengthTerm two)
    {
        if ((one.Matrix is null) == (two.Matrix is null))
        {
            return null;
        }

        return "Elementwise a matrix stands beside matrices and numbers: of each sequence, as w^⊤ x_t, or learned, by [CellParameter(\"a\", Scalar = true)]. A vector multiplies the vectors of an outer product, as in (i_t ⊙ v_t) k_t^⊤. A gate of each row is diag(f_t) S_{t-1}, and of each column S_{t-1} diag(f_t).";
    }

    /// <summary>The advice if one vector contains all parts of another and more.</summary>
    private string? WithMatrix(Expression longer, LengthTerm more, Expression shorter, LengthTerm less)
    {
        if (more.Length is not { } all || less.Length is not { } some)
        {
            return null;
        }

        var rest = all.Parts.ToList();
        if (!some.Parts.All(rest.Remove) || rest.Count == 0)
        {
            return null;
        }

        var names = new HashSet<string>(_equations.SelectMany(equation => Expressions.Names(equation.Value).Prepend(equation.Target)).Select(name => name.Name.Key), StringComparer.Ordinal);
        var (vector, free) = (EquationPrinter.QuoteFactor(longer), MatrixNames.FirstOrDefault(letter => !names.Contains(letter)) ?? "W_2");
        return $"'{vector}' has more elements than {EquationPrinter.Quote(shorter)}; put a matrix before it, as in '{free} · {vector}'.";
    }

    private void RefuseLength(Span span)
    {
        // Its uses are too long for the same reason.
        if (!_isTooLong)
        {
            _isTooLong = true;
            _diagnostics.Add(EquationMistake.CannotBeRead, span, "this joins too many vectors");
        }
    }

    private static string Describe(Expression expression, LengthTerm term)
    {
        if (term.Matrix is not null)
        {
            return $"'{EquationPrinter.Quote(expression)}' is a matrix{(term.Length is null ? "" : " of " + term.Words)}";
        }

        var words = term.Words;
        var reason = term.Reason.StartsWith("States", StringComparison.Ordinal) || term.Reason.StartsWith("Values", StringComparison.Ordinal) || term.Reason.StartsWith("Inputs", StringComparison.Ordinal) ? $", by {term.Reason}"
            : term.Reason.Length > 0 && expression is not NameExpression ? $", as {term.Reason}"
            : "";
        return words == "some size" ? $"'{EquationPrinter.Quote(expression)}' is a vector"
            : $"'{EquationPrinter.Quote(expression)}' is of {(words.StartsWith("the ", StringComparison.Ordinal) || words.StartsWith("some ", StringComparison.Ordinal) ? "" : "size ")}{words}{reason}";
    }

    private sealed class UnknownValue : CellValue;
}
