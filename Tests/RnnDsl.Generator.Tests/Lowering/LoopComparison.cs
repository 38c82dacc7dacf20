using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;
using RnnDsl.Generator.Lowering.Scans;
using RnnDsl.Generator.Lowering.Schedule;
using Xunit;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Compares all that a graph is lowered to: its schedule with the graph and its derivative, and the derivative with differences of the loss.</summary>
internal static class LoopComparison
{
    /// <summary>Two ways to compute the same differ by rounding only.</summary>
    public const double Tolerance = 1e-12;

    /// <summary>Beyond it a random cell explodes, and every rounding with it.</summary>
    private const double Largest = 1e5;

    /// <returns>The gradients compared; null for a cell that explodes or divides by zero.</returns>
    public static DifferenceCount? Compare(CellGraph cell, LoopInputs inputs, Sizes sizes, RandomRows random)
    {
        var steps = GraphInterpreter.Run(cell, inputs, sizes);
        if (!steps.SelectMany(static values => values.Values).All(IsModerate))
        {
            return null;
        }

        CompareScans(cell, inputs, sizes, steps);
        var loss = Loss.Random(cell, sizes, random);
        var gradients = BackwardInterpreter.Run(Differentiator.Differentiate(cell), inputs, steps, loss, sizes);

        var loop = LoopSchedule.Of(cell);
        var memory = ForwardScheduleInterpreter.Run(cell, loop.Forward, inputs, sizes);
        foreach (var state in cell.States)
        {
            AssertEqual(state.Name, GraphInterpreter.States(state, steps), [.. memory[state].Skip(1)]);
        }

        var scheduled = BackwardScheduleInterpreter.Run(loop, inputs, memory, loss, sizes);
        foreach (var ((name, expected), (_, found)) in gradients.All(cell).Zip(scheduled.All(cell)))
        {
            AssertEqual("The gradient of " + name, expected, found);
        }

        if (cell.Attention is null)
        {
            var (states, byRow) = RowScheduleInterpreter.Run(loop, inputs, loss, sizes);
            foreach (var state in cell.States)
            {
                AssertEqual(state.Name + " by rows", GraphInterpreter.States(state, steps), states[state]);
            }

            foreach (var ((name, expected), (_, found)) in gradients.All(cell).Zip(byRow.All(cell)))
            {
                AssertEqual($"The gradient of {name} by rows", expected, found);
            }
        }

        return new CentralDifferences(cell, inputs, loss, sizes).Compare(gradients, random);
    }

    /// <summary>States that are linear in their previous values, and clipped ones, follow from their factors, addends and bounds.</summary>
    private static void CompareScans(CellGraph cell, LoopInputs inputs, Sizes sizes, IReadOnlyList<IReadOnlyDictionary<CellNode, Rows>> steps)
    {
        foreach (var group in LinearStates.Of(cell) ?? [])
        {
            Rows[] states = [.. group.States.Select(state => inputs.Tensors.States[state])];
            var found = new List<Rows[]>();
            foreach (var values in steps)
            {
                Rows[] before = states;
                states = [.. group.Factors.Zip(group.Addends, (factors, addend) => factors.Zip(before, (factor, state) => Of(factor) * state).Aggregate(Of(addend), static (sum, term) => term + sum))];
                if (group.IsClipped)
                {
                    var bounded = group.Lower is { } lower ? Rows.Zip(states[0], Of(lower), Math.Max) : states[0];
                    states = [group.Upper is { } upper ? Rows.Zip(bounded, Of(upper), Math.Min) : bounded];
                }

                found.Add(states);

                Rows Of(Coefficient coefficient) => coefficient.Node is { } node ? Value(node) : Rows.Constant(coefficient.Number);

                Rows Value(CellNode node) => values.TryGetValue(node, out var known) ? known : NodeValues.Compute(node, inputs.Tensors.Weights, sizes, Value);
            }

            for (var i = 0; i < group.States.Count; i++)
            {
                AssertEqual(group.States[i].Name + " by a scan", GraphInterpreter.States(group.States[i], steps), [.. found.Select(values => values[i])]);
            }
        }
    }

    public static void AssertEqual(string name, IReadOnlyList<Rows> expected, IReadOnlyList<Rows> found)
    {
        Assert.Equal(expected.Select(rows => rows.ToString()), found.Select(rows => rows.ToString()));
        var largest = Math.Max(1, expected.Max(rows => rows.Largest));
        var difference = expected.Zip(found, static (one, other) => (one - other).Largest).Max();
        Assert.True(difference <= Tolerance * largest, FormattableString.Invariant($"{name} differs by {difference}, and its largest number is {largest}."));
    }

    private static bool IsModerate(Rows rows) => Array.TrueForAll(rows.Values, static value => Math.Abs(value) <= Largest);
}
