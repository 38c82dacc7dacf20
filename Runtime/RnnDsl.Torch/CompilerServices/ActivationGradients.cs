using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Gradients of activation functions from the functions' outputs, times the gradient of the output: one pass of libtorch over the elements,
/// which matters where a tensor holds all steps of a sequence.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ActivationGradients
{
    // TorchSharp does not bind these operations; TorchScript reaches them. The text is constant: a syntax error in it would end the process.
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
    /// <param name="y">The function's output.</param>
    /// <param name="times">The gradient of the output, of the same shape.</param>
    /// <param name="into">The tensor to write the result to; <c>null</c> for a new one.</param>
    /// <returns>The gradient of the input.</returns>
    public static Tensor Sigmoid(Tensor y, Tensor times, Tensor? into = null) => Of("sigmoid", y, times, into);

    /// <summary>(1 - y²) ⊙ times, for y = tanh(x).</summary>
    /// <inheritdoc cref="Sigmoid"/>
    public static Tensor Tanh(Tensor y, Tensor times, Tensor? into = null) => Of("tanh", y, times, into);

    /// <summary>s ⊙ (times - Σ s ⊙ times), for s = softmax(x).</summary>
    /// <param name="s">The output of the softmax, [batch, features].</param>
    /// <param name="times">The gradient of the output, [batch, features].</param>
    public static Tensor Softmax(Tensor s, Tensor times)
    {
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(times);
        using var scope = NewDisposeScope();
        var product = s.mul(times);
        return product.addcmul_(s, product.sum(-1, keepdim: true).neg_(), Scalars.One).MoveToOuterDisposeScope();
    }

    private static Tensor Of(string function, Tensor y, Tensor times, Tensor? into) =>
        into is null ? Script.Value.invoke<Tensor>(function, y, times) : Script.Value.invoke<Tensor>(function + "_into", y, times, into);
}
