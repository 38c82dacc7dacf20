namespace RnnDsl.Examples.Cells;

/// <summary>
/// GRU-D, for series with missing values (Che et al. 2018): the values x_t, their mask m_t, 1 where a value was observed, and the time δ_t since the last observation of each
/// variable. A missing value decays from the last observed one, x', to the mean x̃, and the hidden state decays too. Standardised series have the mean 0.
/// </summary>
[Cell("""
    x'_t = m_t ⊙ x_t + (1 - m_t) ⊙ x'_{t-1}
    α_t = exp(-max(0, w_α ⊙ δ_t + b_α))
    x̂_t = m_t ⊙ x_t + (1 - m_t) ⊙ (α_t ⊙ x'_{t-1} + (1 - α_t) ⊙ x̃)
    γ_t = exp(-max(0, W_γ δ_t + b_γ))
    ĥ_t = γ_t ⊙ h_{t-1}
    r_t = σ(W_r x̂_t + U_r ĥ_t + V_r m_t + b_r)
    z_t = σ(W_z x̂_t + U_z ĥ_t + V_z m_t + b_z)
    h̃_t = tanh(W x̂_t + U (r_t ⊙ ĥ_t) + V m_t + b)
    h_t = (1 - z_t) ⊙ ĥ_t + z_t ⊙ h̃_t
    """, Inputs = "x: variables, m: variables, δ: variables", States = "x': variables")]
[CellParameter("x̃", ParameterInitialization.Zeros, Trainable = false)]
public partial class GruD;

/// <summary>
/// Phased LSTM, for events at any time (Neil et al. 2016): each unit is open for a part r of its period τ, with the phase φ and a shift s, and keeps its state elsewhere but for a leak α. The time t_n of
/// each step is an input. The periods are log-normal around exp(1.5), where the paper draws their logarithm uniformly from 0 to 3.
/// </summary>
[Cell("""
    τ = exp(1.5 + λ)
    φ_n = ((t_n - s) mod τ) / τ
    k_n = \begin{cases} 2 φ_n / r & φ_n < 0.5 r \\ 2 - 2 φ_n / r & 0.5 r ≤ φ_n < r \\ α ⊙ φ_n & \text{otherwise} \end{cases}
    i_n = σ(W_i x_n + U_i h_{n-1} + p_i ⊙ c_{n-1} + b_i)
    f_n = σ(W_f x_n + U_f h_{n-1} + p_f ⊙ c_{n-1} + b_f)
    c̃_n = f_n ⊙ c_{n-1} + i_n ⊙ tanh(W_c x_n + U_c h_{n-1} + b_c)
    c_n = k_n ⊙ c̃_n + (1 - k_n) ⊙ c_{n-1}
    o_n = σ(W_o x_n + U_o h_{n-1} + p_o ⊙ c̃_n + b_o)
    h_n = k_n ⊙ (o_n ⊙ tanh(c̃_n)) + (1 - k_n) ⊙ h_{n-1}
    """, Inputs = "x: signals, t", Time = "n", Constants = "r = 0.05, α = 0.001")]
[CellParameter("λ", ParameterInitialization.Normal, Value = 0.87)]
[CellParameter("s", ParameterInitialization.Normal, Value = 10)]
[CellParameter("b_f", ParameterInitialization.Ones)]
public partial class PhasedLstm;
