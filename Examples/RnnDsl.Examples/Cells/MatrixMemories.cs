namespace RnnDsl.Examples.Cells;

/// <summary>
/// mLSTM: an LSTM whose cell state is a matrix that stores keys with values (Beck et al. 2024, "xLSTM: extended long short-term memory", equations 19 to 27), with one head, a sigmoid
/// forget gate and the stabiliser state m of its appendix, by which the states are scaled: the 1 of max(|nᵀ q|, 1) becomes exp(-m). The weights of the keys hold the paper's factor 1/√d.
/// The gates begin as in the authors' code: with weights of zero and a forget gate that is open.
/// </summary>
[Cell("""
    q_t = W_q · x_t + b_q
    k_t = W_k · x_t + b_k
    v_t = W_v · x_t + b_v
    ĩ_t = w_i^⊤ · x_t + b_i
    f̃_t = w_f^⊤ · x_t + b_f
    o_t = σ(W_o · x_t + b_o)
    l_t = -softplus(-f̃_t)                  # log σ(f̃_t)
    m_t = max(l_t + m_{t-1}, ĩ_t)
    i_t = exp(ĩ_t - m_t)
    f_t = exp(l_t + m_{t-1} - m_t)
    C_t = f_t ⊙ C_{t-1} + i_t ⊙ v_t · k_t^⊤
    n_t = f_t ⊙ n_{t-1} + i_t ⊙ k_t
    h_t = o_t ⊙ (C_t · q_t) / max(abs(n_t^⊤ · q_t), exp(-m_t))
    """, States = "m: 1")]
[CellParameter("w_i", ParameterInitialization.Zeros)]
[CellParameter("w_f", ParameterInitialization.Zeros)]
[CellParameter("b_i", ParameterInitialization.Normal, Value = 0.1)]
[CellParameter("b_f", ParameterInitialization.Constant, Value = 3)]
public partial class MatrixLstm;

/// <summary>
/// Linear attention as a recurrence (Katharopoulos et al. 2020, "Transformers are RNNs", equations 16 to 20): the state is the sum of the outer products of keys and values. A layer gives
/// the size of the keys, <c>Sizes = "keys: 64"</c>.
/// </summary>
[Cell("""
    k_t = elu(W_k · x_t) + 1
    q_t = elu(W_q · x_t) + 1
    v_t = W_v · x_t
    S_t = S_{t-1} + k_t · v_t^⊤
    z_t = z_{t-1} + k_t
    h_t = S_t^⊤ · q_t / (z_t^⊤ · q_t)
    """, States = "S: keys × size, z: keys")]
public partial class LinearAttention;

/// <summary>
/// Fast weights that are written by the delta rule (Schlag et al. 2021, "Linear transformers are secretly fast weight programmers", equations 23 to 27): what the state returns for a key is
/// replaced by its new value, as far as β says.
/// </summary>
[Cell("""
    k_t = softmax(W_k · x_t)
    q_t = softmax(W_q · x_t)
    v_t = W_v · x_t
    β_t = σ(w_β^⊤ · x_t + b_β)
    S_t = S_{t-1} + β_t ⊙ (v_t - S_{t-1} · k_t) · k_t^⊤
    h_t = S_t · q_t
    """, States = "S: size × keys")]
public partial class DeltaRule;
