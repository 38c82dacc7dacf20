namespace RnnDsl.Examples.Cells;

/// <summary>
/// Continuous-time recurrent network, one Euler step of length Δt for each step of the input (Funahashi and Nakamura 1993, "Approximation of dynamical
/// systems by continuous time recurrent neural networks").
/// </summary>
[Cell("""
    h_t = h_{t-1} + Δt ⊙ (tanh(W · x_t + U · h_{t-1} + b) - h_{t-1}) / τ
    """, Constants = "Δt = 0.1, τ = 1")]
public partial class ContinuousTimeRnn;

/// <summary>
/// Coupled oscillatory network: h is the position and z the velocity of damped oscillators (Rusch and Mishra 2021, "Coupled oscillatory recurrent
/// neural network (coRNN)", equation 3). The constants are those of the paper's sequential images.
/// </summary>
[Cell("""
    z_t = z_{t-1} + Δt ⊙ (tanh(W · h_{t-1} + V_z · z_{t-1} + V · x_t + b) - γ ⊙ h_{t-1} - ε ⊙ z_{t-1})
    h_t = h_{t-1} + Δt ⊙ z_t
    """, Constants = "Δt = 0.042, γ = 2.7, ε = 4.7")]
public partial class OscillatoryRnn;

/// <summary>Long expressive memory: two states with learned time scales (Rusch et al. 2022, "Long expressive memory for sequence modeling", equation 3).</summary>
[Cell("""
    a_t = Δt ⊙ σ(W_1 · h_{t-1} + V_1 · x_t + b_1)
    ā_t = Δt ⊙ σ(W_2 · h_{t-1} + V_2 · x_t + b_2)
    z_t = (1 - a_t) ⊙ z_{t-1} + a_t ⊙ tanh(W_z · h_{t-1} + V_z · x_t + b_z)
    h_t = (1 - ā_t) ⊙ h_{t-1} + ā_t ⊙ tanh(W_h · z_t + V_h · x_t + b_h)
    """, Constants = "Δt = 1")]
public partial class LongExpressiveMemory;

/// <summary>
/// Antisymmetric network: the eigenvalues of W - Wᵀ are imaginary, so that states neither explode nor vanish; γ adds stability to the Euler step
/// (Chang et al. 2019, "AntisymmetricRNN: a dynamical system view on recurrent neural networks", equation 11).
/// </summary>
[Cell("""
    h_t = h_{t-1} + ε ⊙ tanh((W - Wᵀ - γ ⊙ I) · h_{t-1} + V · x_t + b)
    """, Constants = "ε = 0.01, γ = 0.01")]
[CellParameter("b", ParameterInitialization.Zeros)]
public partial class AntisymmetricRnn;

/// <summary>Antisymmetric network with a gate that shares the matrix of the state (Chang et al. 2019, equation 12).</summary>
[Cell("""
    z_t = σ((W - Wᵀ - γ ⊙ I) · h_{t-1} + V_z · x_t + b_z)
    h_t = h_{t-1} + ε ⊙ z_t ⊙ tanh((W - Wᵀ - γ ⊙ I) · h_{t-1} + V_h · x_t + b_h)
    """, Constants = "ε = 0.01, γ = 0.01")]
[CellParameter("b_z", ParameterInitialization.Zeros)]
[CellParameter("b_h", ParameterInitialization.Zeros)]
public partial class GatedAntisymmetricRnn;

/// <summary>
/// Echo state network with leaky units: the reservoir stays as it is drawn, and layers above are trained (Jaeger et al. 2007, "Optimization and
/// applications of echo state networks with leaky-integrator neurons"). W is orthogonal, so ρ is the spectral radius.
/// </summary>
[Cell("""
    h_t = (1 - a) ⊙ h_{t-1} + a ⊙ tanh(W_in · x_t + ρ ⊙ (W · h_{t-1}))
    """, Constants = "ρ = 0.9, a = 0.3")]
[CellParameter("W_in", ParameterInitialization.Normal, Value = 0.1, Trainable = false)]
[CellParameter("W", ParameterInitialization.Orthogonal, Trainable = false)]
public partial class EchoStateNetwork;
