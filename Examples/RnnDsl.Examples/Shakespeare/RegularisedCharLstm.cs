namespace RnnDsl.Examples.Shakespeare;

/// <summary>
/// The same with more to remember and more against learning by heart: one mask for a whole sequence between the layers (Gal and Ghahramani 2016),
/// and recurrent weights that are dropped (Merity et al. 2018).
/// </summary>
[SequenceModel]
[Embedding("vocabSize", 128, Name = "embed")]
[Lstm(384, Layers = 2, LockedDropout = 0.3, WeightDrop = 0.2)]
[Dropout(0.3, Locked = true)]
[Linear("vocabSize", Name = "fc")]
public partial class RegularisedCharLstm;
