using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>
/// The state of the active hypotheses, one row each: decoding drops, repeats and reorders rows.
/// Consecutive rows belong to one source, the same number for each.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IHypotheses<TSelf>
    where TSelf : IHypotheses<TSelf>
{
    /// <summary>
    /// All tensors of the state, in any order. Decoding keeps them until the next step and disposes them after it, except those that the next
    /// state shares and those that existed before decoding.
    /// </summary>
    IEnumerable<Tensor> Tensors { get; }

    /// <summary>The state of some rows, in the given order; a row may occur twice.</summary>
    /// <param name="rows">int64 [n], indices into the rows.</param>
    /// <param name="sources">int64 [m], indices of the remaining sources, to which the rows belong; <c>null</c> where all remain.</param>
    TSelf Select(Tensor rows, Tensor? sources);
}
