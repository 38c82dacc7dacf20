using RnnDsl.Generator.Lowering.Inference;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>The cells of a recurrent layer, layer by layer and direction by direction.</summary>
/// <param name="operation">The recurrence.</param>
/// <param name="steps">The number of its steps.</param>
internal sealed class StreamRecurrence(RecurrenceOperation operation, StreamCount steps)
{
    private readonly List<(StreamCell? Forward, StreamCell? Reverse)> _cells = [];

    /// <summary>The values of a step, which all layers and directions compute, each with sizes and weights of its own.</summary>
    public InferenceCell Inference { get; } = InferenceCell.Of(operation);

    /// <summary>The number of its states.</summary>
    public int StateCount => operation.States.Count;

    /// <summary>The number of its stacked layers.</summary>
    public int Count => _cells.Count;

    public void Add(StreamCell? forward, StreamCell? reverse) => _cells.Add((forward, reverse));

    /// <summary>The rows of a state of a stacked layer that runs forward.</summary>
    public StreamRows State(int number, int state) => Directions(number).First().States[state];

    /// <summary>The final states of a stacked layer after a whole sequence, direction by direction.</summary>
    public IEnumerable<RowsPlace> Final(int number, int state) => Directions(number).Select(cell => new RowsPlace(cell.States[state], new LastRow(steps), 0));

    /// <summary>Copies a final state, with both directions merged as in the output.</summary>
    /// <param name="number">Which of its stacked layers.</param>
    /// <param name="state">Which of its states.</param>
    /// <param name="target">Where it goes.</param>
    public IEnumerable<StreamStep> CopyFinal(int number, int state, StreamPlace target)
    {
        var final = Final(number, state).ToList();
        var width = final[0].Rows.Width;
        if (final.Count == 1)
        {
            return [new CopyColumns(final[0], target, width, StreamCount.One)];
        }

        return operation.Options.Merge == MergeKind.Concat
            ? [new CopyColumns(final[0], target, width, StreamCount.One), new CopyColumns(final[1], target with { Column = target.Column + width }, width, StreamCount.One)]
            : [new AddColumns(final[0], final[1], operation.Options.Merge == MergeKind.Mean, target, width, StreamCount.One)];
    }

    private IEnumerable<StreamCell> Directions(int number) => new[] { _cells[number].Forward, _cells[number].Reverse }.OfType<StreamCell>();
}
