using System.Runtime.InteropServices;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>An exception in a derivative reaches the caller of backward; one that reached libtorch would end the process.</summary>
public sealed class BackwardErrorTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Exception_in_a_backward_pass_reaches_the_caller_of_backward(bool ofWeights)
    {
        using var scope = NewDisposeScope();
        var output = Run(ofWeights);
        Assert.Contains("invalid gradient", Assert.Throws<ExternalException>(() => output.sum().backward()).Message);

        // The next one is not disturbed.
        var weight = ones(2).requires_grad_();
        weight.sum().backward();
        Assert.Equal(1, weight.grad![0].item<float>());
    }

    [Fact]
    public void Gradients_Backward_reports_the_cause()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<InvalidOperationException>(() => Gradients.Backward(Run(ofWeights: true).sum()));
        Assert.Equal("The backward pass of a recurrent layer failed: No gradient today.", error.Message);
        Assert.IsType<NotSupportedException>(error.InnerException);
    }

    [Fact]
    public void Mixed_dtypes_are_an_error_in_the_forward_pass()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(() => FailingLoop.Run(null, null, [zeros(2, 3)], [ones(3, dtype: ScalarType.Float64)], [zeros(4, 2, 3)]));
        Assert.Equal(
            "FailingLoop was given Float32 [4, 2, 3] on cpu and Float64 [3] on cpu: its input, states, masks and weights have one dtype and one device. "
                + "Move the whole model with to(...), and its input with it.",
            error.Message);
    }

    private static Tensor Run(bool ofWeights)
    {
        var weight = ones(1);
        var state = zeros(1, 1);
        (ofWeights ? weight : state).requires_grad_();
        return FailingLoop.Run(null, null, [state], [weight], [zeros(4, 1, 1)]).Output;
    }

    private sealed class FailingLoop : RecurrentLoop<FailingLoop>
    {
        public override List<Tensor> forward(autograd.AutogradContext context, params object[] given)
        {
            using var scope = NewDisposeScope();
            var output = ((Tensor)given[0]).add((Tensor)given[2], Scalars.One);
            Keep(context, given, [output]);
            return [output.clone().MoveToOuterDisposeScope()];
        }

        protected override List<Tensor> Gradients(List<Tensor> given, List<Tensor> computed, List<Tensor> gradients, int[]? lengths) => throw new NotSupportedException("No gradient today.");

        protected override Tensor[] Step(Tensor[] given) => given;
    }
}
