using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Draws the weights of recurrent layers anew, in other ways than PyTorch does.</summary>
public static class RecurrentInitialization
{
    /// <summary>Changes the weights in place.</summary>
    /// <param name="module">A module of TorchSharp's, or <see cref="RecurrentWeights"/>, with PyTorch's names.</param>
    /// <param name="cell">Which cell it is.</param>
    /// <param name="initialization">What to do. <see cref="Initialization.Uniform"/> is what they are already.</param>
    /// <param name="chronoLength">For <see cref="Initialization.Chrono"/>: the longest expected dependence in steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than 2 where it is needed.</exception>
    /// <exception cref="ArgumentException">The cell has nothing that could be so initialised.</exception>
    public static void Apply(nn.Module module, CellKind cell, Initialization initialization, int chronoLength = 0)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var scope = NewDisposeScope();
        using var free = no_grad();
        foreach (var (name, weight) in module.named_parameters(recurse: false))
        {
            if (name.StartsWith("weight_hh", StringComparison.Ordinal))
                Recurrent(weight, cell, initialization);
            else if (name.StartsWith("bias_hh", StringComparison.Ordinal) && initialization != Initialization.Uniform && initialization != Initialization.Orthogonal)
                Second(weight, cell, initialization);
            else if (name.StartsWith("bias_ih", StringComparison.Ordinal))
                First(weight, cell, initialization, chronoLength);
        }
    }

    private static void Recurrent(Tensor weight, CellKind cell, Initialization initialization)
    {
        if (initialization.HasFlag(Initialization.Orthogonal))
        {
            // A gate's matrix is square, or tall with a projection; each is orthogonal by itself. Drawn in single precision on the CPU.
            var gates = RecurrentWeights.GatesOf(cell);
            var hidden = weight.size(0) / gates;
            for (var gate = 0L; gate < gates; gate++)
            {
                var drawn = empty(hidden, weight.size(1), dtype: ScalarType.Float32, device: CPU);
                nn.init.orthogonal_(drawn);
                weight.narrow(0, gate * hidden, hidden).copy_(drawn);
            }
        }
        else if (initialization.HasFlag(Initialization.Identity))
        {
            weight.copy_(eye(weight.size(0), weight.size(1), dtype: weight.dtype, device: weight.device));
        }
    }

    private static void First(Tensor bias, CellKind cell, Initialization initialization, int chronoLength)
    {
        if (initialization.HasFlag(Initialization.Identity))
        {
            bias.zero_();
        }
        else if (initialization.HasFlag(Initialization.ForgetGateBias))
        {
            Forget(bias, cell).fill_(Scalars.One);
        }
        else if (initialization.HasFlag(Initialization.Chrono))
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(chronoLength, 2);
            var spans = empty_like(Forget(bias, cell), dtype: ScalarType.Float32, device: CPU).uniform_(1, Math.Max(chronoLength - 1, 1.0 + 1e-6)).log_();
            if (cell == CellKind.Lstm)
            {
                Forget(bias, cell).copy_(spans);
                bias.narrow(0, 0, bias.size(0) / 4).copy_(-spans);
            }
            else
            {
                // The update gate keeps the old state where it is open.
                bias.narrow(0, bias.size(0) / 3, bias.size(0) / 3).copy_(spans);
            }
        }
    }

    /// <summary>The bias beside the state's product would be added to what <see cref="First"/> sets: there it is nothing.</summary>
    private static void Second(Tensor bias, CellKind cell, Initialization initialization)
    {
        if (initialization.HasFlag(Initialization.Identity))
        {
            bias.zero_();
        }
        else if (initialization.HasFlag(Initialization.ForgetGateBias))
        {
            Forget(bias, cell).zero_();
        }
        else if (initialization.HasFlag(Initialization.Chrono))
        {
            var gate = bias.size(0) / RecurrentWeights.GatesOf(cell);
            if (cell == CellKind.Lstm)
                bias.narrow(0, 0, 2 * gate).zero_();
            else
                bias.narrow(0, gate, gate).zero_();
        }
    }

    private static Tensor Forget(Tensor bias, CellKind cell) => cell switch
    {
        CellKind.Lstm => bias.narrow(0, bias.size(0) / 4, bias.size(0) / 4),
        CellKind.Gru or CellKind.GruResetBefore => bias.narrow(0, bias.size(0) / 3, bias.size(0) / 3),
        _ => throw new ArgumentException("An Elman network has no gates whose bias could be set.", nameof(cell)),
    };
}
