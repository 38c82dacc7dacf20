namespace RnnDsl;

/// <summary>
/// The final hidden state of the recurrent layer before it: [batch, time, hidden] to [batch, hidden]. Of a bidirectional layer
/// it is both directions' own final state, [batch, 2 × hidden]: the forward one after the last step, the reverse one after the first.
/// </summary>
public sealed class LastStateAttribute : LayerAttribute;
