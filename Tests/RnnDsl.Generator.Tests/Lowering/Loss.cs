using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Σ weights ⊙ states, over all states of all steps, with random weights: the outputs, the final states, and the states between.</summary>
/// <param name="Weights">The gradient of every state at every step.</param>
internal sealed record Loss(IReadOnlyDictionary<CellState, IReadOnlyList<Rows>> Weights)
{
    public static Loss Random(CellGraph cell, Sizes sizes, RandomRows random) =>
        new(cell.States.ToDictionary(state => state, state => RandomRows.Sequence(() => random.Values(sizes.Of(state.Extent)))));

    /// <summary>The loss.</summary>
    public double Of(IReadOnlyList<IReadOnlyDictionary<CellNode, Rows>> steps) => Terms(steps).Sum(term => term.Values.Sum());

    /// <summary>The sum of the magnitudes of its terms, which says how many digits a difference of two losses has.</summary>
    public double Magnitude(IReadOnlyList<IReadOnlyDictionary<CellNode, Rows>> steps) => Terms(steps).Sum(term => term.Values.Sum(Math.Abs));

    private IEnumerable<Rows> Terms(IReadOnlyList<IReadOnlyDictionary<CellNode, Rows>> steps) =>
        Weights.SelectMany(pair => pair.Value.Zip(GraphInterpreter.States(pair.Key, steps), static (weight, state) => weight * state));
}
