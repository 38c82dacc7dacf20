namespace RnnDsl.Torch;

/// <summary>A sentence to judge a translation by.</summary>
/// <param name="Source">What is to be translated.</param>
/// <param name="References">Every translation of it that the data has, each once.</param>
public sealed record HeldOutSentence(string Source, IReadOnlyList<string> References);
