namespace RnnDsl;

/// <summary>A stack of recurrent layers of one kind: [batch, time, features] to [batch, time, hidden].</summary>
/// <remarks>
/// Every option works with any number of <see cref="Layers"/>, in both directions and in a single step; dropout of any kind acts in
/// training only. Masks are sampled anew in each call: one sequence, or one step.
/// </remarks>
public abstract class RecurrentLayerAttribute : LayerAttribute
{
    private protected RecurrentLayerAttribute(object hiddenSize) => HiddenSize = hiddenSize;

    /// <summary>The hidden size: an integer, or the text of a constructor parameter.</summary>
    public object HiddenSize { get; }

    /// <summary>The number of stacked layers; 1 by default.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>
    /// A second network reads each sequence in reverse; the output is the concatenation, [batch, time, 2 × hidden]
    /// (Schuster and Paliwal 1997), or the <see cref="Merge"/> of both.
    /// </summary>
    public bool Bidirectional { get; set; }

    /// <summary>The merge of the two directions of each layer: concatenation by default, or sum or mean, [batch, time, hidden].</summary>
    public Merge Merge { get; set; }

    /// <summary>Whether the single direction reads each sequence in reverse. The output at a step depends on that step and later ones.</summary>
    public bool Reverse { get; set; }

    /// <summary>The dropout probability, in [0, 1), between two layers, in training only (Zaremba et al. 2014).</summary>
    public double Dropout { get; set; }

    /// <summary>
    /// The probability of locked dropout, in [0, 1), between two layers: one mask per sequence (Gal and Ghahramani 2016); in training only.
    /// </summary>
    public double LockedDropout { get; set; }

    /// <summary>
    /// The probability of recurrent dropout, in [0, 1): the gates read the previous hidden state under one mask per
    /// sequence (Gal and Ghahramani 2016); in training only. The state itself is not masked.
    /// </summary>
    public double RecurrentDropout { get; set; }

    /// <summary>
    /// The probability, in [0, 1), with which a recurrent weight is zero in training; one mask per call
    /// (DropConnect, as in the AWD-LSTM of Merity et al. 2018).
    /// </summary>
    public double WeightDrop { get; set; }

    /// <summary>
    /// The zoneout probability, in [0, 1), with which an element of a state keeps its previous value at a step in training; in evaluation mode
    /// the state is the expected value (Krueger et al. 2017).
    /// </summary>
    public double Zoneout { get; set; }

    /// <summary>Layer normalisation inside the cell, of the pre-activations and of an LSTM's cell state before the output (Ba et al. 2016).</summary>
    public bool LayerNorm { get; set; }

    /// <summary>
    /// Residual connections: the output of each layer is the sum of the cell's output and the layer's input (He et al. 2016; for LSTMs Wu et al. 2016).
    /// Both must have the same size. The states are those of the cells, without the sum.
    /// </summary>
    public bool Residual { get; set; }

    /// <summary>The initialisation of the weights; uniform in ±1/√hidden by default, as in PyTorch. Values combine with <c>|</c>.</summary>
    public Initialization Initialization { get; set; }

    /// <summary>For <see cref="Initialization.Chrono"/>: the longest expected dependency in steps, at least 2.</summary>
    public int ChronoLength { get; set; }
}

/// <summary>The merge of the two directions of a bidirectional layer.</summary>
public enum Merge
{
    /// <summary>Concatenation, the forward direction first: [batch, time, 2 × hidden].</summary>
    Concat,

    /// <summary>The sum: [batch, time, hidden].</summary>
    Sum,

    /// <summary>The mean: [batch, time, hidden].</summary>
    Mean,
}

/// <summary>Initialisations of a recurrent layer.</summary>
[Flags]
public enum Initialization
{
    /// <summary>Uniform in ±1/√hidden, as in PyTorch.</summary>
    Uniform = 0,

    /// <summary>A random orthogonal matrix for the recurrent weights of each gate (Saxe et al. 2014).</summary>
    Orthogonal = 1,

    /// <summary>The identity for the recurrent weights and zeros for the biases (Le et al. 2015); for an Elman network.</summary>
    Identity = 2,

    /// <summary>1 for the bias of an LSTM's forget gate (Gers et al. 2000; Jozefowicz et al. 2015).</summary>
    ForgetGateBias = 4,

    /// <summary>
    /// Chrono initialisation: gate biases for memories of between 1 and <see cref="RecurrentLayerAttribute.ChronoLength"/> steps
    /// (Tallec and Ollivier 2018); for an LSTM and a GRU.
    /// </summary>
    Chrono = 8,
}

/// <summary>
/// The simple recurrent network of Elman (1990): h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh).
/// </summary>
public sealed class RnnAttribute : RecurrentLayerAttribute
{
    /// <summary>A hidden state of size <paramref name="hiddenSize"/>.</summary>
    /// <param name="hiddenSize">The length of the hidden state.</param>
    public RnnAttribute(int hiddenSize) : base(hiddenSize) { }

    /// <inheritdoc cref="RnnAttribute(int)"/>
    public RnnAttribute(string hiddenSize) : base(hiddenSize) { }

    /// <summary>The activation: <see cref="Activation.Tanh"/>, the default, or <see cref="Activation.Relu"/>.</summary>
    public Activation Activation { get; set; }
}

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), as PyTorch computes it:
/// gates in the order i, f, g, o; c_t = f ⊙ c_{t-1} + i ⊙ g; h_t = o ⊙ tanh(c_t).
/// </summary>
public sealed class LstmAttribute : RecurrentLayerAttribute
{
    /// <summary>A hidden and a cell state of size <paramref name="hiddenSize"/> each.</summary>
    /// <param name="hiddenSize">The length of the hidden state.</param>
    public LstmAttribute(int hiddenSize) : base(hiddenSize) { }

    /// <inheritdoc cref="LstmAttribute(int)"/>
    public LstmAttribute(string hiddenSize) : base(hiddenSize) { }

    /// <summary>
    /// The size of the hidden state after a linear projection of o ⊙ tanh(c_t): an integer less than the hidden size, or the text of a
    /// constructor parameter (Sak et al. 2014; PyTorch's proj_size).
    /// </summary>
    public object? ProjectionSize { get; set; }

    /// <summary>Peephole connections: i and f read the previous cell state, o the new one, each times a weight vector (Gers and Schmidhuber 2000).</summary>
    public bool Peepholes { get; set; }
}

/// <summary>
/// The gated recurrent unit (Cho et al. 2014), in both common forms; gates in the order r, z, n and
/// h_t = (1 - z) ⊙ n + z ⊙ h_{t-1}.
/// </summary>
public sealed class GruAttribute : RecurrentLayerAttribute
{
    /// <summary>A hidden state of size <paramref name="hiddenSize"/>.</summary>
    /// <param name="hiddenSize">The length of the hidden state.</param>
    public GruAttribute(int hiddenSize) : base(hiddenSize) { }

    /// <inheritdoc cref="GruAttribute(int)"/>
    public GruAttribute(string hiddenSize) : base(hiddenSize) { }

    /// <summary>
    /// Whether the reset gate acts after the product. True, the default, is the form of PyTorch and cuDNN:
    /// n = tanh(W x + b + r ⊙ (U h + c)); it runs on the fused kernel. False is the form of the paper, before the product:
    /// n = tanh(W x + b + U (r ⊙ h)); it has no fused kernel and runs as an emitted loop.
    /// </summary>
    public bool ResetAfter { get; set; } = true;
}
