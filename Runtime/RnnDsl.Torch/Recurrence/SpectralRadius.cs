using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The largest absolute value of a matrix's eigenvalues: by how much a recurrent matrix, applied again and again, stretches or shrinks
/// at each step in the long run.
/// </summary>
public static class SpectralRadius
{
    /// <summary>The distance from 1 to the next float64.</summary>
    private const double Precision = 2.220446049250313e-16;

    /// <summary>The radius of one matrix.</summary>
    /// <param name="matrix">[n, n]</param>
    /// <exception cref="ArgumentException">The tensor is no square matrix.</exception>
    public static double Of(Tensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.dim() != 2 || matrix.size(0) != matrix.size(1))
            throw new ArgumentException($"A square matrix has a spectral radius; this tensor has the shape [{string.Join(", ", matrix.shape)}].", nameof(matrix));
        using var scope = NewDisposeScope();
        using var free = no_grad();
        return linalg.eigvals(matrix.to(ScalarType.Float64).cpu()).abs().max().item<double>();
    }

    /// <summary>Multiplies a matrix, in place, with what makes its radius <paramref name="radius"/>.</summary>
    /// <param name="matrix">[n, n], with an eigenvalue that is not zero.</param>
    /// <param name="radius">The radius it is to have.</param>
    /// <exception cref="ArgumentException">The tensor is no square matrix, an element of it is not finite, or all its eigenvalues are zero within the precision of float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="radius"/> is negative or not finite.</exception>
    public static void Scale(Tensor matrix, double radius)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        if (!double.IsFinite(radius))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "A spectral radius is finite.");
        var norm = Norm(matrix);
        if (!double.IsFinite(norm))
            throw new ArgumentException("An element of this matrix is not finite, so it has no spectral radius.", nameof(matrix));

        // Rounding alone gives eigenvalues of this size: a factor of them would be noise.
        var now = Of(matrix);
        if (now <= matrix.size(0) * Precision * norm)
            throw new ArgumentException("All eigenvalues of this matrix are zero: no factor gives it another radius.", nameof(matrix));
        using var free = no_grad();
        using Scalar factor = radius / now;
        matrix.mul_(factor);
    }

    private static double Norm(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        using var free = no_grad();
        return matrix.to(ScalarType.Float64).norm().item<double>();
    }
}
