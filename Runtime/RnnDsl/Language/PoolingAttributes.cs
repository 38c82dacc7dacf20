namespace RnnDsl;

/// <summary>
/// The final hidden state of the preceding recurrent layer: [batch, time, hidden] to [batch, hidden]. For a bidirectional layer
/// the final hidden states of both directions, [batch, 2 × hidden]: forward after the last step, reverse after the first.
/// </summary>
public sealed class LastStateAttribute : LayerAttribute;

/// <summary>Mean pooling over time: [batch, time, features] to [batch, features]. Padding does not count.</summary>
public sealed class MeanPoolingAttribute : LayerAttribute;

/// <summary>Max pooling over time: [batch, time, features] to [batch, features]. Padding does not count.</summary>
public sealed class MaxPoolingAttribute : LayerAttribute;

/// <summary>
/// Attention pooling over time, [batch, time, features] to [batch, features] (Yang et al. 2016): the mean of the steps under the weights
/// softmax(v · tanh(W h + b)). Padding has the weight 0. A generated method returns the weights.
/// </summary>
public sealed class AttentionPoolingAttribute : LayerAttribute
{
    /// <summary>Attention pooling with a score of hidden size <paramref name="size"/>.</summary>
    /// <param name="size">The length of v.</param>
    public AttentionPoolingAttribute(int size) => Size = size;

    /// <inheritdoc cref="AttentionPoolingAttribute(int)"/>
    public AttentionPoolingAttribute(string size) => Size = size;

    /// <summary>The length of v: an integer, or the text of a constructor parameter.</summary>
    public object Size { get; }
}
