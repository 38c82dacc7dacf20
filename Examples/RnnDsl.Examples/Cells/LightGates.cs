namespace RnnDsl.Examples.Cells;

/// <summary>
/// Light GRU for speech: one gate, and a rectified candidate (Ravanelli et al. 2018, "Light gated recurrent units for speech recognition"). The
/// paper normalises the input projections over the batch; here each step is normalised over its units.
/// </summary>
[Cell("""
    z_t = σ(γ_z ⊙ layernorm(W_z · x_t) + b_z + U_z · h_{t-1})
    h̃_t = relu(γ_h ⊙ layernorm(W_h · x_t) + b_h + U_h · h_{t-1})
    h_t = z_t ⊙ h_{t-1} + (1 - z_t) ⊙ h̃_t
    """)]
[CellParameter("U_z", ParameterInitialization.Orthogonal)]
[CellParameter("U_h", ParameterInitialization.Orthogonal)]
[CellParameter("b_z", ParameterInitialization.Zeros)]
[CellParameter("b_h", ParameterInitialization.Zeros)]
public partial class LiGru;

/// <summary>
/// FastGRNN: gate and candidate share their matrices, and two numbers weigh them (Kusupati et al. 2018, "FastGRNN: a fast, accurate, stable and tiny
/// kilobyte sized gated recurrent neural network"). σ keeps ζ and ν between 0 and 1.
/// </summary>
[Cell("""
    z_t = σ(W · x_t + U · h_{t-1} + b_z)
    h̃_t = tanh(W · x_t + U · h_{t-1} + b_h)
    h_t = (σ(ζ) ⊙ (1 - z_t) + σ(ν)) ⊙ h̃_t + z_t ⊙ h_{t-1}
    """)]
[CellParameter("ζ", ParameterInitialization.Constant, Value = 1, Scalar = true)]
[CellParameter("ν", ParameterInitialization.Constant, Value = -4, Scalar = true)]
[CellParameter("b_z", ParameterInitialization.Ones)]
[CellParameter("b_h", ParameterInitialization.Ones)]
public partial class FastGrnn;

/// <summary>
/// FastGRNN with matrices of low rank, W = W_1 W_2 and U = U_1 U_2 (Kusupati et al. 2018, section 3.3). Each layer gives the rank, which both have here.
/// </summary>
[Cell("""
    p_t = W_2 · x_t
    q_t = U_2 · h_{t-1}
    z_t = σ(W_1 · p_t + U_1 · q_t + b_z)
    h̃_t = tanh(W_1 · p_t + U_1 · q_t + b_h)
    h_t = (σ(ζ) ⊙ (1 - z_t) + σ(ν)) ⊙ h̃_t + z_t ⊙ h_{t-1}
    """, Values = "p: rank, q: rank")]
[CellParameter("ζ", ParameterInitialization.Constant, Value = 1, Scalar = true)]
[CellParameter("ν", ParameterInitialization.Constant, Value = -4, Scalar = true)]
[CellParameter("b_z", ParameterInitialization.Ones)]
[CellParameter("b_h", ParameterInitialization.Ones)]
public partial class LowRankFastGrnn;

/// <summary>Recurrent additive network: the state is a gated sum of inputs (Lee et al. 2017, "Recurrent additive networks").</summary>
[Cell("""
    c̃_t = W_cx · x_t
    i_t = σ(W_ih · h_{t-1} + W_ix · x_t + b_i)
    f_t = σ(W_fh · h_{t-1} + W_fx · x_t + b_f)
    c_t = i_t ⊙ c̃_t + f_t ⊙ c_{t-1}
    h_t = tanh(c_t)
    """)]
public partial class AdditiveNetwork;

/// <summary>
/// Chaos-free network: without input, every state decays to zero (Laurent and von Brecht 2017, "A recurrent neural network without chaos"). The gates
/// begin as in the paper's experiments.
/// </summary>
[Cell("""
    θ_t = σ(U_θ · h_{t-1} + V_θ · x_t + b_θ)
    η_t = σ(U_η · h_{t-1} + V_η · x_t + b_η)
    h_t = θ_t ⊙ tanh(h_{t-1}) + η_t ⊙ tanh(W · x_t)
    """)]
[CellParameter("b_θ", ParameterInitialization.Ones)]
[CellParameter("b_η", ParameterInitialization.Constant, Value = -1)]
public partial class ChaosFreeNetwork;

/// <summary>Update gate network: a GRU without a reset gate (Collins et al. 2017, "Capacity and trainability in recurrent neural networks").</summary>
[Cell("""
    c_t = tanh(W_ch · h_{t-1} + W_cx · x_t + b_c)
    g_t = σ(W_gh · h_{t-1} + W_gx · x_t + b_g)
    h_t = g_t ⊙ h_{t-1} + (1 - g_t) ⊙ c_t
    """)]
[CellParameter("b_g", ParameterInitialization.Ones)]
public partial class UpdateGateRnn;

/// <summary>
/// Recurrently neuromodulated bistable cell: feedback between 0 and 2 makes each unit monostable or bistable (Vecoven et al. 2021, "A bio-inspired
/// bistable recurrent cell allows for long-lasting memory").
/// </summary>
[Cell("""
    a_t = 1 + tanh(U_a · x_t + W_a · h_{t-1})
    c_t = σ(U_c · x_t + W_c · h_{t-1})
    h_t = c_t ⊙ h_{t-1} + (1 - c_t) ⊙ tanh(U · x_t + a_t ⊙ h_{t-1})
    """)]
[CellParameter("W_a", ParameterInitialization.Orthogonal)]
[CellParameter("W_c", ParameterInitialization.Orthogonal)]
public partial class BistableCell;

/// <summary>
/// STAR: one gate, built for deep stacks (Turkoglu et al. 2021, "Gating revisited: deep multi-layer RNNs that can be trained").
/// </summary>
[Cell("""
    z_t = tanh(W_z · x_t + b_z)
    k_t = σ(W_x · x_t + W_h · h_{t-1} + b_k)
    h_t = tanh((1 - k_t) ⊙ h_{t-1} + k_t ⊙ z_t)
    """)]
[CellParameter("W_z", ParameterInitialization.Orthogonal)]
[CellParameter("W_x", ParameterInitialization.Orthogonal)]
[CellParameter("W_h", ParameterInitialization.Orthogonal)]
public partial class Star;

/// <summary>
/// ATR: the gates are of the sum and of the difference of two projections (Zhang et al. 2018, "Simplifying neural machine translation with
/// addition-subtraction ... networks").
/// </summary>
[Cell("""
    p_t = W_p · x_t
    q_t = W_q · h_{t-1}
    i_t = σ(p_t + q_t)
    f_t = σ(p_t - q_t)
    h_t = i_t ⊙ p_t + f_t ⊙ h_{t-1}
    """)]
public partial class AdditionSubtractionRnn;
