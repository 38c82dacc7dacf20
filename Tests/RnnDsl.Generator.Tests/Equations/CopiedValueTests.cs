using RnnDsl.Generator.Tests.Documents;
using RnnDsl.Generator.Tests.RandomModels;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Equations whose value is also that of another name: a copy, or an operand that recurrent dropout masks.</summary>
public sealed class CopiedValueTests
{
    [Theory]
    [InlineData("p_t = x_t\nh_t = tanh(W · x_t + U · p_{t-1})", "")]
    [InlineData("p_t = x_t\nh_t = tanh(W · x_t + U · p_{t-1})", ", Zoneout = 0.2")]
    [InlineData("p_t = x_t\nh_t = tanh(W · x_t + U · p_{t-1})", ", Zoneout = 0.2, Layers = 2")]
    [InlineData("h_t = x_t", ", Zoneout = 0.2")]
    [InlineData("p_t = tanh(W · x_t + U · p_{t-1})\nh_t = p_{t-1}", ", Zoneout = 0.2")]
    [InlineData("c_t = tanh(W · x_t + U · h_{t-1})\nh_t = c_t", ", Zoneout = 0.2")]
    [InlineData("z_t = σ(W · x_t + U · h_{t-1})\ns_t = z_t ⊙ h_{t-1}\nh_t = tanh(V · x_t + R · s_t + Q · s_{t-1})", ", RecurrentDropout = 0.3")]
    public void Step_equals_the_loop_and_gradients_are_computed(string equations, string options)
    {
        var run = DocumentProject.Of($$"""
            using RnnDsl;
            using RnnDsl.Torch;
            using TorchSharp;
            using static TorchSharp.torch;

            using var model = new Model();
            var input = randn([2, 5, 6]).requires_grad_();
            model.call(input).Output.sum().backward();
            if (!input.grad!.isfinite().all().item<bool>())
                throw new System.InvalidOperationException("The gradient is not finite.");

            model.eval();
            var expected = model.call(input).Output;
            Model.State? state = null;
            for (var t = 0; t < 5; t++)
            {
                (var output, state) = model.Step(input.select(1, t), state);
                if (!output.allclose(expected.select(1, t), rtol: 1e-4, atol: 1e-6))
                    throw new System.InvalidOperationException($"Step {t} differs.");
            }

            [Cell("{{equations.Replace("\n", "\\n", StringComparison.Ordinal)}}")]
            public partial class CopyingCell;

            [SequenceModel] [Features(6)] [Recurrent(typeof(CopyingCell), 6{{options}})]
            public partial class Model;
            """);
        Assert.Empty(run.CSharpErrors().Select(error => error.ToString()));
        using var project = new LoadedProject(run.Output);
        project.Run();
    }
}
