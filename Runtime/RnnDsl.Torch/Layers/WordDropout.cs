using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Dropout of whole words (Gal and Ghahramani 2016; Merity et al. 2018): in training, rows of the table become zero, and with them the
/// word wherever it occurs in one call.
/// </summary>
public static class WordDropout
{
    /// <summary>Looks tokens up, with some words dropped.</summary>
    /// <param name="table">Where they are looked up; the table itself stays as it is.</param>
    /// <param name="tokens">int64 (or int32) of any shape.</param>
    /// <param name="probability">The share of words to drop, in [0, 1).</param>
    /// <param name="training">Whether any are dropped.</param>
    /// <returns>[..., features]</returns>
    public static Tensor Call(Embedding table, Tensor tokens, double probability, bool training)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(tokens);
        if (!training)
        {
            return table.call(tokens);
        }

        // The words that occur are looked up in the mask as they are in the table: no second table is made.
        using var scope = NewDisposeScope();
        var vectors = table.call(tokens);
        var rows = table.get_parameter("weight")!.size(0);
        using Scalar share = 1 - probability;
        var kept = empty(rows, dtype: vectors.dtype, device: vectors.device).bernoulli_(1 - probability).div_(share);
        return (vectors * kept.index_select(0, tokens.flatten()).reshape([.. tokens.shape, 1])).MoveToOuterDisposeScope();
    }
}
