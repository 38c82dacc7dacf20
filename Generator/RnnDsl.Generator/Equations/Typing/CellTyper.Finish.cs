using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations.Typing;

/// <summary>The checks after all equations are typed.</summary>
internal sealed partial class CellTyper
{
    /// <summary>Gives unknown lengths the hidden size, and checks the postponed constraints.</summary>
    private void ResolveUnknownLengths()
    {
        foreach (var state in _states.Values)
        {
            state.Term.Default(CellLength.Hidden);
        }

        Look();
        foreach (var wait in _later.ToList())
        {
            wait.Left.JoinParts(wait.Right);
        }

        Look();
        foreach (var term in _definitions.Select(definition => definition.Value.Term).Concat(_parameters.Values.SelectMany(parameter => new[] { parameter.Rows, parameter.Columns })))
        {
            term?.Default(CellLength.Hidden);
        }

        Look();
        foreach (var wait in _later)
        {
            wait.Left.DefaultParts(CellLength.Hidden);
            wait.Right.DefaultParts(CellLength.Hidden);
            if (wait.Left.Join(wait.Right) != Agreement.Yes)
            {
                wait.Refuse();
            }
        }

        if (_definitions.FirstOrDefault(definition => definition.Value.Term?.IsTooLong == true) is { } endless)
        {
            RefuseLength(endless.Span);
        }

        void Look()
        {
            foreach (var wait in _later.ToList())
            {
                switch (wait.Left.Join(wait.Right))
                {
                    case Agreement.Yes:
                        _later.Remove(wait);
                        break;

                    case Agreement.No:
                        _later.Remove(wait);
                        wait.Refuse();
                        break;
                }
            }
        }
    }

    private TypedCell? Finish()
    {
        if (_diagnostics.HasErrors || !_states.TryGetValue(_outputName.Key, out var output))
        {
            return null;
        }

        // The dependencies of the output, at this step or an earlier one.
        var reached = new HashSet<CellValue>();
        var states = new List<CellStateSymbol> { output };
        for (var i = 0; i < states.Count; i++)
        {
            Reach(NextOf(states[i]));
        }

        void Reach(CellValue from)
        {
            var rest = new Stack<CellValue>([from]);
            while (rest.Count > 0)
            {
                var value = rest.Pop();
                if (!reached.Add(value))
                {
                    continue;
                }

                value.Term?.DefaultParts(CellLength.Hidden);
                if (value is PreviousValue previous && !states.Contains(previous.State))
                {
                    states.Add(previous.State);
                }

                foreach (var operand in value.Operands.Reverse())
                {
                    rest.Push(operand);
                }
            }
        }

        // A loop is given the input of every step, also where no value reads it.
        _values.Input(_features);
        var definitions = _definitions.Select(WithElement).Where(definition => reached.Contains(definition.Value) || definition.Value is NumberValue).ToList();
        Warn(reached);

        foreach (var gain in reached.OfType<BinaryValue>().Where(times => times.Operator == ValueOperator.Times))
        {
            var pair = gain.Left is ParameterValue ? (gain.Left, gain.Right) : (gain.Right, gain.Left);
            if (pair is (ParameterValue parameter, FunctionValue { Function: FunctionKind.LayerNorm }))
            {
                parameter.Parameter.IsGain = true;
            }
        }

        var matrices = reached.OfType<ProductValue>().Select(product => product.Matrix).Distinct().ToList();
        var made = _matrices.Values.Where(matrices.Contains).ToList();
        var read = new HashSet<CellParameter>(made.SelectMany(matrix => Within(matrix.Formula!)).Concat(reached).Select(value => value switch
        {
            ParameterValue parameter => parameter.Parameter,
            MatrixValue matrix => matrix.Parameter,
            MatrixRowsValue rows => rows.Parameter,
            _ => null,
        }).OfType<CellParameter>().Concat(matrices));
        return new TypedCell(states, [.. _parameters.Values.Where(read.Contains)], definitions, _values, states.ToDictionary(state => state, NextOf))
        {
            Matrices = made,
            Inputs = _notation.Inputs,
            NamedSizes = _states.Values.Select(state => state.Term).Concat(_sizes.Values).Concat(_inputParts).SelectMany(term => term.Length!.Names)
                .Where(part => part is not (CellLength.HiddenPart or CellLength.FeaturesPart))
                .Distinct()
                .OrderBy(part => part, StringComparer.Ordinal)
                .ToEquatableArray(),
            WhyInputIsAsLong = _whyInputIsAsLong,
        };
    }

