using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

public sealed class SpectralRadiusTests
{
    [Fact]
    public void It_is_the_largest_absolute_value_of_the_eigenvalues()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(3, SpectralRadius.Of(diag(tensor(new[] { 1.0, -3, 2 }))), 1e-12);

        // A rotation by 30 degrees, shrunk: a pair of complex eigenvalues. Not the largest stretch of one step, which the shear has.
        var (c, s) = (Math.Cos(Math.PI / 6), Math.Sin(Math.PI / 6));
        Assert.Equal(0.9, SpectralRadius.Of(tensor(new[,] { { 0.9 * c, -0.9 * s }, { 0.9 * s, 0.9 * c } })), 1e-12);
        Assert.Equal(0.5, SpectralRadius.Of(tensor(new[,] { { 0.5f, 100 }, { 0, 0.25f } })), 1e-6);
    }

    [Fact]
    public void A_matrix_is_scaled_to_the_radius_asked_for()
    {
        using var scope = NewDisposeScope();
        var matrix = randn(16, 16).requires_grad_();
        using var before = matrix.detach().clone();
        SpectralRadius.Scale(matrix, 1.1);
        Assert.Equal(1.1, SpectralRadius.Of(matrix), 1e-5);
        using var factors = matrix.detach() / before;
        Assert.Equal(factors.max().item<float>(), factors.min().item<float>(), 1e-4);
    }

    [Fact]
    public void What_has_no_radius_or_only_zero_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.StartsWith("Only a square matrix has a spectral radius; this tensor has the shape [12, 4].", Assert.Throws<ArgumentException>(() => SpectralRadius.Of(zeros(12, 4))).Message, StringComparison.Ordinal);
        Assert.StartsWith("All eigenvalues of this matrix are zero", Assert.Throws<ArgumentException>(() => SpectralRadius.Scale(zeros(4, 4), 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-20, "All eigenvalues of this matrix are zero")]
    [InlineData(double.NaN, "An element of this matrix is not finite")]
    [InlineData(double.PositiveInfinity, "An element of this matrix is not finite")]
    public void A_radius_of_rounding_errors_or_of_no_number_is_refused(double corner, string message)
    {
        using var scope = NewDisposeScope();

        // Without the corner, both eigenvalues are 0.
        var matrix = tensor(new[,] { { 0, 1.0 }, { 0, corner } });
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => SpectralRadius.Scale(matrix, 1)).Message, StringComparison.Ordinal);
        Assert.Equal(1, matrix[0, 1].item<double>());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_radius_asked_for_is_finite_and_not_negative(double radius) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SpectralRadius.Scale(eye(2), radius));
}
