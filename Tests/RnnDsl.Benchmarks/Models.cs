namespace RnnDsl.Benchmarks;

/// <summary>The character model of lab 1.</summary>
[SequenceModel, Embedding("vocabulary", "features = 128", Name = "embed"), Lstm("hidden = 256", Layers = 2, Dropout = 0.3, Name = "cell"), Linear("vocabulary", Name = "fc")]
public partial class LstmModel;

/// <summary>The same with gated recurrent units.</summary>
[SequenceModel, Embedding("vocabulary", "features = 128", Name = "embed"), Gru("hidden = 256", Layers = 2, Dropout = 0.3, Name = "cell"), Linear("vocabulary", Name = "fc")]
public partial class GruModel;

/// <summary>The same with Elman's network.</summary>
[SequenceModel, Embedding("vocabulary", "features = 128", Name = "embed"), Rnn("hidden = 256", Layers = 2, Dropout = 0.3, Name = "cell"), Linear("vocabulary", Name = "fc")]
public partial class RnnModel;
