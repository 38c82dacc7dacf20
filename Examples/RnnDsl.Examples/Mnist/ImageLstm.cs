namespace RnnDsl.Examples.Mnist;

/// <summary>An image as 28 rows of 28 pixels, read from above and from below, in; scores of the ten digits out.</summary>
[SequenceModel]
[Features(28)]
[Lstm(128, Layers = 2, Dropout = 0.3, Bidirectional = true)]
[LastState]
[Dropout(0.3)]
[Linear(10, Name = "fc")]
public partial class ImageLstm;
