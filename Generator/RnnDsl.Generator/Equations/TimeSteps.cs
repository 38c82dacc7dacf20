using System.Globalization;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>
/// Brings all times to t and t-1. Where an equation defines h_{t+1}, h_t is the value before it. The input of earlier steps and values of more than one step before are kept in
/// states: x_lag1_t = x_t, h_lag2_t = h_{t-1}.
/// </summary>
internal sealed class TimeSteps
{
    private readonly CellNotation _notation;
    private readonly EquationDiagnostics _diagnostics;
    private readonly HashSet<string> _targets;
    private readonly HashSet<string> _taken;

    /// <summary>Names whose equations define the next step.</summary>
    private readonly HashSet<string> _next;
    private readonly Dictionary<(string Key, int Steps), CellName> _lags = [];
    private readonly List<Equation> _states = [];

    private TimeSteps(EquatableArray<Equation> equations, CellNotation notation, EquationDiagnostics diagnostics)
    {
        (_notation, _diagnostics) = (notation, diagnostics);
        _targets = new HashSet<string>(equations.Select(equation => equation.Target.Name.Key), StringComparer.Ordinal);
        _next = new HashSet<string>(equations.Where(equation => StepsOf(equation.Target) == 1).Select(equation => equation.Target.Name.Key), StringComparer.Ordinal);
        _taken = new HashSet<string>(equations.SelectMany(equation => Expressions.Names(equation.Value).Prepend(equation.Target)).Select(name => name.Name.Key), StringComparer.Ordinal);
        if (_next.Count > 0)
        {
            _next.UnionWith(equations.SelectMany(equation => Expressions.Names(equation.Value)).Where(name => IsInput(name) && StepsOf(name) == 1).Select(name => name.Name.Key));
        }
    }

    /// <param name="equations">The parsed equations.</param>
    /// <param name="notation">What the equations call the input.</param>
    /// <param name="diagnostics">Receives the errors.</param>
    public static EquatableArray<Equation> Resolve(EquatableArray<Equation> equations, CellNotation notation, EquationDiagnostics diagnostics)
    {
        var steps = new TimeSteps(equations, notation, diagnostics);
        if (!equations.Any(equation => Expressions.Names(equation.Value).Prepend(equation.Target).Any(steps.IsOther)))
        {
            return equations;
        }

        var resolved = equations.Select(equation => new Equation(steps.Target(equation.Target), Expressions.WithNames(equation.Value, steps.Read))).ToList();
        return steps._states.Concat(resolved).ToEquatableArray();
    }

    private static int StepsOf(NameExpression name) => name.Time switch { TimeIndex.Other => name.Steps, TimeIndex.Previous => -1, _ => 0 };

    private bool IsOther(NameExpression name) => name.Time == TimeIndex.Other || (name.Time == TimeIndex.Previous && IsInput(name));

    private bool IsInput(NameExpression name) => _notation.IsInput(name.Name.Key) && !_targets.Contains(name.Name.Key);

    private NameExpression Target(NameExpression target)
    {
        if (target.Time == TimeIndex.Other && target.Steps != 1)
        {
            _diagnostics.AddWithFix(EquationMistake.InputDefined, target.Span, target.Name.At(TimeIndex.Now), target.Name.At(target.Steps),
                $"An equation defines a value of this step. Write '{target.Name.At(TimeIndex.Now)} = ...'.");
        }

        return target.Time == TimeIndex.Other ? target with { Time = TimeIndex.Now } : target;
    }

    private Expression Read(NameExpression name)
    {
        var key = name.Name.Key;
        var steps = StepsOf(name) - (name.Time != TimeIndex.None && _next.Contains(key) ? 1 : 0);
        if (name.IsBroken || (name.Time == TimeIndex.None && steps == 0))
        {
            return name;
        }

        if (steps > 0)
        {
            // Another letter for the time has been reported.
            if (!_diagnostics.HasErrors)
            {
                _diagnostics.Add(EquationMistake.CannotBeRead, name.Span,
                    $"a step does not see the one after it; write {name.Name.At(TimeIndex.Now)} for '{name.Name.At(name.Steps)}' and {name.Name.At(TimeIndex.Previous)} for '{name.Name.At(TimeIndex.Now)}', and so for every other name");
            }

            return name with { IsBroken = true };
        }

        var isInput = IsInput(name);
        if (steps >= -1 && !(isInput && steps == -1))
        {
            return name with { Time = steps == 0 ? TimeIndex.Now : TimeIndex.Previous, Steps = 0 };
        }

        if (isInput && _notation.Inputs.FirstOrDefault(part => part.Name.Key == key) is { IsNumber: true } number)
        {
            var display = number.Name.Display;
            _diagnostics.Add(EquationMistake.NoVector, name.Span, $"'{name.Name.At(name.Time == TimeIndex.Previous ? -1 : name.Steps)}' is the number of an earlier step, and earlier values are kept as vectors",
                $"Give '{display}' a size in Inputs, \"{display}: 1\", and put a matrix before it, as in 'W · {name.Name.At(TimeIndex.Previous)}'.");
            return name with { IsBroken = true };
        }

        return isInput || _targets.Contains(key) ? name with { Name = Lag(name, -steps, isInput), Time = TimeIndex.Previous, Steps = 0 } : name;
    }

    /// <summary>The state whose previous value is the value of a name so many steps before.</summary>
    private CellName Lag(NameExpression name, int steps, bool isInput)
    {
        if (_lags.TryGetValue((name.Name.Key, steps), out var state))
        {
            return state;
        }

        var number = steps.ToString(CultureInfo.InvariantCulture);
        var suffix = "lag" + number;
        while (!_taken.Add(name.Name.Key + "_" + suffix))
        {
            suffix += "_" + number;
        }

        state = new CellName(name.Name.Key + "_" + suffix, name.Name.Display + "_" + suffix);
        _lags.Add((name.Name.Key, steps), state);
        var isFirst = steps == (isInput ? 1 : 2);
        var before = isFirst ? name.Name : Lag(name, steps - 1, isInput);
        _states.Add(new Equation(new NameExpression(name.Span, state, TimeIndex.Now), new NameExpression(name.Span, before, isInput && isFirst ? TimeIndex.Now : TimeIndex.Previous)));
        return state;
    }
}
