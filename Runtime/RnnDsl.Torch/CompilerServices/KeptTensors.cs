using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// What a <see cref="RecurrentLoop{T}"/> keeps for its backward pass: its arguments, the operands of its input projection and the values of its steps. In reduced precision the values, the layer's input and
/// the gates of short sequences are kept in bfloat16, which is half of the memory; both passes compute in float32.
/// </summary>
/// <param name="Given">The arguments, with which second derivatives are taken.</param>
/// <param name="Operands">The operands of the projection.</param>
/// <param name="Computed">The values of the steps, and in reduced precision the gates behind them.</param>
internal sealed record KeptTensors(List<Tensor> Given, List<Tensor> Operands, List<Tensor> Computed)
{
    /// <summary>
    /// The steps up to which gates are kept in bfloat16. Its numbers below 1 are 2⁻⁸ apart, so that a forget gate above 1 - 2⁻⁹ is kept as 1: over T steps a gradient is too large by up to T 2⁻⁹ of it.
    /// </summary>
    private const long MostSteps = 128;

    /// <summary>Whether the gates of a sequence are kept in bfloat16.</summary>
    /// <param name="projection">The input projection, [time, batch, size].</param>
    public static bool NarrowGates(Tensor projection) => projection.size(0) <= MostSteps;

    /// <summary>The arguments to save.</summary>
    /// <param name="call">The layout of the call.</param>
    /// <param name="given">The arguments of the loop.</param>
    public static IEnumerable<Tensor> Arguments(LoopCall call, object[] given)
    {
        var tensors = given.Take(call.Count).Cast<Tensor>();
        return call.KeepsNarrowGates ? tensors.Skip(1).Prepend(((Tensor[])given[^2])[^1]) : tensors;
    }

    /// <summary>The values to save, the gates behind them in reduced precision.</summary>
    /// <param name="call">The layout of the call.</param>
    /// <param name="given">The arguments of the loop; the gates in place of the input projection.</param>
    /// <param name="computed">The values of the steps.</param>
    public static IEnumerable<Tensor> Values(LoopCall call, object[] given, IEnumerable<Tensor> computed) =>
        !call.KeepsNarrow ? computed : (call.KeepsNarrowGates ? computed.Append((Tensor)given[0]) : computed).Select(Narrow);

    /// <summary>What has been saved.</summary>
    public static KeptTensors Of(LoopCall call, List<Tensor> saved) => new(
        saved.GetRange(0, call.Count), saved.GetRange(call.Count, call.Operands), saved.GetRange(call.Count + call.Operands, saved.Count - call.Count - call.Operands));

    /// <summary>The arguments and the values of the steps for a backward pass that is not recorded; the gates in place of the input projection.</summary>
    public (List<Tensor> Given, List<Tensor> Computed) ForGradients(LoopCall call)
    {
        if (!call.KeepsNarrow)
            return (Given, Computed);
        var wide = Computed.ConvertAll(Wide);
        return call.KeepsNarrowGates ? ([wide[^1], .. Given.Skip(1)], wide[..^1]) : (Given, wide);
    }

    /// <summary>The operands of the projection, for its recomputation.</summary>
    public Tensor[] WideOperands() => [.. Operands.Select(Wide)];

    /// <summary>
    /// A tensor without memory that stands for the input projection where second derivatives are taken: it has the shape of the projection, and its gradient is passed on to it. Without it the
    /// projection itself would have to be kept.
    /// </summary>
    public static Tensor Anchor(Tensor projection) => AnchorFunction.apply(projection);

    /// <summary>A float32 tensor in bfloat16; others as they are.</summary>
    public static Tensor Narrow(Tensor tensor) => tensor.dtype == ScalarType.Float32 ? ReducedPrecision.Narrow(tensor) : tensor;

    private static Tensor Wide(Tensor tensor) => tensor.dtype == ScalarType.BFloat16 ? ReducedPrecision.Wide(tensor) : tensor;

    private sealed class AnchorFunction : autograd.SingleTensorFunction<AnchorFunction>
    {
        public override string Name => nameof(Anchor);

        public override Tensor forward(autograd.AutogradContext context, params object[] given)
        {
            var projection = (Tensor)given[0];
            using var element = projection.new_zeros(1);
            return element.expand(projection.shape);
        }

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient) => [gradient];
    }
}
