using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The largest absolute value of a matrix's eigenvalues: by how much a recurrent matrix, applied again and again, stretches or shrinks
/// at each step in the long run.
/// </summary>
public static class SpectralRadius
{
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
    /// <exception cref="ArgumentException">The tensor is no square matrix, or all its eigenvalues are zero.</exception>
    public static void Scale(Tensor matrix, double radius)
    {
        var now = Of(matrix);
        if (now == 0)
            throw new ArgumentException("All eigenvalues of this matrix are zero: no factor gives it another radius.", nameof(matrix));
        using var free = no_grad();
        matrix.mul_(radius / now);
    }
}
