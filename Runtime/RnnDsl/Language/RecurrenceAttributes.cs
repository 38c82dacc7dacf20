namespace RnnDsl;

/// <summary>A stack of recurrent layers of one kind: [batch, time, features] to [batch, time, hidden].</summary>
/// <remarks>
/// Every option acts with any number of <see cref="Layers"/>, in both directions, in a single step, and, where it says so, in
/// training only. Masks are drawn anew for each call: one sequence, or one step.
/// </remarks>
public abstract class RecurrentLayerAttribute : LayerAttribute
{
    private protected RecurrentLayerAttribute(object hiddenSize) => HiddenSize = hiddenSize;

    /// <summary>The length of the hidden state: a number, or the text of a constructor parameter.</summary>
    public object HiddenSize { get; }

    /// <summary>How many layers lie on top of each other; 1 by default.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>
    /// A second network reads each sequence from its end; the output is both, one after the other: [batch, time, 2 × hidden]
    /// (Schuster and Paliwal 1997), or what <see cref="Merge"/> makes of them.
    /// </summary>
    public bool Bidirectional { get; set; }

    /// <summary>How each bidirectional layer joins its two directions: side by side by default, or added, or averaged to [batch, time, hidden].</summary>
    public Merge Merge { get; set; }

    /// <summary>The network reads each sequence from its end, and only so. The output at a step knows that step and those after it.</summary>
    public bool Reverse { get; set; }

    /// <summary>The probability, in [0, 1), with which an activation between two layers is set to zero in training (Zaremba et al. 2014).</summary>
    public double Dropout { get; set; }

    /// <summary>
    /// Dropout between two layers with one mask for all steps of a sequence (Gal and Ghahramani 2016); in [0, 1), in training only.
    /// </summary>
    public double LockedDropout { get; set; }

    /// <summary>
    /// The probability, in [0, 1), with which a number of the hidden state is hidden from the gates, with one mask for all steps of a
    /// sequence (Gal and Ghahramani 2016); in training only. The state itself is carried on whole.
    /// </summary>
    public double RecurrentDropout { get; set; }

    /// <summary>
    /// The probability, in [0, 1), with which a recurrent weight is set to zero in training, one draw for a whole call
    /// (DropConnect, as in the AWD-LSTM of Merity et al. 2018).
    /// </summary>
    public double WeightDrop { get; set; }

    /// <summary>
    /// The probability, in [0, 1), with which a number of a state keeps its old value at a step, in training; afterwards each
    /// is the mean of both, weighted so (Krueger et al. 2017).
    /// </summary>
    public double Zoneout { get; set; }

    /// <summary>Layer normalisation inside the cell, of what goes into the gates and of an LSTM's cell state on its way out (Ba et al. 2016).</summary>
    public bool LayerNorm { get; set; }

    /// <summary>
    /// Each layer gives its output plus its input (He et al. 2016; in stacks of LSTMs, Wu et al. 2016). The two must be of one size. States
    /// are the cells' own, without what is added.
    /// </summary>
    public bool Residual { get; set; }

    /// <summary>How the weights are drawn; uniform in ±1/√hidden by default, as in PyTorch. Values combine with <c>|</c>.</summary>
    public Initialization Initialization { get; set; }

    /// <summary>For <see cref="Initialization.Chrono"/>: how many steps the longest dependence is expected to span, at least 2.</summary>
    public int ChronoLength { get; set; }
}

/// <summary>How a bidirectional layer joins what its two directions give.</summary>
public enum Merge
{
    /// <summary>Side by side, the forward direction first: [batch, time, 2 × hidden].</summary>
    Concat,

    /// <summary>Their sum: [batch, time, hidden].</summary>
    Sum,

    /// <summary>Their mean: [batch, time, hidden].</summary>
    Mean,
}

