namespace RnnDsl.Examples.Shakespeare;

/// <summary>
/// Larger character language model with locked dropout between the layers (Gal and Ghahramani 2016) and weight-dropped recurrent matrices (Merity et
/// al. 2018).
/// </summary>
[SequenceModel]
[Streaming]
[Onnx]
[Embedding("vocabSize", 128, Name = "embed")]
[Lstm(384, Layers = 2, LockedDropout = 0.3, WeightDrop = 0.2)]
[Dropout(0.3, Locked = true)]
[Linear("vocabSize", Name = "fc")]
public partial class RegularisedCharLstm;
