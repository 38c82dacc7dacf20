namespace RnnDsl.Torch;

/// <summary>A sentence and the class it belongs to.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Label">The number of its class, from 0.</param>
public readonly record struct LabelledSentence(string Text, int Label);
