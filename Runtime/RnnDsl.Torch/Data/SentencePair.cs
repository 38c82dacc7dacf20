namespace RnnDsl.Data;

/// <summary>A sentence and its translation.</summary>
/// <param name="Source">The source sentence.</param>
/// <param name="Target">The target sentence.</param>
public readonly record struct SentencePair(string Source, string Target);
