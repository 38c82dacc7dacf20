using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Runtime.Tests.Recurrence;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>In single precision, kernels are as near to the result in double precision as libtorch's operations are.</summary>
public sealed class LoopPrecisionTests
{
    private const long Seed = 23;

    [Fact]
    public void Rounding_errors_in_single_precision_are_as_small_as_those_of_libtorch()
    {
        var (ofKernels, ofLibtorch) = (0.0, 0.0);
        foreach (var place in OptionModel.Sample)
        {
            using var scope = NewDisposeScope();
            using var draw = new Draw();
            using var exact = place.Create(ScalarType.Float64);
            using var model = place.Create(ScalarType.Float32);
            draw.Fill(model.Module);
            using (no_grad())
            {
                foreach (var ((_, to), (_, from)) in exact.Module.named_parameters().Zip(model.Module.named_parameters()))
                    to.copy_(from);
            }

            var input = draw.Normal(4, 12, place.Features).to(ScalarType.Float32);
            Tensor[] states = [.. place.DrawStates(draw, 4).Select(state => state.to(ScalarType.Float32))];
            exact.Module.eval();
            model.Module.eval();

            var expected = All(Gradients.Of(exact.Module, exact.Forward, input.to(ScalarType.Float64), [.. states.Select(state => state.to(ScalarType.Float64))])).ToList();
            ofKernels += Error(expected, Gradients.Of(model.Module, model.Forward, input, states));
            ofLibtorch += Error(expected, KernelSwitch.Off(() => Gradients.Of(model.Module, model.Forward, input, states)));
        }

        Assert.True(ofKernels <= 1.25 * ofLibtorch, FormattableString.Invariant($"The errors of kernels sum to {ofKernels}, those of libtorch to {ofLibtorch}."));
    }

    /// <summary>The root of the mean square error of each tensor, of the tensor's largest number, summed.</summary>
    private static double Error(IEnumerable<Tensor> expected, Gradients found) =>
        expected.Zip(All(found), static (one, other) => ((one - other.to(ScalarType.Float64)).pow(2).mean().sqrt() / one.abs().max()).ToDouble()).Sum();

    private static IEnumerable<Tensor> All(Gradients gradients) =>
        [gradients.Output, .. gradients.States, gradients.Input, .. gradients.InitialStates, .. gradients.Parameters.Values];
}
