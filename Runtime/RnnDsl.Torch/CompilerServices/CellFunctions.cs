using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>Functions for which TorchSharp creates temporary scalars, computed from operations that create none (see <see cref="Scalars"/>).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellFunctions
{
    /// <summary>softplus(x) = log(1 + exp(x)) = -log σ(-x), of any shape.</summary>
    /// <param name="x">Of any shape.</param>
    public static Tensor Softplus(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var negative = x.neg();
        using var logarithm = nn.functional.logsigmoid(negative);
        return logarithm.neg();
    }

    /// <summary>elu(x) = x above 0, else exp(x) - 1 (Clevert et al. 2016).</summary>
    /// <param name="x">Of any shape.</param>
    public static Tensor Elu(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var positive = x.relu();
        using var bounded = x.clamp_max(Scalars.Zero);
        using var negative = bounded.expm1();
        return positive.add(negative, Scalars.One);
    }

    /// <summary>One value where a condition holds, another one elsewhere, elementwise.</summary>
    /// <param name="condition">The condition, of booleans. It is disposed of.</param>
    /// <param name="then">The value where it holds, of a shape that broadcasts with that of the condition.</param>
    /// <param name="otherwise">The value elsewhere, likewise.</param>
    public static Tensor Select(Tensor condition, Tensor then, Tensor otherwise)
    {
        ArgumentNullException.ThrowIfNull(condition);
        using (condition)
            return where(condition, then, otherwise);
    }

    /// <inheritdoc cref="Select(Tensor, Tensor, Tensor)"/>
    public static Tensor Select(Tensor condition, Scalar then, Tensor otherwise)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(otherwise);
        using (condition)
            return otherwise.masked_fill(condition, then);
    }

    /// <inheritdoc cref="Select(Tensor, Tensor, Tensor)"/>
    public static Tensor Select(Tensor condition, Tensor then, Scalar otherwise)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Select(Not(condition), otherwise, then);
    }

    /// <summary>One number where a condition holds, another one elsewhere.</summary>
    /// <param name="condition">The condition, of booleans. It is disposed of.</param>
    /// <param name="then">The number where it holds.</param>
    /// <param name="otherwise">The number elsewhere.</param>
    /// <param name="dtype">The dtype of the result.</param>
    public static Tensor Select(Tensor condition, Scalar then, Scalar otherwise, ScalarType dtype)
    {
        ArgumentNullException.ThrowIfNull(condition);
        using var values = condition.to(dtype);
        using var filled = values.fill_(otherwise);
        return Select(condition, then, filled);
    }

    /// <summary>The remainder of a number, with the sign of the modulus.</summary>
    /// <param name="value">The number.</param>
    /// <param name="modulus">Of any shape.</param>
    public static Tensor Remainder(Scalar value, Tensor modulus)
    {
        ArgumentNullException.ThrowIfNull(modulus);
        using var values = full_like(modulus, value);
        return values.remainder(modulus);
    }

    private static Tensor Not(Tensor condition)
    {
        using (condition)
            return condition.logical_not();
    }
}
