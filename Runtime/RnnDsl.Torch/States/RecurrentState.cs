using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// What a recurrent network remembers between two steps: named tensors, each [layers × directions, batch, hidden].
/// Generated models derive their state record from it.
/// </summary>
/// <typeparam name="TSelf">The state record itself.</typeparam>
public abstract record RecurrentState<TSelf> : IDisposable
    where TSelf : RecurrentState<TSelf>
{
    /// <summary>The tensors by name, in a fixed order: what a checkpoint saves.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, Tensor>> Tensors { get; }

    /// <summary>The same values with no history: gradients stop here (truncated backpropagation).</summary>
    public TSelf Detach() => Map(tensor => tensor.detach());

    /// <summary>The same state on another device or in another precision; <c>null</c> leaves that as it is.</summary>
    /// <param name="device">Where to.</param>
    /// <param name="dtype">In which precision.</param>
    public TSelf To(Device? device = null, ScalarType? dtype = null) =>
        Map(tensor => tensor.to(dtype ?? tensor.dtype, device ?? tensor.device));

    /// <summary>The states of some rows of the batch, in the order given; a row may come twice (a beam that split).</summary>
    /// <param name="rows">int64 [n], indices into the batch.</param>
    /// <returns>[layers × directions, n, hidden] for each tensor.</returns>
    public TSelf Select(Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Map(tensor => tensor.index_select(1, rows));
    }

    /// <summary>Hands every tensor to the enclosing dispose scope, so that it outlives this one.</summary>
    public TSelf MoveToOuterDisposeScope() => Map(tensor => tensor.MoveToOuterDisposeScope());

    /// <summary>Takes every tensor out of all dispose scopes: from here on <see cref="Dispose"/> is the caller's.</summary>
    public TSelf DetachFromDisposeScope() => Map(tensor => tensor.DetachFromDisposeScope());

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        foreach (var (_, tensor) in Tensors)
        {
            tensor.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The same record with every tensor changed.</summary>
    /// <param name="change">What becomes of a tensor.</param>
    protected abstract TSelf Map(Func<Tensor, Tensor> change);
}
