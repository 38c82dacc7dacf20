using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class EpochOrderTests
{
    [Fact]
    public void Each_epoch_contains_every_item_once_in_its_own_order()
    {
        var order = new EpochOrder(count: 100, batchSize: 32, seed: 7);
        Assert.Equal(4, order.StepsPerEpoch);
        var epochs = Enumerable.Range(0, 3).Select(epoch => Enumerable.Range(1, 4).SelectMany(step => order.At((4 * epoch) + step).ToArray()).ToArray()).ToArray();

        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, 100).Select(item => (long)item), epoch.Order()));
        Assert.Equal(3, epochs.Select(epoch => string.Join(' ', epoch)).Distinct().Count());
        Assert.NotEqual(epochs[0].Order(), epochs[0]);
        Assert.Equal([32, 32, 32, 4], Enumerable.Range(1, 4).Select(step => order.At(step).Length));
    }

    [Fact]
    public void Batch_of_a_step_does_not_depend_on_previous_calls()
    {
        var whole = new EpochOrder(50, 8, seed: 3);
        var expected = Enumerable.Range(1, 30).Select(step => whole.At(step).ToArray()).ToArray();
        Assert.Equal(expected[24], new EpochOrder(50, 8, seed: 3).At(25).ToArray());
        Assert.Equal(expected[2], whole.At(3).ToArray());
        Assert.NotEqual(expected[0], new EpochOrder(50, 8, seed: 4).At(1).ToArray());
    }

    [Fact]
    public void Batch_larger_than_the_data_set_is_the_data_set()
    {
        var order = new EpochOrder(5, 8, seed: 1);
        Assert.Equal(1, order.StepsPerEpoch);
        Assert.Equal([0L, 1, 2, 3, 4], order.At(9).ToArray().Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => order.At(0).Length);
    }
}
