using static TorchSharp.torch;

namespace RnnDsl.Examples.Memory;

/// <summary>A plain recurrent network: h = tanh(W x + U h + b) (Elman 1990).</summary>
[SequenceModel]
[Features("inputs")]
[Rnn("hidden")]
[Linear("outputs", Name = "head")]
public partial class ElmanNetwork;

/// <summary>
/// The same with relu and U = I to begin with, so that a state at first stays what it is (IRNN: Le, Jaitly and Hinton 2015). The other
/// weights begin as small as in the paper: over hundreds of steps nothing else keeps a sum of inputs small.
/// </summary>
[SequenceModel]
[Features("inputs")]
[Rnn("hidden", Activation = Activation.Relu, Initialization = Initialization.Identity)]
[Linear("outputs", Name = "head")]
public partial class IdentityNetwork
{
    partial void OnConstructed()
    {
        using var free = no_grad();
        foreach (var (name, weight) in named_parameters())
        {
            if (name is "rnn.weight_ih_l0" or "head.weight")
                weight.normal_(0, 0.001);
        }
    }
}

/// <summary>Gates that begin open for memories of up to 400 steps (Tallec and Ollivier 2018), and orthogonal matrices (Saxe et al. 2014).</summary>
[SequenceModel]
[Features("inputs")]
[Gru("hidden", Initialization = Initialization.Orthogonal | Initialization.Chrono, ChronoLength = 400)]
[Linear("outputs", Name = "head")]
public partial class GruNetwork;

/// <summary>The same for an LSTM.</summary>
[SequenceModel]
[Features("inputs")]
[Lstm("hidden", Initialization = Initialization.Orthogonal | Initialization.Chrono, ChronoLength = 400)]
[Linear("outputs", Name = "head")]
public partial class LstmNetwork;
