namespace RnnDsl.Examples.Mnist;

/// <summary>Unidirectional GRU over the 28 rows of an image; scores of the ten digits after each row.</summary>
[SequenceModel]
[Streaming]
[Features(28)]
[Gru(64)]
[Linear(10, Name = "fc")]
public partial class RowGru;
