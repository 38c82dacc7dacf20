using RnnDsl.Torch;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

/// <summary>Which source a row belongs to and how many steps it has made: int64 [rows] each.</summary>
internal sealed record TableState(Tensor Sources, Tensor Steps) : IHypotheses<TableState>
{
    public IEnumerable<Tensor> Tensors => [Sources, Steps];

    public TableState Select(Tensor rows, Tensor? sources) => new(Sources.index_select(0, rows), Steps.index_select(0, rows));
}

/// <summary>
/// A step function whose scores stand in a table: [sources][steps][vocabulary], whatever tokens were written. The last step of a
/// source repeats.
/// </summary>
internal static class ScoreTable
{
    public static DecodingStart<TableState> Start(params double[][][] scores)
    {
        var steps = scores.Max(source => source.Length);
        var table = stack(scores.Select(source => stack(Enumerable.Range(0, steps).Select(step => tensor(source[Math.Min(step, source.Length - 1)])))));
        return new DecodingStart<TableState>
        {
            Step = (_, state) =>
            {
                var output = table.index(TensorIndex.Tensor(state.Sources), TensorIndex.Tensor(state.Steps.clamp(0, steps - 1)));
                return (output, state with { Steps = state.Steps + 1 }, null);
            },
            State = new TableState(arange(scores.Length, dtype: ScalarType.Int64), zeros(scores.Length, dtype: ScalarType.Int64)),
            Tokens = zeros(scores.Length, dtype: ScalarType.Int64),
        };
    }

    /// <summary>The scores of a distribution.</summary>
    public static double[] Log(params double[] probabilities) => [.. probabilities.Select(probability => Math.Log(probability))];
}
