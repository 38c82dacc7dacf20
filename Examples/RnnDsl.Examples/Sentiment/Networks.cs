namespace RnnDsl.Examples.Sentiment;

/// <summary>
/// Sentiment classifier: bidirectional LSTM with attention pooling (Z. Yang et al., "Hierarchical Attention Networks for Document Classification",
/// NAACL 2016). The initial embeddings are random or pretrained.
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
