namespace RnnDsl.Examples.Cells;

/// <summary>
/// The gated recurrent unit with the reset gate before the recurrent projection (after Cho et al. 2014, "Learning phrase representations using RNN
/// encoder-decoder"). It has no fused kernel.
/// </summary>
[Cell("""
    z_t = σ(W_z · [h_{t-1}, x_t])
    r_t = σ(W_r · [h_{t-1}, x_t])
    h̃_t = tanh(W · [r_t ⊙ h_{t-1}, x_t])
    h_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ h̃_t
    """)]
public partial class ArticleGru;

/// <summary>The gated recurrent unit of PyTorch and cuDNN, with the reset gate after the recurrent projection. It runs on the fused kernel.</summary>
[Cell("""
    r_t = σ(W_ir · x_t + b_ir + W_hr · h_{t-1} + b_hr)
    z_t = σ(W_iz · x_t + b_iz + W_hz · h_{t-1} + b_hz)
    n_t = tanh(W_in · x_t + b_in + r_t ⊙ (W_hn · h_{t-1} + b_hn))
    h_t = (1 - z_t) ⊙ n_t + z_t ⊙ h_{t-1}
    """)]
public partial class TorchGru;

/// <summary>Minimal gated unit (MGU): a GRU with one gate (Zhou et al. 2016, "Minimal gated unit for recurrent neural networks", equations 8 to 10).</summary>
[Cell("""
    f_t = σ(W_f · [h_{t-1}, x_t] + b_f)
    h̃_t = tanh(W_h · [f_t ⊙ h_{t-1}, x_t] + b_h)
    h_t = (1 - f_t) ⊙ h_{t-1} + f_t ⊙ h̃_t
    """)]
public partial class MinimalGatedUnit;
