namespace RnnDsl.Examples.Cells;

/// <summary>
/// minGRU: a GRU whose gate and candidate read the input alone, so that the state is linear in the previous one (Feng et al. 2024, "Were RNNs all we
/// needed?", section 3.1).
/// </summary>
[Cell("""
    z_t = σ(W_z · x_t + b_z)
    h̃_t = W_h · x_t + b_h
    h_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ h̃_t
    """)]
public partial class MinGru;

/// <summary>minLSTM: forget gate and input gate read the input alone, and their sum is 1 (Feng et al. 2024, section 3.2).</summary>
[Cell("""
    f_t = σ(W_f · x_t + b_f)
    i_t = σ(W_i · x_t + b_i)
    h̃_t = W_h · x_t + b_h
    h_t = f_t / (f_t + i_t) ⊙ h_{t-1} + i_t / (f_t + i_t) ⊙ h̃_t
    """)]
public partial class MinLstm;

/// <summary>
/// Quasi-recurrent network with f-pooling and a convolution over two steps (Bradbury et al. 2017, "Quasi-recurrent neural networks", equations 2 and
/// 3).
/// </summary>
[Cell("""
    z_t = tanh(W_z1 · x_{t-1} + W_z2 · x_t)
    f_t = σ(W_f1 · x_{t-1} + W_f2 · x_t)
    h_t = f_t ⊙ h_{t-1} + (1 - f_t) ⊙ z_t
    """)]
public partial class QuasiRnn;

/// <summary>Quasi-recurrent network with fo-pooling: an output gate (Bradbury et al. 2017, equation 4).</summary>
[Cell("""
    z_t = tanh(W_z1 · x_{t-1} + W_z2 · x_t)
    f_t = σ(W_f1 · x_{t-1} + W_f2 · x_t)
    o_t = σ(W_o1 · x_{t-1} + W_o2 · x_t)
    c_t = f_t ⊙ c_{t-1} + (1 - f_t) ⊙ z_t
    h_t = o_t ⊙ c_t
    """)]
public partial class QuasiRnnFo;

/// <summary>Quasi-recurrent network with ifo-pooling: independent input and forget gates (Bradbury et al. 2017, equation 5).</summary>
[Cell("""
    z_t = tanh(W_z1 · x_{t-1} + W_z2 · x_t)
    i_t = σ(W_i1 · x_{t-1} + W_i2 · x_t)
    f_t = σ(W_f1 · x_{t-1} + W_f2 · x_t)
    o_t = σ(W_o1 · x_{t-1} + W_o2 · x_t)
    c_t = f_t ⊙ c_{t-1} + i_t ⊙ z_t
    h_t = o_t ⊙ c_t
    """)]
public partial class QuasiRnnIfo;

/// <summary>
/// Simple recurrent unit, first version: gates of the input alone, and a highway connection (Lei and Zhang 2017, "Training RNNs as fast as CNNs"). The
/// input has the hidden size.
/// </summary>
[Cell("""
    x̃_t = W · x_t
    f_t = σ(W_f · x_t + b_f)
    r_t = σ(W_r · x_t + b_r)
    c_t = f_t ⊙ c_{t-1} + (1 - f_t) ⊙ x̃_t
    h_t = r_t ⊙ tanh(c_t) + (1 - r_t) ⊙ x_t
    """)]
[CellParameter("b_f", ParameterInitialization.Zeros)]
[CellParameter("b_r", ParameterInitialization.Zeros)]
public partial class Sru2017;

/// <summary>
/// Simple recurrent unit, second version: the gates also read the state, unit by unit (Lei et al. 2018, "Simple recurrent units for highly
/// parallelizable recurrence", equations 1 to 4). The input has the hidden size.
/// </summary>
[Cell("""
    f_t = σ(W_f · x_t + v_f ⊙ c_{t-1} + b_f)
    c_t = f_t ⊙ c_{t-1} + (1 - f_t) ⊙ (W · x_t)
    r_t = σ(W_r · x_t + v_r ⊙ c_{t-1} + b_r)
    h_t = r_t ⊙ c_t + (1 - r_t) ⊙ x_t
    """)]
[CellParameter("b_f", ParameterInitialization.Zeros)]
[CellParameter("b_r", ParameterInitialization.Zeros)]
public partial class Sru;

/// <summary>
/// Real-gated linear recurrent unit: a decay that a gate raises to a power (De et al. 2024, "Griffin: mixing gated linear recurrences with local
/// attention", equations 1 to 4, with a = σ(Λ) in logarithms). Λ begins in the middle of the paper's interval of a^c, [0.9, 0.999]. The input has the
/// hidden size.
/// </summary>
[Cell("""
    r_t = σ(W_a · x_t + b_a)
    i_t = σ(W_x · x_t + b_x)
    a_t = exp(-c ⊙ softplus(-Λ) ⊙ r_t)
    h_t = a_t ⊙ h_{t-1} + sqrt(1 - a_t ⊙ a_t) ⊙ (i_t ⊙ x_t)
    """, Constants = "c = 8")]
[CellParameter("Λ", ParameterInitialization.Constant, Value = 5)]
[CellParameter("b_a", ParameterInitialization.Zeros)]
[CellParameter("b_x", ParameterInitialization.Zeros)]
public partial class RgLru;

/// <summary>
/// Linear recurrent unit: a diagonal recurrence of complex numbers, with the decay exp(-exp(ν)) and the phase exp(θ) (Orvieto et al. 2023,
/// "Resurrecting recurrent neural networks for long sequences"). s is the real and m the imaginary part. The decays begin at 0.95, with the
/// normalisation γ = log √(1 - 0.95²).
/// </summary>
[Cell("""
    λ_r = exp(-exp(ν)) ⊙ cos(exp(θ))
    λ_i = exp(-exp(ν)) ⊙ sin(exp(θ))
    s_t = λ_r ⊙ s_{t-1} - λ_i ⊙ m_{t-1} + exp(γ) ⊙ (B_r · x_t)
    m_t = λ_i ⊙ s_{t-1} + λ_r ⊙ m_{t-1} + exp(γ) ⊙ (B_i · x_t)
    h_t = C_r · s_t - C_i · m_t + D · x_t
    """)]
[CellParameter("ν", ParameterInitialization.Constant, Value = -2.97)]
[CellParameter("γ", ParameterInitialization.Constant, Value = -1.164)]
public partial class LinearRecurrentUnit;
