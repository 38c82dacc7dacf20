using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <content>Checks of the initial state.</content>
public static partial class Expect
{
    /// <summary>Checks a state for a batch.</summary>
    /// <param name="state">The state; <c>null</c> for zeros.</param>
    /// <param name="input">[batch, ...], the input of the model.</param>
    /// <param name="weight">A weight of the model, whose dtype and device the state has.</param>
    /// <param name="sizes">For each tensor, in the state's order: layers × directions, and the size.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="readsMemory">Whether the <c>InitialState</c> of the model takes an <see cref="EncoderMemory"/>.</param>
    /// <exception cref="ArgumentException">A tensor is another model's or another batch's, has another dtype or device, or has been disposed.</exception>
    public static void State<TState>(
        TState? state, Tensor input, Tensor weight, ReadOnlySpan<(long Rows, long Size)> sizes, string model, bool readsMemory = false)
        where TState : RecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        if (state is null)
        {
            return;
        }

        var (tensors, batch) = (state.Tensors, input.size(0));
        for (var i = 0; i < sizes.Length; i++)
        {
            var ((name, tensor), (rows, size)) = (tensors[i], sizes[i]);
            if (tensor is null || tensor.IsInvalid)
            {
                RefuseLost(name, tensor, model);
            }

            if (tensor.dim() != 3 || tensor.size(0) != rows || tensor.size(1) != batch || tensor.size(2) != size)
            {
                RefuseState(name, tensor, $"[{rows}, {batch}, {size}]", batch, model, readsMemory);
            }

            if (!IsLike(tensor, weight))
            {
                RefuseKind(name, tensor, weight, model);
            }
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseState(string name, Tensor found, string expected, long batch, string model, bool readsMemory) =>
        throw new ArgumentException(
            $"{model} reads a state of {batch} sequence{(batch == 1 ? "" : "s")}, {name} {expected}; it was given {name} {Shape(found)}. "
                + $"InitialState({(readsMemory ? "memory, " : "")}{batch}) creates one.");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseKind(string name, Tensor found, Tensor weight, string model) =>
        throw new ArgumentException(
            $"{model} reads a state of dtype {weight.dtype} on {weight.device}, as its weights; it was given {name} of dtype {found.dtype} on {found.device}. "
                + "state.To(device, dtype) converts it.");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseLost(string name, Tensor? found, string model) =>
        throw new ArgumentException(found is null
            ? $"{model} was given a state whose {name} is null."
            : $"{model} was given a state whose {name} has been disposed: a training step, as every dispose scope, disposes the tensors created in it. "
                + $"Keep the state in a CarriedState<{model}.State>, which also detaches it from the step's graph.");
}
