using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// What a recurrent network remembers between two steps: named tensors, each [layers × directions, batch, hidden].
/// Generated models derive their state record from it.
/// </summary>
/// <typeparam name="TSelf">The generated state record itself.</typeparam>
public abstract record RecurrentState<TSelf> : IRecurrentState<TSelf>
    where TSelf : RecurrentState<TSelf>
{
    /// <inheritdoc/>
    public abstract IReadOnlyList<KeyValuePair<string, Tensor>> Tensors { get; }

    /// <inheritdoc/>
    public TSelf Detach() => Map(tensor => tensor.detach());

    /// <inheritdoc/>
    public TSelf To(Device? device = null, ScalarType? dtype = null) =>
        Map(tensor => tensor.to(dtype ?? tensor.dtype, device ?? tensor.device));

    /// <inheritdoc/>
    public TSelf Select(Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Map(tensor => tensor.index_select(1, rows));
    }

    /// <inheritdoc/>
    public TSelf MoveToOuterDisposeScope() => Map(tensor => tensor.MoveToOuterDisposeScope());

    /// <inheritdoc/>
    public TSelf DetachFromDisposeScope() => Map(tensor => tensor.DetachFromDisposeScope());

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        Map(tensor =>
        {
            tensor.Dispose();
            return tensor;
        });
        GC.SuppressFinalize(this);
    }

    /// <summary>The same record with every tensor changed.</summary>
    /// <param name="change">What becomes of a tensor.</param>
    protected abstract TSelf Map(Func<Tensor, Tensor> change);
}
