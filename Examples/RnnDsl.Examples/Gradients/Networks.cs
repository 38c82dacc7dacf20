namespace RnnDsl.Examples.Gradients;

/// <summary>A plain recurrent network: h = tanh(W x + U h + b) (Elman 1990).</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Rnn("hidden")]
[Linear(1, Name = "head")]
public partial class ElmanNetwork;

/// <summary>The same with an orthogonal U: all its eigenvalues have one size, which is scaled to what one wants to see.</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Rnn("hidden", Initialization = Initialization.Orthogonal)]
[Linear(1, Name = "head")]
public partial class OrthogonalNetwork;

/// <summary>The update gate mixes the old state with a new one (Cho et al. 2014).</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Gru("hidden")]
[Linear(1, Name = "head")]
public partial class GruNetwork;

/// <summary>The forget gate carries the cell state on (Hochreiter and Schmidhuber 1997; Gers et al. 2000).</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Lstm("hidden")]
[Linear(1, Name = "head")]
public partial class LstmNetwork;

/// <summary>The same with gates that begin open for memories of up to 500 steps (Tallec and Ollivier 2018).</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Lstm("hidden", Initialization = Initialization.Chrono, ChronoLength = 500)]
[Linear(1, Name = "head")]
public partial class ChronoLstmNetwork;

/// <summary>
/// A cell of one's own, in equations: an LSTM's forget gate and nothing else (after van der Westhuizen and Lasenby 2018), which begins open.
/// </summary>
[Cell("""
    f_t = σ(W_f · x_t + U_f · h_{t-1} + b_f)
    c̃_t = tanh(W_c · x_t + U_c · h_{t-1} + b_c)
    h_t = f_t ⊙ h_{t-1} + (1 - f_t) ⊙ c̃_t
    """)]
[CellParameter("b_f", ParameterInitialization.Constant, Value = 5)]
public partial class ForgetGate;

/// <summary>A network of that cell.</summary>
[SequenceModel(Step = true)]
[Features(2)]
[Recurrent(typeof(ForgetGate), "hidden")]
[Linear(1, Name = "head")]
public partial class ForgetGateNetwork;
