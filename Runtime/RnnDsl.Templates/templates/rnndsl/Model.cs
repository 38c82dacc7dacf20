namespace RnnDslApp._1;

/// <summary>One feature per time step, a bidirectional GRU, and a score for each class.</summary>
[SequenceModel]
[Features(1)]
[Gru(32, Bidirectional = true)]
[LastState]
[Linear("classes")]
[Classify]
public partial class SequenceClassifier;
