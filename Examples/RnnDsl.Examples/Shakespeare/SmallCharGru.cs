namespace RnnDsl.Examples.Shakespeare;

/// <summary>Small character language model, which trains in minutes and takes 250 KB as bfloat16.</summary>
[SequenceModel]
[Streaming]
[Onnx]
[Embedding("vocabSize", 64, Name = "embed")]
[Gru(160)]
[Linear("vocabSize", Name = "fc")]
public partial class SmallCharGru;
