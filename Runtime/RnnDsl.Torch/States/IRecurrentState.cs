using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>What a recurrent network remembers between two steps: named tensors, each [layers × directions, batch, hidden].</summary>
/// <typeparam name="TSelf">The generated state record itself.</typeparam>
public interface IRecurrentState<TSelf> : IDisposable
    where TSelf : class, IRecurrentState<TSelf>
{
    /// <summary>The tensors by name, in a fixed order: what a checkpoint saves.</summary>
    IReadOnlyList<KeyValuePair<string, Tensor>> Tensors { get; }

    /// <summary>The same values with no history: gradients stop here (truncated backpropagation).</summary>
    TSelf Detach();

    /// <summary>The same state on another device or in another precision; <c>null</c> leaves that as it is.</summary>
    TSelf To(Device? device = null, ScalarType? dtype = null);

    /// <summary>The states of some rows of the batch, in the order given; a row may come twice (a beam that split).</summary>
    /// <param name="rows">int64 [n], indices into the batch.</param>
    TSelf Select(Tensor rows);

    /// <summary>Hands every tensor to the enclosing dispose scope, so that it outlives this one.</summary>
    TSelf MoveToOuterDisposeScope();

    /// <summary>Takes every tensor out of all dispose scopes: from here on <see cref="IDisposable.Dispose"/> is the caller's.</summary>
    TSelf DetachFromDisposeScope();
}
