namespace RnnDsl.Torch;

/// <summary>A sentence and its translation.</summary>
/// <param name="Source">What is translated.</param>
/// <param name="Target">What it becomes.</param>
public readonly record struct SentencePair(string Source, string Target);
