using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

public sealed class SpectralRadiusTests
{
    [Fact]
    public void Spectral_radius_is_the_largest_absolute_eigenvalue()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(3, SpectralRadius.Of(diag(tensor(new[] { 1.0, -3, 2 }))), 1e-12);

        // A rotation by 30 degrees, shrunk: a pair of complex eigenvalues. Not the largest stretch of one step, which the shear has.
        var (c, s) = (Math.Cos(Math.PI / 6), Math.Sin(Math.PI / 6));
        Assert.Equal(0.9, SpectralRadius.Of(tensor(new[,] { { 0.9 * c, -0.9 * s }, { 0.9 * s, 0.9 * c } })), 1e-12);
        Assert.Equal(0.5, SpectralRadius.Of(tensor(new[,] { { 0.5f, 100 }, { 0, 0.25f } })), 1e-6);
    }

    [Fact]
    public void Scale_sets_the_spectral_radius()
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
    public void Non_square_and_nilpotent_matrices_are_errors()
    {
        using var scope = NewDisposeScope();
        Assert.StartsWith("Only a square matrix has a spectral radius; this tensor has the shape [12, 4].", Assert.Throws<ArgumentException>(() => SpectralRadius.Of(zeros(12, 4))).Message, StringComparison.Ordinal);
        Assert.StartsWith("All eigenvalues of this matrix are zero", Assert.Throws<ArgumentException>(() => SpectralRadius.Scale(zeros(4, 4), 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-20, "All eigenvalues of this matrix are zero")]
    [InlineData(double.NaN, "An element of this matrix is not finite")]
    [InlineData(double.PositiveInfinity, "An element of this matrix is not finite")]
    public void Matrix_with_negligible_or_non_finite_eigenvalues_is_an_error(double corner, string message)
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
    public void Negative_or_non_finite_target_radius_is_an_error(double radius) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SpectralRadius.Scale(eye(2), radius));
}
