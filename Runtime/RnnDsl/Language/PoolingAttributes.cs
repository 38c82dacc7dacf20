namespace RnnDsl;

/// <summary>
/// The final hidden state of the recurrent layer before it: [batch, time, hidden] to [batch, hidden]. Of a bidirectional layer
/// it is both directions' own final state, [batch, 2 × hidden]: the forward one after the last step, the reverse one after the first.
/// </summary>
public sealed class LastStateAttribute : LayerAttribute;

/// <summary>The mean of all steps: [batch, time, features] to [batch, features]. Padding does not count.</summary>
public sealed class MeanPoolingAttribute : LayerAttribute;

/// <summary>The largest number each feature reaches in a sequence: [batch, time, features] to [batch, features]. Padding does not count.</summary>
public sealed class MaxPoolingAttribute : LayerAttribute;

/// <summary>
/// A weighted mean of all steps, [batch, time, features] to [batch, features], whose weights are learned (Yang et al. 2016):
/// softmax over the steps of v · tanh(W h + b). Padding has the weight 0. The weights can be read from a generated method.
/// </summary>
public sealed class AttentionPoolingAttribute : LayerAttribute
{
    /// <summary>A score computed from <paramref name="size"/> numbers.</summary>
    /// <param name="size">The length of v.</param>
    public AttentionPoolingAttribute(int size) => Size = size;

    /// <inheritdoc cref="AttentionPoolingAttribute(int)"/>
    public AttentionPoolingAttribute(string size) => Size = size;

    /// <summary>The length of v: a number, or the text of a constructor parameter.</summary>
    public object Size { get; }
}
