namespace RnnDsl;

/// <summary>A stack of recurrent layers of one kind: [batch, time, features] to [batch, time, hidden].</summary>
public abstract class RecurrentLayerAttribute : LayerAttribute
{
    private protected RecurrentLayerAttribute(object hiddenSize) => HiddenSize = hiddenSize;

    /// <summary>The length of the hidden state: a number, or the text of a constructor parameter.</summary>
    public object HiddenSize { get; }

    /// <summary>How many layers lie on top of each other; 1 by default.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>
    /// A second network reads each sequence from its end; the output is both, one after the other: [batch, time, 2 × hidden]
    /// (Schuster and Paliwal 1997).
    /// </summary>
    public bool Bidirectional { get; set; }

    /// <summary>The probability, in [0, 1), with which an activation between two layers is set to zero in training (Zaremba et al. 2014).</summary>
    public double Dropout { get; set; }
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
