using static TorchSharp.torch;

namespace RnnDsl.Examples.Memory;

/// <summary>Elman network: h = tanh(W x + U h + b) (Elman 1990).</summary>
[SequenceModel]
[Streaming]
[Features("inputs")]
[Rnn("hidden")]
[Linear("outputs", Name = "head")]
public partial class ElmanNetwork;

/// <summary>
/// Elman network with relu and U initialised to the identity (IRNN: Le, Jaitly and Hinton 2015). The other weights have the small initial values of
/// the paper, so that states do not grow over hundreds of steps.
/// </summary>
[SequenceModel]
[Streaming]
[Features("inputs")]
[Rnn("hidden", Activation = Activation.Relu, Initialization = Initialization.Identity)]
[Linear("outputs", Name = "head")]
public partial class IdentityNetwork
{
    partial void OnConstructed()
    {
        using var noGrad = no_grad();
        foreach (var (name, weight) in named_parameters())
        {
            if (name is "rnn.weight_ih_l0" or "head.weight")
                weight.normal_(0, 0.001);
        }
    }
}

/// <summary>
/// GRU with chrono initialisation for dependencies of up to 400 steps (Tallec and Ollivier 2018) and orthogonal recurrent matrices (Saxe et al.
/// 2014).
/// </summary>
[SequenceModel]
[Streaming]
[Features("inputs")]
[Gru("hidden", Initialization = Initialization.Orthogonal | Initialization.Chrono, ChronoLength = 400)]
[Linear("outputs", Name = "head")]
public partial class GruNetwork;

/// <summary>LSTM with the same initialisation.</summary>
[SequenceModel]
[Streaming]
[Features("inputs")]
[Lstm("hidden", Initialization = Initialization.Orthogonal | Initialization.Chrono, ChronoLength = 400)]
[Linear("outputs", Name = "head")]
public partial class LstmNetwork;
