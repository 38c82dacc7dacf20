using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The derivatives of functions that follow from the functions' values, times something: libtorch does both in one walk over the numbers,
/// which counts where a tensor holds all steps of a sequence.
/// </summary>
public static class ActivationGradients
{
    // TorchSharp does not bind these operations; TorchScript reaches them. The text is fixed: a fault in it would end the process.
    private const string Source =
        """
        def sigmoid(y: Tensor, times: Tensor) -> Tensor:
            return torch.sigmoid_backward(times, y)

        def sigmoid_into(y: Tensor, times: Tensor, into: Tensor) -> Tensor:
            return torch.sigmoid_backward(times, y, grad_input=into)

        def tanh(y: Tensor, times: Tensor) -> Tensor:
            return torch.tanh_backward(times, y)

        def tanh_into(y: Tensor, times: Tensor, into: Tensor) -> Tensor:
            return torch.tanh_backward(times, y, grad_input=into)

        """;

    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(Source));

    /// <summary>y(1 - y) ⊙ times, for y = σ(x).</summary>
    /// <param name="y">The function's values.</param>
    /// <param name="times">What the derivative is multiplied by, of the same shape.</param>
    /// <param name="into">Where the product is written; <c>null</c> for a new tensor.</param>
    /// <returns>The product.</returns>
    public static Tensor Sigmoid(Tensor y, Tensor times, Tensor? into = null) => Of("sigmoid", y, times, into);

    /// <summary>(1 - y²) ⊙ times, for y = tanh(x).</summary>
    /// <inheritdoc cref="Sigmoid"/>
    public static Tensor Tanh(Tensor y, Tensor times, Tensor? into = null) => Of("tanh", y, times, into);

    /// <summary>The gradient of what softmax was taken of: s ⊙ (times - Σ s ⊙ times).</summary>
    /// <param name="s">The shares, [batch, features].</param>
    /// <param name="times">Their gradient, [batch, features].</param>
    public static Tensor Softmax(Tensor s, Tensor times)
    {
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(times);
        using var scope = NewDisposeScope();
        var weighed = s.mul(times);
        return weighed.addcmul_(s, weighed.sum(-1, keepdim: true).neg_(), Scalars.One).MoveToOuterDisposeScope();
    }

    private static Tensor Of(string function, Tensor y, Tensor times, Tensor? into) =>
        into is null ? Script.Value.invoke<Tensor>(function, y, times) : Script.Value.invoke<Tensor>(function + "_into", y, times, into);
}
