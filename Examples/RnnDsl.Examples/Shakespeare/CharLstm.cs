namespace RnnDsl.Examples.Shakespeare;

/// <summary>Character language model.</summary>
[SequenceModel]
[Streaming]
[Onnx]
[Embedding("vocabSize", 128, Name = "embed")]
[Lstm(256, Layers = 2, Dropout = 0.3)]
[Linear("vocabSize", Name = "fc")]
public partial class CharLstm;
