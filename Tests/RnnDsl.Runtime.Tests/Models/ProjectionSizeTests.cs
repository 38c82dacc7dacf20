using Xunit;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>A projection makes the hidden state shorter, whichever sizes the constructor is given.</summary>
public sealed class ProjectionSizeTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 9)]
    public void Projection_size_not_below_the_hidden_size_is_an_error(long hidden, long projection) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(projection), () => new ProjectedToSize(hidden, projection));

    [Fact]
    public void Hidden_size_not_above_the_projection_size_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>("hidden", () => new ProjectedToFour(hidden: 4));

    [Fact]
    public void Output_has_the_projection_size()
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
