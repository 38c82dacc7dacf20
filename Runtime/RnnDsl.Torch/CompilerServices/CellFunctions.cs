using System.ComponentModel;
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
}
