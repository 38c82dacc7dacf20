using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>
/// The masks that a model in training meets in its next call. They come from torch's global generator: from the same seed, the same are drawn
/// here, in the order in which layers run.
/// </summary>
internal sealed class PaperMasks
{
    private readonly Dictionary<int, Tensor> _between = [];
    private readonly Dictionary<(int Layer, bool Reverse), Cell> _cells = [];

    /// <summary>Those of a cell of equations, layer by layer and direction by direction: what its products see of h, and what each state keeps.</summary>
    /// <param name="seed">That of the model's call.</param>
    /// <param name="declared">The layer and its options.</param>
    /// <param name="sizes">How long the states are.</param>
    /// <param name="keeps">Whether zoneout acts on a state.</param>
    /// <param name="batch">How many sequences.</param>
    /// <param name="time">How many steps, with padding.</param>
    public static PaperMasks DrawOwn(long seed, RecurrentAttribute declared, long[] sizes, bool[] keeps, long batch, long time)
    {
        manual_seed(seed);
        var masks = new PaperMasks();
        for (var layer = 0; layer < declared.Layers; layer++)
        {
            foreach (var reverse in declared.Bidirectional ? new[] { false, true } : [false])
            {
                var like = sizes.Select(size => zeros(batch, size, dtype: ScalarType.Float64)).ToArray();
                var shown = declared.RecurrentDropout > 0 ? Masks.RecurrentDropout(declared.RecurrentDropout, like[0], time, training: true) : null;
                Tensor[] kept = declared.Zoneout > 0
                    ? [.. like.Select((state, i) => keeps[i] ? Masks.Zoneout(declared.Zoneout, state, time, training: true) : zeros(time, batch, state.size(1), dtype: state.dtype))]
                    : [];
                masks._cells.Add((layer, reverse), new Cell(null, shown, kept));
            }
        }

        return masks;
    }

    /// <summary>Draws from the seed.</summary>
    /// <param name="seed">That of the model's call.</param>
    /// <param name="declared">The layer and its options.</param>
    /// <param name="weight">A parameter by its key.</param>
    /// <param name="batch">How many sequences.</param>
    /// <param name="time">How many steps, with padding.</param>
    public static PaperMasks Draw(long seed, RecurrentLayerAttribute declared, Func<string, Tensor> weight, long batch, long time)
    {
        manual_seed(seed);
        var masks = new PaperMasks();
        for (var layer = 0; layer < declared.Layers; layer++)
        {
            if (layer > 0)
            {
                var one = weight("weight_ih_l0").new_ones(time, batch, weight($"weight_ih_l{layer}").size(1));
                if (declared.LockedDropout > 0)
                {
                    masks._between.Add(layer, Masks.LockedDropout(declared.LockedDropout, one[0]).unsqueeze(0).expand(time, -1, -1));
                }
                else if (declared.Dropout > 0)
                {
                    masks._between.Add(layer, nn.functional.dropout(one, declared.Dropout, training: true));
                }
            }

            foreach (var reverse in declared.Bidirectional ? new[] { false, true } : [false])
            {
                masks._cells.Add((layer, reverse), DrawCell(declared, weight($"weight_hh_l{layer}{(reverse ? "_reverse" : "")}"), batch, time));
            }
        }

        return masks;
    }

    /// <summary>What the output of the layer below is multiplied by, [time, batch, features]; <c>null</c> for nothing.</summary>
    public Tensor? Between(int layer) => _between.GetValueOrDefault(layer);

    public Cell OfCell(int layer, bool reverse) => _cells[(layer, reverse)];

    private static Cell DrawCell(RecurrentLayerAttribute declared, Tensor recurrent, long batch, long time)
    {
        var hidden = recurrent.new_empty(batch, recurrent.size(1));
        var weights = declared.WeightDrop > 0 ? nn.functional.dropout(ones_like(recurrent, requires_grad: false), declared.WeightDrop, training: true) : null;
        var shown = declared.RecurrentDropout > 0 ? Masks.RecurrentDropout(declared.RecurrentDropout, hidden, time, training: true) : null;
        if (declared.Zoneout == 0)
        {
            return new Cell(weights, shown, []);
        }

        if (declared is not LstmAttribute)
        {
            return new Cell(weights, shown, [Masks.Zoneout(declared.Zoneout, hidden, time, training: true)]);
        }

        // An LSTM's cell state is there before its hidden state.
        var cell = Masks.Zoneout(declared.Zoneout, recurrent.new_empty(batch, recurrent.size(0) / 4), time, training: true);
        return new Cell(weights, shown, [Masks.Zoneout(declared.Zoneout, hidden, time, training: true), cell]);
    }

    /// <summary>The masks of one layer in one direction; steps are counted in the order in which it reads.</summary>
    /// <param name="Weights">What the recurrent weights are multiplied by.</param>
    /// <param name="Shown">What the products see of h, [time, batch, state].</param>
    /// <param name="Kept">Where a state keeps its old value, [time, batch, size] for each state.</param>
    internal sealed record Cell(Tensor? Weights, Tensor? Shown, Tensor[] Kept);
}
