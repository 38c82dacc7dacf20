using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Linear projections of whole sequences, x Wᵀ + b, and the gradients of their weights: libtorch's operations, or the products of this library where those are faster
/// (<see cref="LargeProducts"/>), or libtorch's in bfloat16 where a training has that precision (<see cref="ReducedPrecision"/>).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LinearProjection
{
    /// <summary>x Wᵀ + b.</summary>
    /// <param name="input">[..., inputs]</param>
    /// <param name="weight">[outputs, inputs]</param>
    /// <param name="bias">[outputs], or <c>null</c>.</param>
    /// <returns>[..., outputs]</returns>
    public static Tensor Of(Tensor input, Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        return ReducedPrecision.IsOn && ReducedPrecision.Takes(input, weight.size(0)) ? ReducedPrecision.Project(input, weight, bias)
            : LargeProducts.Take(input, weight, bias) ? OfLarge(input, weight, bias)
            : nn.functional.linear(input, weight, bias);
    }

    /// <summary>The projection of a layer. Where this library computes it, <c>forward</c> of the layer is not called, nor are hooks on it.</summary>
    /// <param name="input">[..., inputs]</param>
    /// <param name="layer">The layer.</param>
    /// <returns>[..., outputs]</returns>
    public static Tensor Of(Tensor input, Linear layer)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(layer);
        return ReducedPrecision.IsOn && ReducedPrecision.Takes(input, layer.weight.size(0)) ? ReducedPrecision.Project(input, layer.weight, layer.bias)
            : LargeProducts.Take(input, layer.weight, layer.bias) ? OfLarge(input, layer.weight, layer.bias)
            : layer.call(input);
    }

    /// <summary>The projection of tokens' vectors: the rows of a table are projected, once each, and looked up then. With more tokens than rows that is the smaller product.</summary>
    /// <param name="tokens">int64 (or int32) of any shape.</param>
    /// <param name="table">[rows, inputs]</param>
    /// <param name="weight">[outputs, inputs]</param>
    /// <param name="bias">[outputs], or <c>null</c>.</param>
    /// <returns>[..., outputs]</returns>
    public static Tensor OfTokens(Tensor tokens, Tensor table, Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return SequenceKernel.Rows(Of(table, weight, bias), tokens);
    }

    /// <summary>The gradient of the weight of a projection, summed over all rows.</summary>
    /// <param name="gradient">[..., outputs], the gradient of the projection.</param>
    /// <param name="input">[..., inputs], its input.</param>
    /// <returns>[outputs, inputs]</returns>
    public static Tensor WeightGradient(Tensor gradient, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(input);
        return ReducedPrecision.IsOn && ReducedPrecision.Takes(input, gradient.size(-1)) ? ReducedPrecision.WeightGradient(Rows(gradient), Rows(input))
            : LargeProducts.TakeGradient(gradient, input) ? LargeProducts.WeightGradient(gradient, input)
            : Rows(gradient).t().mm(Rows(input));
    }

    private static Tensor OfLarge(Tensor input, Tensor weight, Tensor? bias) =>
        is_grad_enabled() && (input.requires_grad || weight.requires_grad || bias is { requires_grad: true })
            ? Recorded.apply(input, weight, bias!)
            : LargeProducts.Project(input, weight, bias);

    /// <summary>[rows, columns]</summary>
    private static Tensor Rows(Tensor tensor) => tensor.dim() == 2 ? tensor : tensor.flatten(0, -2);

    /// <summary>A projection by this library that autograd records.</summary>
    private sealed class Recorded : autograd.SingleTensorFunction<Recorded>
    {
        public override string Name => nameof(LinearProjection);

        public override Tensor forward(autograd.AutogradContext context, params object[] given)
        {
            var (input, weight, bias) = ((Tensor)given[0], (Tensor)given[1], (Tensor?)given[2]);
            context.save_for_backward([input, weight]);
            context.save_data(nameof(bias), bias is { requires_grad: true });
            return LargeProducts.Project(input, weight, bias);
        }

        [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "None may reach libtorch, and each is stored and rethrown.")]
        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
        {
            List<Tensor> gradients;
            var needsBias = (bool)context.get_data("bias");
            try
            {
                using var scope = NewDisposeScope();
                var saved = context.get_saved_variables();
                var (input, weight) = (saved[0], saved[1]);
                gradients = !is_grad_enabled() && weight.requires_grad && !ReducedPrecision.Takes(input, weight.size(0)) && LargeProducts.TakeGradients(gradient, input, weight)
                    ? Together(gradient, input, weight, needsBias)
                    :
                    [
                        input.requires_grad ? OfInput(gradient, weight).MoveToOuterDisposeScope() : null!,
                        weight.requires_grad ? OfWeight(gradient, input).MoveToOuterDisposeScope() : null!,
                        needsBias ? OfBias(gradient).MoveToOuterDisposeScope() : null!,
                    ];
            }
            catch (Exception error)
            {
                gradients = BackwardErrors.Refused(error, [true, true, needsBias]);
            }

            // libtorch reads the gradients after this method has returned: the context keeps them.
            context.save_data(nameof(backward), gradients);
            return gradients;
        }

        private static List<Tensor> Together(Tensor gradient, Tensor input, Tensor weight, bool needsBias)
        {
            var (ofInput, ofWeight, ofBias) = LargeProducts.Gradients(gradient, input, weight, input.requires_grad, needsBias);
            return [ofInput?.MoveToOuterDisposeScope()!, ofWeight.MoveToOuterDisposeScope(), ofBias?.MoveToOuterDisposeScope()!];
        }

        // Where the backward pass is itself recorded, it consists of libtorch's operations.
        private static Tensor OfInput(Tensor gradient, Tensor weight) =>
            is_grad_enabled() || !LargeProducts.TakeInputGradient(gradient, weight) ? gradient.matmul(weight) : LargeProducts.InputGradient(gradient, weight);

        private static Tensor OfBias(Tensor gradient) =>
            is_grad_enabled() || !LoopKernel.IsFor(gradient) || gradient.numel() == 0 ? Rows(gradient).sum([0]) : LargeProducts.BiasGradient(gradient);

        private static Tensor OfWeight(Tensor gradient, Tensor input) => is_grad_enabled() ? Rows(gradient).t().mm(Rows(input)) : WeightGradient(gradient, input);
    }
}
