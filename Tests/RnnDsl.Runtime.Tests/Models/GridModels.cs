namespace RnnDsl.Runtime.Tests.Models.Grid;

// Every kind, number of layers and direction. A class is called after its cell, its layers and, with two directions, "Both".
// Tests find them by that name: see GridModel.

[SequenceModel, Features("features"), Rnn("hidden", Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Rnn1;

[SequenceModel, Features("features"), Rnn("hidden", Bidirectional = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Rnn1Both;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Rnn2;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 2, Bidirectional = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Rnn2Both;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 3, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Rnn3;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 3, Bidirectional = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Rnn3Both;

[SequenceModel, Features("features"), Lstm("hidden", Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Lstm1;

[SequenceModel, Features("features"), Lstm("hidden", Bidirectional = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Lstm1Both;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Lstm2;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 2, Bidirectional = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Lstm2Both;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 3, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Lstm3;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 3, Bidirectional = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Lstm3Both;

[SequenceModel, Features("features"), Gru("hidden", Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Gru1;

[SequenceModel, Features("features"), Gru("hidden", Bidirectional = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Gru1Both;

[SequenceModel, Features("features"), Gru("hidden", Layers = 2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Gru2;

[SequenceModel, Features("features"), Gru("hidden", Layers = 2, Bidirectional = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Gru2Both;

[SequenceModel, Features("features"), Gru("hidden", Layers = 3, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Gru3;

[SequenceModel, Features("features"), Gru("hidden", Layers = 3, Bidirectional = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Gru3Both;

[SequenceModel, Features("features"), Gru("hidden", ResetAfter = false, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class GruBefore1;

[SequenceModel, Features("features"), Gru("hidden", Bidirectional = true, ResetAfter = false, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class GruBefore1Both;

[SequenceModel, Features("features"), Gru("hidden", Layers = 2, ResetAfter = false, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class GruBefore2;

[SequenceModel, Features("features"), Gru("hidden", Layers = 2, Bidirectional = true, ResetAfter = false, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class GruBefore2Both;

[SequenceModel, Features("features"), Gru("hidden", Layers = 3, ResetAfter = false, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class GruBefore3;

[SequenceModel, Features("features"), Gru("hidden", Layers = 3, Bidirectional = true, ResetAfter = false, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class GruBefore3Both;
