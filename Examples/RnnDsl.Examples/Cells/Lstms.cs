namespace RnnDsl.Examples.Cells;

/// <summary>
/// The original long short-term memory (Hochreiter and Schmidhuber 1997): no forget gate; the logistic function is scaled to [-2, 2] for the cell
/// input and to [-1, 1] for the cell output.
/// </summary>
[Cell("""
    i_t = σ(W_i · x_t + U_i · h_{t-1} + b_i)
    o_t = σ(W_o · x_t + U_o · h_{t-1} + b_o)
    g_t = 4 ⊙ σ(W_c · x_t + U_c · h_{t-1} + b_c) - 2
    s_t = s_{t-1} + i_t ⊙ g_t
    h_t = o_t ⊙ (2 ⊙ σ(s_t) - 1)
    """)]
public partial class Lstm1997;

/// <summary>
/// Long short-term memory with a forget gate (Gers et al. 2000, "Learning to forget: continual prediction with LSTM"). It runs on the fused kernel.
/// </summary>
[Cell("""
    f_t = σ(W_f · [h_{t-1}, x_t] + b_f)
    i_t = σ(W_i · [h_{t-1}, x_t] + b_i)
    C̃_t = tanh(W_C · [h_{t-1}, x_t] + b_C)
    C_t = f_t ⊙ C_{t-1} + i_t ⊙ C̃_t
    o_t = σ(W_o · [h_{t-1}, x_t] + b_o)
    h_t = o_t ⊙ tanh(C_t)
    """)]
[CellParameter("b_f", ParameterInitialization.Ones)]
public partial class ForgetGateLstm;

/// <summary>
/// LSTM with peephole connections: the gates also read the cell state (Gers and Schmidhuber 2000, "Recurrent nets that time and count"; here as in
/// Graves 2013).
/// </summary>
[Cell("""
    i_t = σ(W_xi · x_t + W_hi · h_{t-1} + w_ci ⊙ c_{t-1} + b_i)
    f_t = σ(W_xf · x_t + W_hf · h_{t-1} + w_cf ⊙ c_{t-1} + b_f)
    c_t = f_t ⊙ c_{t-1} + i_t ⊙ tanh(W_xc · x_t + W_hc · h_{t-1} + b_c)
    o_t = σ(W_xo · x_t + W_ho · h_{t-1} + w_co ⊙ c_t + b_o)
    h_t = o_t ⊙ tanh(c_t)
    """)]
public partial class PeepholeLstm;

/// <summary>LSTM with coupled input and forget gates, i = 1 - f (Greff et al. 2017, "LSTM: a search space odyssey", the variant CIFG).</summary>
[Cell("""
    f_t = σ(W_f · x_t + U_f · h_{t-1} + b_f)
    i_t = 1 - f_t
    c̃_t = tanh(W_c · x_t + U_c · h_{t-1} + b_c)
    c_t = f_t ⊙ c_{t-1} + i_t ⊙ c̃_t
    o_t = σ(W_o · x_t + U_o · h_{t-1} + b_o)
    h_t = o_t ⊙ tanh(c_t)
    """)]
public partial class CoupledLstm;

/// <summary>
/// JANET, an LSTM with only a forget gate (van der Westhuizen and Lasenby 2018, "The unreasonable effectiveness of the forget gate", equation 4 with
/// β = 1).
/// </summary>
[Cell("""
    s_t = U_f · h_{t-1} + W_f · x_t + b_f
    c̃_t = tanh(U_c · h_{t-1} + W_c · x_t + b_c)
    h_t = σ(s_t) ⊙ h_{t-1} + (1 - σ(s_t - 1)) ⊙ c̃_t
    """)]
public partial class Janet;

/// <summary>
/// LSTM with layer normalisation of gates and cell (Ba et al. 2016, "Layer normalization", equations 20 to 22). The paper normalises the
/// pre-activations of all four gates together; here each gate is normalised separately, with its own gain and bias.
/// </summary>
[Cell("""
    f_t = σ(α_f ⊙ layernorm(U_f · h_{t-1}) + β_f ⊙ layernorm(W_f · x_t) + b_f)
    i_t = σ(α_i ⊙ layernorm(U_i · h_{t-1}) + β_i ⊙ layernorm(W_i · x_t) + b_i)
    g_t = tanh(α_g ⊙ layernorm(U_g · h_{t-1}) + β_g ⊙ layernorm(W_g · x_t) + b_g)
    o_t = σ(α_o ⊙ layernorm(U_o · h_{t-1}) + β_o ⊙ layernorm(W_o · x_t) + b_o)
    c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t
    h_t = o_t ⊙ tanh(γ ⊙ layernorm(c_t) + δ)
    """)]
[CellParameter("b_f", ParameterInitialization.Ones)]
[CellParameter("δ", ParameterInitialization.Zeros)]
public partial class LayerNormLstm;

/// <summary>
/// Multiplicative LSTM: an elementwise product of input and state replaces the state, so that the recurrent weights depend on the input (Krause et
/// al. 2017, "Multiplicative LSTM for sequence modelling", equations 16 to 21).
/// </summary>
[Cell("""
    m_t = (W_mx · x_t) ⊙ (W_mh · h_{t-1})
    ĥ_t = W_hx · x_t + W_hm · m_t
    i_t = σ(W_ix · x_t + W_im · m_t)
    o_t = σ(W_ox · x_t + W_om · m_t)
    f_t = σ(W_fx · x_t + W_fm · m_t)
    c_t = f_t ⊙ c_{t-1} + i_t ⊙ tanh(ĥ_t)
    h_t = o_t ⊙ tanh(c_t)
    """)]
public partial class MultiplicativeLstm;

/// <summary>
/// sLSTM: an LSTM with exponential gates and a stabiliser state that prevents overflow (Beck et al. 2024, "xLSTM: extended long short-term memory",
/// equations 8 to 17, with a sigmoid forget gate).
/// </summary>
[Cell("""
    ĩ_t = W_i · x_t + R_i · h_{t-1} + b_i
    f̃_t = W_f · x_t + R_f · h_{t-1} + b_f
    z_t = tanh(W_z · x_t + R_z · h_{t-1} + b_z)
    o_t = σ(W_o · x_t + R_o · h_{t-1} + b_o)
    l_t = -softplus(-f̃_t)                  # log σ(f̃_t)
    m_t = max(l_t + m_{t-1}, ĩ_t)
    i_t = exp(ĩ_t - m_t)
    f_t = exp(l_t + m_{t-1} - m_t)
    c_t = f_t ⊙ c_{t-1} + i_t ⊙ z_t
    n_t = f_t ⊙ n_{t-1} + i_t
    h_t = o_t ⊙ c_t / n_t
    """)]
public partial class ExponentialLstm;
