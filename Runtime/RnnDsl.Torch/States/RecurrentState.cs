using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The state of a recurrent network: named tensors, [layers × directions, batch, hidden] each.
/// The state records of generated models derive from it.
/// </summary>
/// <typeparam name="TSelf">The state record itself.</typeparam>
public abstract record RecurrentState<TSelf> : IDisposable
    where TSelf : RecurrentState<TSelf>
{
    /// <summary>The tensors by name, in a fixed order, as a checkpoint saves them.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, Tensor>> Tensors { get; }

    /// <summary>The detached state, at which gradients stop (truncated backpropagation through time).</summary>
    public TSelf Detach() => Map(tensor => tensor.detach());

    /// <summary>The state on another device or with another dtype; <c>null</c>: unchanged.</summary>
    /// <param name="device">The device.</param>
    /// <param name="dtype">The dtype.</param>
    public TSelf To(Device? device = null, ScalarType? dtype = null) =>
        Map(tensor => tensor.to(dtype ?? tensor.dtype, device ?? tensor.device));

    /// <summary>The states of some rows of the batch, in the given order; a row may occur twice, as in beam search.</summary>
    /// <param name="rows">int64 [n], indices into the batch.</param>
    /// <returns>[layers × directions, n, hidden] for each tensor.</returns>
    public TSelf Select(Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Map(tensor => tensor.index_select(1, rows));
    }

    /// <summary>Moves every tensor to the enclosing dispose scope, so that it outlives the current one.</summary>
    public TSelf MoveToOuterDisposeScope() => Map(tensor => tensor.MoveToOuterDisposeScope());

    /// <summary>Detaches every tensor from all dispose scopes; the caller calls <see cref="Dispose"/>.</summary>
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

    /// <summary>A state of other tensors, in the order of <see cref="Tensors"/>.</summary>
    internal TSelf With(IReadOnlyList<Tensor> tensors)
    {
        var next = 0;
        return Map(_ => tensors[next++]);
    }

    /// <summary>Prints nothing: the state record of a model prints its tensors by name.</summary>
    /// <param name="builder">The text so far.</param>
    protected virtual bool PrintMembers(StringBuilder builder) => false;

    /// <summary>The record with a function applied to every tensor.</summary>
    /// <param name="change">The function.</param>
    protected abstract TSelf Map(Func<Tensor, Tensor> change);
}
