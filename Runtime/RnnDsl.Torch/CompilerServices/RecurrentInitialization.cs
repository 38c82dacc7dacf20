using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>Initialisations of recurrent layers other than PyTorch's default.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RecurrentInitialization
{
    /// <summary>Initialises the weights in place.</summary>
    /// <param name="module">A module of TorchSharp, or <see cref="RecurrentWeights"/>, with PyTorch's names.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="initialization">The initialisation. <see cref="Initialization.Uniform"/> leaves the weights unchanged.</param>
    /// <param name="chronoLength">For <see cref="Initialization.Chrono"/>: the longest expected dependency in steps.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="chronoLength"/> is needed and less than 2.</exception>
    /// <exception cref="ArgumentException">The initialisation does not apply to the cell.</exception>
    public static void Apply(nn.Module module, CellKind cell, Initialization initialization, int chronoLength = 0)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var scope = NewDisposeScope();
        using var free = no_grad();
        foreach (var (name, weight) in module.named_parameters(recurse: false))
        {
            if (name.StartsWith("weight_hh", StringComparison.Ordinal))
                InitializeHiddenWeight(weight, cell, initialization);
            else if (name.StartsWith("bias_hh", StringComparison.Ordinal) && initialization != Initialization.Uniform && initialization != Initialization.Orthogonal)
                ZeroHiddenBias(weight, cell, initialization);
            else if (name.StartsWith("bias_ih", StringComparison.Ordinal))
                InitializeInputBias(weight, cell, initialization, chronoLength);
        }
    }

    private static void InitializeHiddenWeight(Tensor weight, CellKind cell, Initialization initialization)
    {
        if (initialization.HasFlag(Initialization.Orthogonal))
        {
            // The matrix of a gate is square, or tall with a projection; each is orthogonal. Sampled in float32 on the CPU.
            var gates = RecurrentWeights.GatesOf(cell);
            var hidden = weight.size(0) / gates;
            for (var gate = 0L; gate < gates; gate++)
            {
                var matrix = empty(hidden, weight.size(1), dtype: ScalarType.Float32, device: CPU);
                nn.init.orthogonal_(matrix);
                weight.narrow(0, gate * hidden, hidden).copy_(matrix);
            }
        }
        else if (initialization.HasFlag(Initialization.Identity))
        {
            weight.copy_(eye(weight.size(0), weight.size(1), dtype: weight.dtype, device: weight.device));
        }
    }

    private static void InitializeInputBias(Tensor bias, CellKind cell, Initialization initialization, int chronoLength)
    {
        if (initialization.HasFlag(Initialization.Identity))
        {
            bias.zero_();
        }
        else if (initialization.HasFlag(Initialization.ForgetGateBias))
        {
            ForgetGate(bias, cell).fill_(Scalars.One);
        }
        else if (initialization.HasFlag(Initialization.Chrono))
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(chronoLength, 2);
            var spans = empty_like(ForgetGate(bias, cell), dtype: ScalarType.Float32, device: CPU).uniform_(1, Math.Max(chronoLength - 1, 1.0 + 1e-6)).log_();
            if (cell == CellKind.Lstm)
            {
                ForgetGate(bias, cell).copy_(spans);
                bias.narrow(0, 0, bias.size(0) / 4).copy_(-spans);
            }
            else
            {
                // An open update gate keeps the previous state.
                bias.narrow(0, bias.size(0) / 3, bias.size(0) / 3).copy_(spans);
            }
        }
    }

    /// <summary>Zeros the recurrent bias where <see cref="InitializeInputBias"/> sets the input bias, because the two are added.</summary>
    private static void ZeroHiddenBias(Tensor bias, CellKind cell, Initialization initialization)
    {
        if (initialization.HasFlag(Initialization.Identity))
        {
            bias.zero_();
        }
        else if (initialization.HasFlag(Initialization.ForgetGateBias))
        {
            ForgetGate(bias, cell).zero_();
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

    private static Tensor ForgetGate(Tensor bias, CellKind cell) => cell switch
    {
        CellKind.Lstm => bias.narrow(0, bias.size(0) / 4, bias.size(0) / 4),
        CellKind.Gru or CellKind.GruResetBefore => bias.narrow(0, bias.size(0) / 3, bias.size(0) / 3),
        _ => throw new ArgumentException("An Elman network has no gate biases; use another initialisation.", nameof(cell)),
    };
}
