using RnnDsl.Runtime.Tests.Models;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoders;

/// <summary>Gradients of gradients through decoders, whether their attention runs inside the cells' loop or beside it.</summary>
public sealed class SecondDerivativeTests
{
    /// <summary>Of few steps the context is multiplied at each of them, of many the memory once.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void Second_derivatives_of_attention_in_the_loop_equal_finite_differences(int steps)
    {
        using var scope = NewDisposeScope();
        using var additive = new BahdanauTranslator(9, 11, dtype: ScalarType.Float64);
        Confirm(additive, steps, (source, lengths, target) => additive.call(source, lengths, target));
        using var product = new GeneralTranslator(9, 11, dtype: ScalarType.Float64);
        Confirm(product, steps, (source, lengths, target) => product.call(source, lengths, target));
    }

    [Fact]
    public void Second_derivatives_of_attention_outside_the_loop_equal_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var located = new ChorowskiTranslator(9, 11, dtype: ScalarType.Float64);
        Confirm(located, 3, (source, lengths, target) => located.call(source, lengths, target));
        using var none = new ChoTranslator(11, dtype: ScalarType.Float64);
        Confirm(none, 3, (source, lengths, target) => (none.call(source, lengths, target), zeros(1, dtype: ScalarType.Float64)));
    }

    /// <summary>Output and attention weights of three padded sources, times a number that stands for the input.</summary>
    private static void Confirm(nn.Module model, int steps, Func<Tensor, Tensor, Tensor, (Tensor Output, Tensor Weights)> call)
    {
        using var draw = new Draw();
        draw.Fill(model);
        var (source, target) = (draw.Tokens(9, 3, 4), draw.Tokens(11, 3, steps));
        var lengths = tensor(new long[] { 4, 2, 3 });
        FiniteDifferences.ConfirmSecond(model, Passes.Seeded(23, (scale, _) =>
        {
            var (output, weights) = call(source, lengths, target);
            return (output * scale, [weights * scale]);
        }), draw.Normal(1), [], draw);
    }
}
