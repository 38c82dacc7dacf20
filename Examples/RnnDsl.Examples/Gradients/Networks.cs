namespace RnnDsl.Examples.Gradients;

/// <summary>Elman network: h = tanh(W x + U h + b) (Elman 1990).</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Rnn("hidden")]
[Linear(1, Name = "head")]
public partial class ElmanNetwork;

/// <summary>Elman network with an orthogonal U, whose spectral radius is set by scaling.</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Rnn("hidden", Initialization = Initialization.Orthogonal)]
[Linear(1, Name = "head")]
public partial class OrthogonalNetwork;

/// <summary>Gated recurrent unit (Cho et al. 2014).</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Gru("hidden")]
[Linear(1, Name = "head")]
public partial class GruNetwork;

/// <summary>LSTM (Hochreiter and Schmidhuber 1997; Gers et al. 2000).</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Lstm("hidden")]
[Linear(1, Name = "head")]
public partial class LstmNetwork;

/// <summary>LSTM with chrono initialisation for dependencies of up to 500 steps (Tallec and Ollivier 2018).</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Lstm("hidden", Initialization = Initialization.Chrono, ChronoLength = 500)]
[Linear(1, Name = "head")]
public partial class ChronoLstmNetwork;

/// <summary>
/// A user-defined cell: an LSTM with only a forget gate (after van der Westhuizen and Lasenby 2018), whose bias is initialised to 5, so that the gate
/// starts open.
/// </summary>
[Cell("""
    f_t = σ(W_f · x_t + U_f · h_{t-1} + b_f)
    c̃_t = tanh(W_c · x_t + U_c · h_{t-1} + b_c)
    h_t = f_t ⊙ h_{t-1} + (1 - f_t) ⊙ c̃_t
    """)]
[CellParameter("b_f", ParameterInitialization.Constant, Value = 5)]
public partial class ForgetGate;

/// <summary>A model with the user-defined cell.</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Recurrent(typeof(ForgetGate), "hidden")]
[Linear(1, Name = "head")]
public partial class ForgetGateNetwork;
