using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// What a network remembers of the hypotheses that are alive, one row each: decoding drops rows, repeats them and puts them in another order.
/// Equally many rows of each source lie side by side.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IHypotheses<TSelf>
    where TSelf : IHypotheses<TSelf>
{
    /// <summary>
    /// Every tensor that it holds, in any order. Decoding keeps them until the next step and disposes them after it, except those that the next
    /// state holds as well and those that were there before decoding began.
    /// </summary>
    IEnumerable<Tensor> Tensors { get; }

    /// <summary>The state of some rows, in the order given; a row may come twice (a beam that split).</summary>
    /// <param name="rows">int64 [n], indices into the rows.</param>
    /// <param name="sources">int64 [m], indices of the sources that stay, which the rows belong to; <c>null</c> where all stay.</param>
    TSelf Select(Tensor rows, Tensor? sources);
}
