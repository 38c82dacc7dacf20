using System.ComponentModel;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>Computes the initial states of a decoder from the states of an encoder.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StateBridge
{
    /// <summary>Concatenates all states of each sequence.</summary>
    /// <param name="states">Each [layers × directions, batch, size].</param>
    /// <returns>[batch, the sum of layers × directions × size over the states]</returns>
    public static Tensor Join(IReadOnlyList<KeyValuePair<string, Tensor>> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        using var scope = NewDisposeScope();
        return cat([.. states.Select(state => state.Value.transpose(0, 1).flatten(1))], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Splits one vector per sequence into the states of several layers.</summary>
    /// <param name="vector">[batch, layers × size]</param>
    /// <param name="layers">The number of layers.</param>
    /// <returns>[layers, batch, size]</returns>
    public static Tensor Split(Tensor vector, long layers)
    {
        ArgumentNullException.ThrowIfNull(vector);
        using var scope = NewDisposeScope();
        return vector.unflatten(1, [layers, -1]).transpose(0, 1).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Repeats one vector per sequence as the state of every layer.</summary>
    /// <param name="vector">[batch, size]</param>
    /// <param name="layers">The number of layers.</param>
    /// <returns>[layers, batch, size]</returns>
    public static Tensor Repeat(Tensor vector, long layers)
    {
        ArgumentNullException.ThrowIfNull(vector);
        using var scope = NewDisposeScope();
        return vector.unsqueeze(0).expand(layers, -1, -1).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Merges the states of two directions.</summary>
    /// <param name="states">[layers × 2, batch, size], forward before reverse.</param>
    /// <param name="merge">The merge of the encoder's directions.</param>
    /// <returns>[layers, batch, size], or [layers, batch, 2 × size] for a concatenation.</returns>
    public static Tensor Directions(Tensor states, Merge merge)
    {
        ArgumentNullException.ThrowIfNull(states);
        using var scope = NewDisposeScope();
        var (batch, size) = (states.size(1), states.size(2));
        var pairs = states.view(-1, 2, batch, size);
        return (merge switch
        {
            Merge.Sum => pairs.sum(1),
            Merge.Mean => pairs.mean([1]),
            _ => pairs.transpose(1, 2).reshape(-1, batch, 2 * size),
        }).MoveToOuterDisposeScope();
    }
}
