namespace RnnDsl;

/// <summary>
/// Attention over the positions of a source: attention weights, the softmax of a score of each position against the query, and the context vector, the
/// mean of the values under these weights. The output is the input concatenated with the context vector: [batch, time, features + context].
/// </summary>
/// <remarks>
/// Directly above a recurrent layer, the query is the previous hidden state of the first layer of that stack, and the context vector
/// enters the cell (Bahdanau et al. 2015). Below all recurrent layers, the query is their output at the current step (Luong et al. 2015).
/// </remarks>
public sealed class AttentionAttribute : LayerAttribute
{
    /// <summary>An attention score without a size.</summary>
    /// <param name="score">The attention score.</param>
    public AttentionAttribute(AttentionScore score) => Score = score;

    /// <summary>An attention score of the given size.</summary>
    /// <param name="score">The attention score.</param>
    /// <param name="size">The length of v, or of all heads together.</param>
    public AttentionAttribute(AttentionScore score, int size) => (Score, Size) = (score, size);

    /// <inheritdoc cref="AttentionAttribute(AttentionScore, int)"/>
    public AttentionAttribute(AttentionScore score, string size) => (Score, Size) = (score, size);

    /// <summary>The attention score.</summary>
    public AttentionScore Score { get; }

    /// <summary>The length of v, or of all heads together: an integer, or the text of a constructor parameter.</summary>
    public object? Size { get; }

    /// <summary>The number of heads of <see cref="AttentionScore.MultiHead"/>.</summary>
    public int Heads { get; set; } = 4;

    /// <summary>
    /// Input feeding (Luong et al. 2015): the output of the readout at a step is concatenated with the token of the next step, so that the attention
    /// depends on the previous attention.
    /// </summary>
    public bool InputFeeding { get; set; }

    /// <summary>
    /// Whether the score uses the coverage, the sum of the attention weights so far: w ⊙ coverage inside the tanh (Tu et al. 2016, See et
    /// al. 2017). Adds the coverage loss to the model.
    /// </summary>
    public bool Coverage { get; set; }

    /// <summary>The number of filters that <see cref="AttentionScore.LocationAware"/> applies to the previous attention weights.</summary>
    public int Filters { get; set; } = 32;

    /// <summary>The width of these filters in positions, an odd number.</summary>
    public int Width { get; set; } = 31;
}

/// <summary>The score of a position m of a source against a query q.</summary>
public enum AttentionScore
{
    /// <summary>v · tanh(W q + U m + b) (Bahdanau et al. 2015)</summary>
    Additive,

    /// <summary>q · m (Luong et al. 2015)</summary>
    Dot,

    /// <summary>q · m / √size (Vaswani et al. 2017)</summary>
    ScaledDot,

    /// <summary>q · W m (Luong et al. 2015)</summary>
    General,

    /// <summary>v · tanh(W [q, m] + b) (Luong et al. 2015)</summary>
    Concat,

    /// <summary>v · tanh(W q + U m + V f + b), with f the convolution of the previous attention weights (Chorowski et al. 2015)</summary>
    LocationAware,

    /// <summary>Several scaled dot products of projected queries and positions in parallel, each with its own context vector (Vaswani et al. 2017)</summary>
    MultiHead,
}

/// <summary>
/// Concatenates the source summary, one vector per source, to the input at every step: [batch, time, features + summary]. The summary is the final hidden
/// state of the encoder's last recurrent layer, of both directions if it is bidirectional, or the encoder's pooled output (Cho et al. 2014).
/// </summary>
public sealed class ContextAttribute : LayerAttribute;

/// <summary>
/// The readout of the decoder: f(W [state, context, token] + b), of the recurrent layers' output, the context vector if there is one, and
/// the embedded input token (Bahdanau et al. 2015). All steps are computed in one product.
/// </summary>
public sealed class ReadoutAttribute : LayerAttribute
{
    /// <summary>A linear projection without activation.</summary>
    /// <param name="size">The length of the output.</param>
    public ReadoutAttribute(int size) => Size = size;

    /// <inheritdoc cref="ReadoutAttribute(int)"/>
    public ReadoutAttribute(string size) => Size = size;

    /// <summary>A linear projection with an activation.</summary>
    /// <param name="size">The length of the output.</param>
    /// <param name="function"><see cref="Activation.Tanh"/> or <see cref="Activation.Maxout"/>, the maximum of two projections.</param>
    public ReadoutAttribute(int size, Activation function) => (Size, Function) = (size, function);

    /// <inheritdoc cref="ReadoutAttribute(int, Activation)"/>
    public ReadoutAttribute(string size, Activation function) => (Size, Function) = (size, function);

    /// <summary>The length of the output: an integer, or the text of a constructor parameter.</summary>
    public object Size { get; }

    /// <summary>The activation; <c>null</c> for none.</summary>
    public Activation? Function { get; }

    /// <summary>Whether the readout reads the context vector, if there is one.</summary>
    public bool Context { get; set; } = true;

    /// <summary>Whether the readout reads the embedded input token.</summary>
    public bool Token { get; set; } = true;
}

/// <summary>
/// Copies tokens of the source (pointer-generator, See et al. 2017): a gate, σ(w [state, context, token] + b), weighs the softmax of the scores against the
/// attention weights of the source positions. The output is log-probabilities, [batch, time, vocabulary + extra].
/// Encoder and decoder use one vocabulary.
/// </summary>
public sealed class CopyAttribute : LayerAttribute
{
    /// <summary>
    /// The number of words outside the vocabulary that can be copied: token ids from the vocabulary size on, which stand for other words in each batch.
    /// </summary>
    public int Extra { get; set; }

    /// <summary>The token that the embedding reads in place of those; needed where <see cref="Extra"/> is more than 0. -1, the default: none.</summary>
    public int Unknown { get; set; } = -1;
}
