using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>How often masks drop and keep: the equations are given the masks and cannot tell.</summary>
public sealed class MaskTests
{
    private const double Probability = 0.3;

    // 40,000 draws: a share off by 0.014 is six standard deviations off.
    private const double Margin = 0.014;

    [Fact]
    public void Locked_dropout_mask_has_its_probability_and_scaling()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);

        var mask = Masks.LockedDropout(Probability, zeros(200, 200, dtype: ScalarType.Float64));

        AssertDropped(mask);
    }

    [Fact]
    public void Recurrent_dropout_mask_is_equal_at_every_step_and_1_in_evaluation_mode()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var like = zeros(200, 200, dtype: ScalarType.Float64);

        var mask = Masks.RecurrentDropout(Probability, like, 3, training: true);

        AssertDropped(mask[0]);
        Near.Equal("the mask of another step", mask[0], mask[2], 0);
        Near.Equal("the mask in evaluation", ones(3, 200, 200, dtype: ScalarType.Float64), Masks.RecurrentDropout(Probability, like, 3, training: false), 0);
    }

    [Fact]
    public void Zoneout_mask_is_sampled_per_step_and_is_the_probability_in_evaluation_mode()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var like = zeros(100, 100, dtype: ScalarType.Float64);

        var kept = Masks.Zoneout(Probability, like, 4, training: true);

        Assert.InRange(kept.mean().ToDouble(), Probability - Margin, Probability + Margin);
        Assert.True(kept.eq(0).logical_or(kept.eq(1)).all().ToBoolean());
        Assert.InRange((kept[0] * kept[1]).mean().ToDouble(), (Probability * Probability) - (2 * Margin), (Probability * Probability) + (2 * Margin));
        Near.Equal(
            "the share in evaluation", full([4, 100, 100], Probability, dtype: ScalarType.Float64), Masks.Zoneout(Probability, like, 4, training: false), 0);
    }

    [Fact]
    public void Weight_drop_drops_only_recurrent_weights_with_its_probability()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var weights = new RecurrentWeights(CellKind.Elman, 3, 200, dtype: ScalarType.Float64);
        var whole = weights.Layer(0);

        var dropped = whole.WithDrop(Probability, training: true);

        AssertDropped(dropped.Hidden.detach() / whole.Hidden.detach());
        Near.Equal("the input weights", whole.Input.detach(), dropped.Input.detach(), 0);
        Near.Equal("the recurrent weights in evaluation", whole.Hidden.detach(), whole.WithDrop(Probability, training: false).Hidden.detach(), 0);
        Assert.True(Near.Distance(dropped.Hidden, whole.WithDrop(Probability, training: true).Hidden) > 0);
    }

    private static void AssertDropped(Tensor mask)
    {
        var zero = mask.eq(0);
        Assert.InRange(zero.to(ScalarType.Float64).mean().ToDouble(), Probability - Margin, Probability + Margin);
        var rest = mask.masked_select(zero.logical_not());
        Near.Equal("what is not dropped", full_like(rest, 1 / (1 - Probability)), rest, 1e-12);
    }
}
