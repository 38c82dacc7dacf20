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

/// <summary>Convolution, normalisation and regularisers, with the loss of the most arguments.</summary>
[SequenceModel]
[Features(3)]
[Conv1d(4, Kernel = 3)]
[LayerNorm]
[Lstm(5, Zoneout = 0.1, RecurrentDropout = 0.1)]
[Activation(Activation.Relu)]
[Dropout(0.2)]
[Linear(6)]
[Classify(LabelSmoothing = 0.1)]
public partial class CollectedClassifier;

/// <summary>Connectionist temporal classification.</summary>
[SequenceModel]
[Features(3)]
[Gru(5, Bidirectional = true)]
[Linear(6)]
[Ctc]
public partial class CollectedRecogniser;

/// <summary>Regression of one vector per sequence.</summary>
[SequenceModel]
[Features(3)]
[Rnn(5)]
[AttentionPooling(4)]
[Linear(2)]
[Regress(Loss = RegressionLoss.Huber)]
public partial class CollectedForecaster;
