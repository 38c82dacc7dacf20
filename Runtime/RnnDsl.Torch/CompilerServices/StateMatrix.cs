using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Products of vectors and matrices of which each sequence of a batch has its own, as C_t q_t. A matrix lies row after row in the last dimension: [batch, rows × columns].
/// Its sizes are those of the vectors that it is multiplied by.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StateMatrix
{
    /// <summary>The outer product: left_i right_j, row after row. Of one element on the left it is a multiple of the right one.</summary>
    /// <param name="left">[..., rows].</param>
    /// <param name="right">[..., columns].</param>
    /// <returns>[..., rows × columns].</returns>
    public static Tensor Outer(Tensor left, Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.size(-1) == 1)
        {
            return left.mul(right);
        }

        using var column = left.unsqueeze(-1);
        using var row = right.unsqueeze(-2);
        using var product = column.mul(row);
        return product.flatten(-2);
    }

    /// <summary>The product of a matrix with a vector. Of a matrix of one row it is the inner product of two vectors.</summary>
    /// <param name="matrix">[..., rows × columns].</param>
    /// <param name="vector">[..., columns].</param>
    /// <returns>[..., rows].</returns>
    public static Tensor Times(Tensor matrix, Tensor vector)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(vector);
        if (matrix.size(-1) == vector.size(-1))
        {
            using var products = matrix.mul(vector);
            return products.sum(-1, keepdim: true);
        }

        using var rows = matrix.reshape([.. matrix.shape[..^1], -1, vector.size(-1)]);
        using var column = vector.unsqueeze(-1);
        using var product = rows.matmul(column);
        return product.squeeze(-1);
    }

    /// <summary>The product of a transposed matrix with a vector.</summary>
    /// <param name="matrix">[..., rows × columns].</param>
    /// <param name="vector">[..., rows].</param>
    /// <returns>[..., columns].</returns>
    public static Tensor TransposedTimes(Tensor matrix, Tensor vector)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(vector);
        if (vector.size(-1) == 1)
        {
            return matrix.mul(vector);
        }

        using var rows = matrix.reshape([.. matrix.shape[..^1], vector.size(-1), -1]);
        using var row = vector.unsqueeze(-2);
        using var product = row.matmul(rows);
        return product.squeeze(-2);
    }
}