/// <summary>How the weights of a recurrent layer are drawn.</summary>
[Flags]
public enum Initialization
{
    /// <summary>Everything uniform in ±1/√hidden: PyTorch's.</summary>
    Uniform = 0,

    /// <summary>The recurrent weights of each gate are a random orthogonal matrix (Saxe et al. 2014).</summary>
    Orthogonal = 1,

    /// <summary>The recurrent weights are the identity and the biases zero (Le et al. 2015); for an Elman network.</summary>
    Identity = 2,

    /// <summary>The bias of an LSTM's forget gate is 1, so that it remembers to begin with (Gers et al. 2000; Jozefowicz et al. 2015).</summary>
    ForgetGateBias = 4,

    /// <summary>
    /// The gates' biases are drawn so that memories last between 1 and <see cref="RecurrentLayerAttribute.ChronoLength"/> steps
    /// (Tallec and Ollivier 2018); for an LSTM and a GRU.
    /// </summary>
    Chrono = 8,
}

/// <summary>
/// The simple recurrent network of Elman (1990): h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh).
/// </summary>
public sealed class RnnAttribute : RecurrentLayerAttribute
{
    /// <summary>A hidden state of <paramref name="hiddenSize"/> numbers.</summary>
    /// <param name="hiddenSize">The length of the hidden state.</param>
    public RnnAttribute(int hiddenSize) : base(hiddenSize) { }

    /// <inheritdoc cref="RnnAttribute(int)"/>
    public RnnAttribute(string hiddenSize) : base(hiddenSize) { }

    /// <summary>The function around the sum: <see cref="Activation.Tanh"/>, the default, or <see cref="Activation.Relu"/>.</summary>
    public Activation Activation { get; set; }
}

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), as PyTorch computes it:
/// gates in the order i, f, g, o; c_t = f ⊙ c_{t-1} + i ⊙ g; h_t = o ⊙ tanh(c_t).
/// </summary>
public sealed class LstmAttribute : RecurrentLayerAttribute
{
    /// <summary>A hidden and a cell state of <paramref name="hiddenSize"/> numbers each.</summary>
    /// <param name="hiddenSize">The length of the hidden state.</param>
    public LstmAttribute(int hiddenSize) : base(hiddenSize) { }

    /// <inheritdoc cref="LstmAttribute(int)"/>
    public LstmAttribute(string hiddenSize) : base(hiddenSize) { }

    /// <summary>
    /// The hidden state is a product of o ⊙ tanh(c_t) with a matrix, of this length: a number less than the hidden size, or the text of a
    /// constructor parameter (Sak et al. 2014; PyTorch's proj_size).
    /// </summary>
    public object? ProjectionSize { get; set; }

    /// <summary>The gates see the cell state, each through a vector of weights: i and f the old one, o the new one (Gers and Schmidhuber 2000).</summary>
    public bool Peepholes { get; set; }
}

/// <summary>
/// The gated recurrent unit (Cho et al. 2014), in both forms that go by the name; gates in the order r, z, n and
/// h_t = (1 - z) ⊙ n + z ⊙ h_{t-1}.
/// </summary>
public sealed class GruAttribute : RecurrentLayerAttribute
{
    /// <summary>A hidden state of <paramref name="hiddenSize"/> numbers.</summary>
    /// <param name="hiddenSize">The length of the hidden state.</param>
    public GruAttribute(int hiddenSize) : base(hiddenSize) { }

    /// <inheritdoc cref="GruAttribute(int)"/>
    public GruAttribute(string hiddenSize) : base(hiddenSize) { }

    /// <summary>
    /// Where the reset gate acts. True, the default, is the form of PyTorch and cuDNN, after the product:
    /// n = tanh(W x + b + r ⊙ (U h + c)); it runs on the fused kernel. False is the form of the paper, before the product:
    /// n = tanh(W x + b + U (r ⊙ h)); no fused kernel computes it and it runs as an emitted loop.
    /// </summary>
    public bool ResetAfter { get; set; } = true;
}
