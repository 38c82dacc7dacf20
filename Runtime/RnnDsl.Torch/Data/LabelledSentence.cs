namespace RnnDsl.Data;

/// <summary>A sentence and its class.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Label">The index of its class, from 0.</param>
public readonly record struct LabelledSentence(string Text, int Label);
