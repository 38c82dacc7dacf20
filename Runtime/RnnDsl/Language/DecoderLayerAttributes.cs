namespace RnnDsl;

/// <summary>
/// Attends to a source: shares of its positions that sum to 1, by a score of each position against a query, and the mean of the positions weighed by
/// them, the context. What flows on is what came in with the context behind it: [batch, time, features + context].
/// </summary>
/// <remarks>
/// Directly above a recurrent layer, the query is the hidden state that this layer's first layer had after the step before, and the context
/// enters the cell (Bahdanau et al. 2015). Below all recurrent layers, the query is what they give at this step (Luong et al. 2015).
/// </remarks>
public sealed class AttentionAttribute : LayerAttribute
{
    /// <summary>A score that has no size of its own.</summary>
    /// <param name="score">How a position is compared with the query.</param>
    public AttentionAttribute(AttentionScore score) => Score = score;

    /// <summary>A score of the given size.</summary>
    /// <param name="score">How a position is compared with the query.</param>
    /// <param name="size">The length of v, or with several heads of all of them together.</param>
    public AttentionAttribute(AttentionScore score, int size) => (Score, Size) = (score, size);

    /// <inheritdoc cref="AttentionAttribute(AttentionScore, int)"/>
    public AttentionAttribute(AttentionScore score, string size) => (Score, Size) = (score, size);

    /// <summary>How a position is compared with the query.</summary>
    public AttentionScore Score { get; }

    /// <summary>The length of v, or with several heads of all of them together: a number, or the text of a constructor parameter.</summary>
    public object? Size { get; }

    /// <summary>How many heads <see cref="AttentionScore.MultiHead"/> has.</summary>
    public int Heads { get; set; } = 4;

    /// <summary>
    /// Whether what the readout gives at a step is read again at the next, beside its token (Luong et al. 2015): the attention is told what was
    /// attended to before.
    /// </summary>
    public bool InputFeeding { get; set; }

    /// <summary>
    /// Whether the score is told how much each position has been attended to so far: w ⊙ coverage inside the tanh (Tu et al. 2016, See et
    /// al. 2017). With it goes a loss for attending to the same again.
    /// </summary>
    public bool Coverage { get; set; }

    /// <summary>How many filters <see cref="AttentionScore.LocationAware"/> moves over the weights of the step before.</summary>
    public int Filters { get; set; } = 32;

    /// <summary>How many positions each of these filters sees, an odd number.</summary>
    public int Width { get; set; } = 31;
}

/// <summary>How a position m of a source is compared with a query q.</summary>
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

    /// <summary>v · tanh(W q + U m + V f + b), with f what filters see of the weights of the step before (Chorowski et al. 2015)</summary>
    LocationAware,

    /// <summary>Several scaled products of projected queries and positions side by side, each with a context of its own (Vaswani et al. 2017)</summary>
    MultiHead,
}

/// <summary>
/// The source in one vector, the same at every step, behind what flows here: [batch, time, features + summary]. It is the final hidden state of the
/// encoder's last recurrent layer, in both directions where it has two, or the one vector that an encoder ends in (Cho et al. 2014).
/// </summary>
public sealed class ContextAttribute : LayerAttribute;

/// <summary>
/// What the decoder says at a step: f(W [state, context, token] + b), of the recurrent layers' output, of the context where there is one, and
/// of the token that was read (Bahdanau et al. 2015). All steps are computed at once.
/// </summary>
public sealed class ReadoutAttribute : LayerAttribute
{
    /// <summary>A product without a function.</summary>
    /// <param name="size">The length of the output.</param>
    public ReadoutAttribute(int size) => Size = size;

    /// <inheritdoc cref="ReadoutAttribute(int)"/>
    public ReadoutAttribute(string size) => Size = size;

    /// <summary>A product and a function of it.</summary>
    /// <param name="size">The length of the output.</param>
    /// <param name="function"><see cref="Activation.Tanh"/> or <see cref="Activation.Maxout"/>, the larger of each two products.</param>
    public ReadoutAttribute(int size, Activation function) => (Size, Function) = (size, function);

    /// <inheritdoc cref="ReadoutAttribute(int, Activation)"/>
    public ReadoutAttribute(string size, Activation function) => (Size, Function) = (size, function);

    /// <summary>The length of the output: a number, or the text of a constructor parameter.</summary>
    public object Size { get; }

    /// <summary>The function; <c>null</c> for none.</summary>
    public Activation? Function { get; }

    /// <summary>Whether it reads the context, where there is one.</summary>
    public bool Context { get; set; } = true;

    /// <summary>Whether it reads the token's vector.</summary>
    public bool Token { get; set; } = true;
}

/// <summary>
/// Lets the decoder copy words of the source (See et al. 2017): a gate, σ(w [state, context, token] + b), says how much of each step comes from
/// the scores above, and the rest from the positions that are attended to. What it gives are log-probabilities, [batch, time, vocabulary + extra].
/// Both sides have one vocabulary.
/// </summary>
public sealed class CopyAttribute : LayerAttribute
{
    /// <summary>
    /// How many words that the vocabulary does not have can be copied: the tokens behind the vocabulary's, which stand for other words in each batch.
    /// </summary>
    public int Extra { get; set; }

    /// <summary>The token that is read in place of those; needed where <see cref="Extra"/> is more than 0. -1, the default, is none.</summary>
    public int Unknown { get; set; } = -1;
}
