namespace RnnDsl.Runtime.Tests.Collection;

/// <summary>A user-defined cell whose step adds, subtracts from a number, and is bounded by numbers.</summary>
[Cell("""
    z_t = σ(W_z · x_t + U_z · h_{t-1} + b_z)
    c̃_t = max(0.9 tanh(W_c · x_t + U_c · h_{t-1} + b_c) + 0.1, -0.5)
    h_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ c̃_t + 0.01 softplus(c̃_t)
    """)]
public partial class CollectedCell;

[SequenceModel, Embedding("vocabulary", 6), Recurrent(typeof(CollectedCell), 16, Layers = 2), Linear("vocabulary")]
public partial class CollectedCellWriter;

/// <summary>Built-in cells with emitted loops.</summary>
[SequenceModel]
[Embedding("vocabulary", 6)]
[Lstm(16, LayerNorm = true, Zoneout = 0.1, RecurrentDropout = 0.1)]
[Gru(16, ResetAfter = false)]
[Rnn(16)]
[Linear("vocabulary")]
public partial class CollectedWriter;
