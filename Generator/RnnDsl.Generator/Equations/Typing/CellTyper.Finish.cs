namespace RnnDsl.Generator.Equations.Typing;

/// <summary>What can be said once all equations are typed.</summary>
internal sealed partial class CellTyper
{
    /// <summary>Gives what nothing has made known the cell's own size, and looks at what had to wait for that.</summary>
    private void Settle()
    {
        foreach (var state in _states.Values)
        {
            state.Term.Default(CellLength.Hidden);
        }

        Look();
        foreach (var term in _definitions.Select(definition => definition.Value.Term).Concat(_parameters.Values.SelectMany(parameter => new[] { parameter.Rows, parameter.Columns })))
        {
            term?.Default(CellLength.Hidden);
        }

        Look();
        foreach (var wait in _later)
        {
            DefaultParts(wait.Left);
            DefaultParts(wait.Right);
            if (wait.Left.Join(wait.Right) != Agreement.Yes)
            {
                wait.Refuse();
            }
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

    private static void DefaultParts(LengthTerm term)
    {
        term.Default(CellLength.Hidden);
        foreach (var part in term.Parts)
        {
            DefaultParts(part);
        }
    }

    private TypedCell? Finish()
    {
        if (_findings.HasErrors || !_states.TryGetValue(OutputKey, out var output))
        {
            return null;
        }

        // What the output comes of, at this step or an earlier one.
        var reached = new HashSet<CellValue>();
        var states = new List<CellStateSymbol> { output };
        for (var i = 0; i < states.Count; i++)
        {
            Reach(states[i].Next!);
        }

        void Reach(CellValue value)
        {
            if (!reached.Add(value))
            {
                return;
            }

            DefaultParts(value.Term ?? LengthTerm.Unknown());
            if (value is PreviousValue previous && !states.Contains(previous.State))
            {
                states.Add(previous.State);
            }

            foreach (var operand in value.Operands)
            {
                Reach(operand);
            }
        }

        var definitions = _definitions.Where(definition => reached.Contains(definition.Value) || definition.Value is NumberValue).ToList();
        foreach (var unused in _definitions.Where(definition => !IsUsed(definition)))
        {
            _findings.Add(EquationMistake.Unused, unused.Span, unused.Name.At(TimeIndex.Now));
        }

        var end = _targets[OutputKey].Target.Span;
        if (!reached.Any(value => value is InputValue))
        {
            _findings.Add(EquationMistake.NoInput, end);
        }
        else if (!reached.Any(value => value is PreviousValue))
        {
            _findings.Add(EquationMistake.NoPreviousState, end);
        }

        foreach (var gain in reached.OfType<BinaryValue>().Where(times => times.Operator == ValueOperator.Times))
        {
            var pair = gain.Left is ParameterValue ? (gain.Left, gain.Right) : (gain.Right, gain.Left);
            if (pair is (ParameterValue parameter, FunctionValue { Function: FunctionKind.LayerNorm }))
            {
                parameter.Parameter.IsGain = true;
            }
        }

        var read = new HashSet<CellParameter>(reached.Select(value => value switch
        {
            ParameterValue parameter => parameter.Parameter,
            ProductValue product => product.Matrix,
            _ => null,
        }).OfType<CellParameter>());
        return new TypedCell(states, [.. _parameters.Values.Where(read.Contains)], definitions, _values) { WhyInputIsAsLong = _whyInputIsAsLong };

        bool IsUsed(CellDefinition definition) =>
            reached.Contains(definition.Value) || (definition.Value is NumberValue && _targets.Values.Any(equation => Names(equation.Value).Any(name => name.Name == definition.Name)));
    }
}
