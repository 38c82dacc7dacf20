namespace RnnDsl.Examples.Mnist;

/// <summary>Bidirectional LSTM over the 28 rows of an image; scores of the ten digits.</summary>
[SequenceModel]
[Features(28)]
[Lstm(128, Layers = 2, Dropout = 0.3, Bidirectional = true)]
[LastState]
[Dropout(0.3)]
[Linear(10, Name = "fc")]
public partial class ImageLstm;
