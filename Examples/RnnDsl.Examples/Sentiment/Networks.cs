namespace RnnDsl.Examples.Sentiment;

/// <summary>
/// Reads a sentence in both directions, weighs what it knows at each word by attention (Z. Yang et al., "Hierarchical Attention Networks for
/// Document Classification", NAACL 2016), and says whether the sentence praises or blames. The table of words begins with vectors that are
/// given: drawn, or read from a file.
/// </summary>
[SequenceModel]
[Embedding("words", "embedding", PaddingIndex = 0, Pretrained = true, Dropout = 0.2)]
[Dropout(0.5)]
[Lstm("hidden", Bidirectional = true)]
[AttentionPooling("hidden", Name = "attention")]
[Dropout(0.5)]
[Linear(2)]
[Classify]
public partial class SentimentClassifier;