    /// <summary>The value of a state after a step: of a number its element.</summary>
    private CellValue NextOf(CellStateSymbol state) => state.IsNumber ? _values.OneElement(_defined[state.Name.Key]) : _defined[state.Name.Key];

    /// <summary>An equation of a number of each sequence is one of a vector of one element, which is computed.</summary>
    private CellDefinition WithElement(CellDefinition definition) => _values.IsOfElements(definition.Value) ? definition with { Value = _values.OneElement(definition.Value) } : definition;

    /// <summary>A value and all that it is made of.</summary>
    private static HashSet<CellValue> Within(CellValue value)
    {
        var all = new HashSet<CellValue>();
        var rest = new Stack<CellValue>([value]);
        while (rest.Count > 0)
        {
            if (rest.Pop() is var part && all.Add(part))
            {
                foreach (var operand in part.Operands)
                {
                    rest.Push(operand);
                }
            }
        }

        return all;
    }

    private void Warn(HashSet<CellValue> reached)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Stack<string>([_outputName.Key]);
        while (rest.Count > 0)
        {
            if (_targets.TryGetValue(rest.Pop(), out var equation) && used.Add(equation.Target.Name.Key))
            {
                foreach (var read in Expressions.Names(equation.Value))
                {
                    rest.Push(read.Name.Key);
                }
            }
        }

        var unused = _definitions.Where(definition => !used.Contains(definition.Name.Key)).ToList();
        if (unused.Count > 0)
        {
            // A value used only by another unused one is not reported.
            var last = unused.Where(definition => !unused.Any(other => other != definition && Expressions.Names(_targets[other.Name.Key].Value).Any(read => read.Name == definition.Name))).ToList();
            foreach (var definition in last.Count > 0 ? last : [unused[unused.Count - 1]])
            {
                _diagnostics.Add(EquationMistake.Unused, definition.Span, definition.Name.At(TimeIndex.Now), _outputName.At(TimeIndex.Now));
            }

            return;
        }

        foreach (var part in _notation.Inputs.Where(part => !_targets.Values.Any(equation => Expressions.Names(equation.Value).Any(name => name.Name == part.Name))))
        {
            _diagnostics.Add(EquationMistake.InputSizes, part.NameSpan, "Inputs", $"no equation reads '{part.Name.At(TimeIndex.Now)}'");
        }

        var (input, output) = (_inputName.At(TimeIndex.Now), _outputName.At(TimeIndex.Now));
        var end = _targets[_outputName.Key].Target.Span;
        if (!reached.Any(value => value is InputValue))
        {
            // A probably forgotten x_t has been reported.
            if (!_diagnostics.List.Any(diagnostic => diagnostic.Mistake == EquationMistake.LearnedProduct))
            {
                _diagnostics.Add(EquationMistake.NoInput, end, output, input, Joined(TimeIndex.Now) ?? $"Read {input} in an equation that {output} depends on.");
            }
        }
        else if (!reached.Any(value => value is PreviousValue))
        {
            _diagnostics.Add(EquationMistake.NoPreviousState, end, output,
                Joined(TimeIndex.Previous) ?? $"Read {_targets[_outputName.Key].Target.Name.At(TimeIndex.Previous)} in an equation that {output} depends on.");
        }

        // Wx, copied from a text without spaces.
        string? Joined(TimeIndex time)
        {
            var joined = _parameters.Values.FirstOrDefault(parameter => !parameter.IsMatrix && WithMatrix(parameter.Name, time) is { } product
                && (time == TimeIndex.Previous || product.EndsWith(input, StringComparison.Ordinal)));
            return joined is null ? null : $"'{joined.Name.Display}' reads as one name. Write '{WithMatrix(joined.Name, time)}' for the product.";
        }
    }
}
