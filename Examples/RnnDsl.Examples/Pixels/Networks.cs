using RnnDsl.Examples.Cells;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Pixels;

/// <summary>
/// Two layers of linear recurrent units (Orvieto et al. 2023). The second reads every fourth step of the first, through a window of four steps: 784 and 196
/// steps. Neither has a matrix product on its states, so each layer is one sweep over its steps.
/// </summary>
[SequenceModel]
[Features(1)]
[Recurrent(typeof(LinearRecurrentUnit), "hidden", Name = "fine")]
[Conv1d("hidden", Kernel = 4, Stride = 4, Padding = ConvolutionPadding.Valid)]
[Activation(Activation.Gelu)]
[Recurrent(typeof(LinearRecurrentUnit), "hidden", Name = "coarse")]
[LastState]
[Linear(10, Name = "head")]
public partial class LruReader
{
    partial void OnConstructed()
    {
        // Memories of 100 to 10,000 steps, and of 50 to 1,000. An image has little beyond a period of six pixels; permuted pixels have as much at any period.
        SpreadOverRing(Fine, 0.99, 0.9999, Math.PI / 3);
        SpreadOverRing(Coarse, 0.98, 0.999, Math.PI);
    }

    /// <summary>Initialises moduli and phases evenly over a ring of the complex plane, and γ to √(1 - modulus²) (Orvieto et al. 2023, lemma 3.2 and section 3.4).</summary>
    private static void SpreadOverRing(nn.Module cell, double smallest, double largest, double phase)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var parameters = cell.named_parameters().ToDictionary(static named => named.name, static named => (Tensor)named.parameter);
        var square = empty_like(parameters["nu_l0"]).uniform_(smallest * smallest, largest * largest);
        parameters["nu_l0"].copy_((-0.5 * square.log()).log());
        parameters["theta_l0"].uniform_(0.001, phase).log_();
        parameters["gamma_l0"].copy_(0.5 * (1 - square).log());
    }
}

/// <summary>Three layers of minGRU with residual connections (Feng et al. 2024); their gates begin with memories of 1 to 784 steps (Tallec and Ollivier 2018).</summary>
[SequenceModel]
[Streaming]
[Features(1)]
[Linear("hidden", Name = "input")]
[Recurrent(typeof(MinGru), "hidden", Layers = 3, Residual = true, Name = "cell")]
[LastState]
[Linear(10, Name = "head")]
public partial class MinGruReader
{
    partial void OnConstructed()
    {
        using var noGrad = no_grad();
        foreach (var (name, bias) in Cell.named_parameters())
        {
            // σ(-log T) = 1 / (1 + T), the part of the state that a step replaces.
            if (name.StartsWith("b_z", StringComparison.Ordinal))
                bias.uniform_(1, PixelOrder.Pixels - 1).log_().neg_();
        }
    }
}

/// <summary>GRU with chrono initialisation (Tallec and Ollivier 2018).</summary>
[SequenceModel]
[Streaming]
[Features(1)]
[Gru("hidden", Initialization = Initialization.Orthogonal | Initialization.Chrono, ChronoLength = 784)]
[LastState]
[Linear(10, Name = "head")]
public partial class GruReader;

/// <summary>LSTM with the same initialisation.</summary>
[SequenceModel]
[Streaming]
[Features(1)]
[Lstm("hidden", Initialization = Initialization.Orthogonal | Initialization.Chrono, ChronoLength = 784)]
[LastState]
[Linear(10, Name = "head")]
public partial class LstmReader;
