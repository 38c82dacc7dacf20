namespace RnnDsl.Examples.Memory;

/// <summary>A plain recurrent network: h = tanh(W x + U h + b) (Elman 1990).</summary>
[SequenceModel]
[Features("inputs")]
[Rnn("hidden")]
[Linear("outputs", Name = "head")]
public partial class ElmanNetwork;

/// <summary>The same with relu and U = I to begin with, so that a state at first stays what it is (IRNN: Le, Jaitly and Hinton 2015).</summary>
[SequenceModel]
[Features("inputs")]
[Rnn("hidden", Activation = Activation.Relu, Initialization = Initialization.Identity)]
[Linear("outputs", Name = "head")]
public partial class IdentityNetwork;

/// <summary>Gates that begin open for memories of up to 400 steps (Tallec and Ollivier 2018).</summary>
[SequenceModel]
[Features("inputs")]
[Gru("hidden", Initialization = Initialization.Orthogonal | Initialization.Chrono, ChronoLength = 400)]
[Linear("outputs", Name = "head")]
public partial class GruNetwork;

/// <summary>As the GRU's, the cell's gates begin open for memories of up to 400 steps.</summary>
[SequenceModel]
[Features("inputs")]
[Lstm("hidden", Initialization = Initialization.Orthogonal | Initialization.Chrono, ChronoLength = 400)]
[Linear("outputs", Name = "head")]
public partial class LstmNetwork;
