namespace RnnDsl.Examples.Cells;

/// <summary>The simple recurrent network (Elman 1990, "Finding structure in time"). It runs on the fused kernel.</summary>
[Cell("h_t = tanh(W · x_t + U · h_{t-1} + b)")]
public partial class Elman;

/// <summary>
/// Independently recurrent network: each unit is connected only to itself (Li et al. 2018, "Independently recurrent neural network (IndRNN)",
/// equation 1). Such layers are stacked.
/// </summary>
[Cell("h_t = relu(W · x_t + u ⊙ h_{t-1} + b)")]
public partial class IndRnn;

/// <summary>
/// The input is projected into the state space, and one update gate mixes it with the state (Chen 2017, "MinimalRNN: toward more interpretable and
/// trainable recurrent neural networks", equations 1 to 3).
/// </summary>
[Cell("""
    z_t = tanh(W_x · x_t + b_z)
    u_t = σ(U_h · h_{t-1} + U_z · z_t + b_u)
    h_t = u_t ⊙ h_{t-1} + (1 - u_t) ⊙ z_t
    """)]
public partial class MinimalRnn;

/// <summary>
/// Structurally constrained recurrent network: a slow context state and a fast hidden state (Mikolov et al. 2015, "Learning longer memory in
/// recurrent neural networks", equations 3 and 4, with α = 0.95). The two states have different sizes; the output is the hidden state.
/// </summary>
[Cell("""
    s_t = 0.05 ⊙ (B · x_t) + 0.95 ⊙ s_{t-1}
    h_t = σ(P · s_t + A · x_t + R · h_{t-1})
    """, States = "s: context")]
public partial class Scrn;
