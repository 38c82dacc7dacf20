using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>The cells of a recurrent layer that has been written, layer by layer and direction by direction.</summary>
/// <param name="layer">The layer.</param>
/// <param name="steps">The number of its steps, as code.</param>
internal sealed class StreamingRecurrence(RecurrentLayer layer, string steps)
{
    private readonly List<(StreamingCell? Forward, StreamingCell? Reverse)> _cells = [];

    public RecurrentLayer Layer => layer;

    /// <summary>The number of its stacked layers.</summary>
    public int Count => _cells.Count;

    public void Add(StreamingCell? forward, StreamingCell? reverse) => _cells.Add((forward, reverse));

    /// <summary>The directions of a stacked layer, forward before reverse.</summary>
    public IEnumerable<StreamingCell> Directions(int number) => new[] { _cells[number].Forward, _cells[number].Reverse }.OfType<StreamingCell>();

    /// <summary>The rows of a state of a stacked layer that runs forward.</summary>
    public StreamingRows State(int number, int state) => Directions(number).First().States[state];

    /// <summary>The final states of a stacked layer after a whole sequence, direction by direction: rows, and the row.</summary>
    public IEnumerable<(StreamingRows Rows, string Row)> Final(int number, int state) => Directions(number).Select(cell => (cell.States[state], steps));
}
