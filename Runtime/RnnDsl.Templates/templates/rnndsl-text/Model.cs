namespace RnnDslApp._1;

/// <summary>A character language model: the scores of the next character at every step.</summary>
[SequenceModel]
[Embedding("vocabularySize", 32)]
[Lstm(128)]
[Dropout(0.2)]
[Linear("vocabularySize")]
[Classify]
public partial class LanguageModel;
