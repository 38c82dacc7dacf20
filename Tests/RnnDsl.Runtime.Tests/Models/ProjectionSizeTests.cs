using Xunit;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>A projection makes the hidden state shorter, whichever sizes the constructor is given.</summary>
public sealed class ProjectionSizeTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 9)]
    public void A_projection_that_is_no_shorter_than_the_hidden_size_is_refused(long hidden, long projection) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(projection), () => new ProjectedToSize(hidden, projection));

    [Fact]
    public void A_hidden_size_that_is_no_longer_than_its_projection_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("hidden", () => new ProjectedToFour(hidden: 4));

    [Fact]
    public void A_shorter_projection_is_the_output()
    {
        using var model = new ProjectedToSize(8, 7);
        using var input = TorchSharp.torch.zeros(2, 3, 3);
        var (output, state) = model.call(input);
        Assert.Equal([2, 3, 7], output.shape);
        output.Dispose();
        state.Dispose();
    }
}

[SequenceModel, Features(3), Lstm("hidden", ProjectionSize = "projection")]
public partial class ProjectedToSize;

[SequenceModel, Features(3), Lstm("hidden", ProjectionSize = 4)]
public partial class ProjectedToFour;
