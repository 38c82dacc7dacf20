using System.ComponentModel;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Word dropout (Gal and Ghahramani 2016; Merity et al. 2018): in training, rows of the embedding table are zero, and so are
/// all occurrences of their words in one call.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WordDropout
{
    /// <summary>Embedding lookup with word dropout.</summary>
    /// <param name="table">The embedding; its table is unchanged.</param>
    /// <param name="tokens">int64 (or int32) of any shape.</param>
    /// <param name="probability">The dropout probability, in [0, 1).</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <returns>[..., features]</returns>
    public static Tensor Call(Embedding table, Tensor tokens, double probability, bool training)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(tokens);
        if (!training)
        {
            return table.call(tokens);
        }

        // The lookup in the mask uses the same tokens as that in the table: no second table is needed.
        using var scope = NewDisposeScope();
        var vectors = table.call(tokens);
        var rows = table.get_parameter("weight")!.size(0);
        using Scalar keepProbability = 1 - probability;
        var mask = empty(rows, dtype: vectors.dtype, device: vectors.device).bernoulli_(1 - probability).div_(keepProbability);
        return (vectors * mask.index_select(0, tokens.flatten()).reshape([.. tokens.shape, 1])).MoveToOuterDisposeScope();
    }
}
