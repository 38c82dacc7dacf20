using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The spectral radius, the largest absolute eigenvalue of a matrix: the factor by which a repeatedly applied recurrent matrix
/// stretches or shrinks the state per step in the long run.
/// </summary>
public static class SpectralRadius
{
    /// <summary>The distance from 1 to the next float64.</summary>
    private const double Precision = 2.220446049250313e-16;

    /// <summary>The spectral radius of a matrix.</summary>
    /// <param name="matrix">[n, n]</param>
    /// <exception cref="ArgumentException">The tensor is not a square matrix.</exception>
    public static double Of(Tensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.dim() != 2 || matrix.size(0) != matrix.size(1))
            throw new ArgumentException($"Only a square matrix has a spectral radius; this tensor has the shape [{string.Join(", ", matrix.shape)}].", nameof(matrix));
        using var scope = NewDisposeScope();
        using var free = no_grad();
        return linalg.eigvals(matrix.to(ScalarType.Float64).cpu()).abs().max().item<double>();
    }

    /// <summary>Scales a matrix in place to the spectral radius <paramref name="radius"/>.</summary>
    /// <param name="matrix">[n, n], with an eigenvalue that is not zero.</param>
    /// <param name="radius">The new spectral radius.</param>
    /// <exception cref="ArgumentException">The tensor is not a square matrix, has an element that is not finite, or has only zero eigenvalues (up to rounding).</exception>
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

        // Rounding errors have this size: scaling such eigenvalues would scale noise.
        var now = Of(matrix);
        if (now <= matrix.size(0) * Precision * norm)
            throw new ArgumentException("All eigenvalues of this matrix are zero: scaling does not change its spectral radius.", nameof(matrix));
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
