using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>
/// Compares gradients with central differences of the loss, each tensor along a random direction of its own. A gradient must agree for one of several step lengths: a long
/// one may cross a kink, a short one loses digits, and a wrong gradient agrees for none.
/// </summary>
internal sealed class CentralDifferences(CellGraph cell, LoopInputs inputs, Loss loss, Sizes sizes)
{
    /// <summary>A wrong factor differs by far more.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>The rounding of a loss, relative to the magnitude of its terms.</summary>
    private const double Rounding = 1e-15;

    /// <summary>Where the differences of the two shortest lengths are further apart than this part of them, the loss varies within the shortest, and no gradient can be judged.</summary>
    private const double Unresolved = 0.1;

    private static readonly double[] Lengths = [1e-3, 1e-4, 1e-5, 1e-6];

    /// <summary>Compares the gradients of all inputs.</summary>
    public DifferenceCount Compare(LoopTensors gradients, RandomRows random)
    {
        var count = new DifferenceCount();
        foreach (var ((name, values), (_, gradient)) in inputs.Tensors.All(cell).Zip(gradients.All(cell)))
        {
            var direction = random.Direction(values);
            var expected = gradient.Zip(direction, static (rows, along) => rows.Dot(along)).Sum();
            var found = new List<Difference>();
            foreach (var length in Lengths.TakeWhile(_ => found.Count == 0 || !found[^1].Agrees(expected)))
            {
                found.Add(Along(values, direction, length));
            }

            count += found[^1].Agrees(expected) ? DifferenceCount.Of(found[^1])
                : found[^1].CrossesKink ? new DifferenceCount { AtKinks = 1 }
                : Math.Abs(found[^1].Value - found[^2].Value) > Unresolved * Math.Abs(found[^1].Value) ? new DifferenceCount { Insignificant = 1 }
                : throw new InvalidOperationException(FormattableString.Invariant(
                    $"The gradient of {name} along a direction is {expected}; the differences of the loss are {string.Join(", ", found.Select(difference => difference.Value))}."));
        }

        return count;
    }

    /// <summary>The difference of fourth order: (8 (L(ε) - L(-ε)) - (L(2ε) - L(-2ε))) / 12ε.</summary>
    private Difference Along(IReadOnlyList<Rows> values, IReadOnlyList<Rows> direction, double length)
    {
        var (sides, magnitude) = (new HashSet<string>(), 0.0);
        var derivative = ((8 * (LossAt(1) - LossAt(-1))) - (LossAt(2) - LossAt(-2))) / (12 * length);
        return new Difference(derivative, Rounding * magnitude / length, sides.Count > 1);

        double LossAt(int position)
        {
            var saved = values.Select(static rows => rows.Copy()).ToList();
            foreach (var (rows, along) in values.Zip(direction))
            {
                (rows + (position * length * along)).Values.CopyTo(rows.Values, 0);
            }

            var steps = GraphInterpreter.Run(cell, inputs, sizes);
            magnitude = Math.Max(magnitude, loss.Magnitude(steps));
            sides.Add(SidesOfKinks(steps));
            foreach (var (rows, before) in values.Zip(saved))
            {
                before.Values.CopyTo(rows.Values, 0);
            }

            return loss.Of(steps);
        }
    }

    /// <summary>On which side of their kinks relu, max and min are computed, which values are selected, and on which step a step function is.</summary>
    private string SidesOfKinks(IReadOnlyList<IReadOnlyDictionary<CellNode, Rows>> steps) => string.Concat(
        from values in steps
        from node in cell.Nodes
        let distance = node switch
        {
            FunctionNode { Function: CellFunction.Floor } floor => values[floor],
            RemainderNode remainder => (Value(remainder.Operand, values) / Value(remainder.Modulus, values)).Map(Math.Floor),
            FunctionNode { Function: CellFunction.Relu or CellFunction.Sign } kinked => values[kinked.Operand].Map(SignOf),
            ClampNode clamp => (values[clamp.Operand] - Rows.Constant(clamp.Bound)).Map(SignOf),
            ExtremeNode extreme => (values[extreme.Left] - values[extreme.Right]).Map(SignOf),
            SelectNode selection => (Value(selection.Left, values) - Value(selection.Right, values)).Map(SignOf),
            _ => null,
        }
        where distance is not null
        from value in distance.Values
        select FormattableString.Invariant($"{value} "));

    private static Rows Value(NodeOrNumber operand, IReadOnlyDictionary<CellNode, Rows> values) => operand.Node is { } node ? values[node] : Rows.Constant(operand.Number);

    private static double SignOf(double value) => double.IsNaN(value) ? value : Math.Sign(value);

    /// <summary>A difference of losses.</summary>
    /// <param name="Value">The derivative that it estimates.</param>
    /// <param name="Noise">Its rounding error.</param>
    /// <param name="CrossesKink">Whether the loss has a kink within the difference.</param>
    internal sealed record Difference(double Value, double Noise, bool CrossesKink)
    {
        /// <summary>Whether a wrong factor would show.</summary>
        public bool IsSignificant => Math.Abs(Value) > 1e3 * Noise;

        public bool Agrees(double gradient) => gradient == Value || Math.Abs(gradient - Value) <= (Tolerance * Math.Abs(Value)) + Noise;
    }
}
