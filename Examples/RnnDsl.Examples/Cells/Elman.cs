namespace RnnDsl.Examples.Cells;

/// <summary>The simple recurrent network (Elman 1990, "Finding structure in time"). It runs on the fused kernel.</summary>
[Cell("h_t = tanh(W · x_t + U · h_{t-1} + b)")]
public partial class Elman;

/// <summary>
/// Each unit sees only itself at the step before (Li et al. 2018, "Independently recurrent neural network (IndRNN)", equation 1). Many such layers
/// are put on top of each other.
/// </summary>
[Cell("h_t = relu(W · x_t + u ⊙ h_{t-1} + b)")]
public partial class IndRnn;

/// <summary>
/// The input is mapped into the state's space first, and one gate mixes it in (Chen 2017, "MinimalRNN: toward more interpretable and trainable
/// recurrent neural networks", equations 1 to 3).
/// </summary>
[Cell("""
    z_t = tanh(W_x · x_t + b_z)
    u_t = σ(U_h · h_{t-1} + U_z · z_t + b_u)
    h_t = u_t ⊙ h_{t-1} + (1 - u_t) ⊙ z_t
    """)]
public partial class MinimalRnn;

/// <summary>
/// A state that changes slowly beside one that changes fast (Mikolov et al. 2015, "Learning longer memory in recurrent neural networks", equations 3
/// and 4, with α = 0.95). The two have sizes of their own; what follows the cell reads the fast one.
/// </summary>
[Cell("""
    s_t = 0.05 ⊙ (B · x_t) + 0.95 ⊙ s_{t-1}
    h_t = σ(P · s_t + A · x_t + R · h_{t-1})
    """, States = "s: context")]
public partial class Scrn;
