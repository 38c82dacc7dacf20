namespace RnnDsl.Runtime.Tests.Golden;

// What make_golden.py computes beside the grid of Models/GridModels.cs, under the names it has there. GoldenModel finds them.

[SequenceModel]
[Embedding("vocabSize", 8, Name = "embed")]
[Lstm(6, Layers = 2, Dropout = 0.3)]
[Linear("vocabSize", Name = "fc")]
public partial class CharLstm;

[SequenceModel]
[Features(7)]
[Lstm(6, Layers = 2, Dropout = 0.3, Bidirectional = true)]
[LastState]
[Dropout(0.3)]
[Linear("outputs", Name = "fc")]
public partial class ImageLstm;

[SequenceModel, Features("features"), Rnn("hidden", Activation = Activation.Relu, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Relu1;

[SequenceModel, Features("features"), Rnn("hidden", Bidirectional = true, Activation = Activation.Relu, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Relu1Both;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 2, Activation = Activation.Relu, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Relu2;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 2, Bidirectional = true, Activation = Activation.Relu, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Relu2Both;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 3, Activation = Activation.Relu, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Relu3;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 3, Bidirectional = true, Activation = Activation.Relu, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class Relu3Both;

[SequenceModel, Features("features"), Lstm("hidden", ProjectionSize = 2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ProjectedLstm1;

[SequenceModel, Features("features"), Lstm("hidden", Bidirectional = true, ProjectionSize = 2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ProjectedLstm1Both;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 2, ProjectionSize = 2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ProjectedLstm2;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 2, Bidirectional = true, ProjectionSize = 2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ProjectedLstm2Both;

[SequenceModel, Features("features"), Lstm("hidden", Peepholes = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class PeepholeLstm1;

[SequenceModel, Features("features"), Lstm("hidden", Bidirectional = true, Peepholes = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class PeepholeLstm1Both;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 2, Peepholes = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class PeepholeLstm2;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 2, Bidirectional = true, Peepholes = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class PeepholeLstm2Both;

[SequenceModel, Features("features"), Rnn("hidden", LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormRnn1;

[SequenceModel, Features("features"), Rnn("hidden", Bidirectional = true, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormRnn1Both;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 2, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormRnn2;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 2, Bidirectional = true, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormRnn2Both;

[SequenceModel, Features("features"), Lstm("hidden", LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormLstm1;

[SequenceModel, Features("features"), Lstm("hidden", Bidirectional = true, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormLstm1Both;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 2, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormLstm2;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 2, Bidirectional = true, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormLstm2Both;

[SequenceModel, Features("features"), Gru("hidden", LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormGru1;

[SequenceModel, Features("features"), Gru("hidden", Bidirectional = true, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormGru1Both;

[SequenceModel, Features("features"), Gru("hidden", Layers = 2, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormGru2;

[SequenceModel, Features("features"), Gru("hidden", Layers = 2, Bidirectional = true, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormGru2Both;

[SequenceModel, Features("features"), Gru("hidden", ResetAfter = false, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormGruBefore1;

[SequenceModel, Features("features"), Gru("hidden", Bidirectional = true, ResetAfter = false, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormGruBefore1Both;

[SequenceModel, Features("features"), Gru("hidden", Layers = 2, ResetAfter = false, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormGruBefore2;

[SequenceModel, Features("features"), Gru("hidden", Layers = 2, Bidirectional = true, ResetAfter = false, LayerNorm = true, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class NormGruBefore2Both;

[SequenceModel, Features("features"), Rnn("hidden", Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutRnn1;

[SequenceModel, Features("features"), Rnn("hidden", Bidirectional = true, Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutRnn1Both;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 2, Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutRnn2;

[SequenceModel, Features("features"), Rnn("hidden", Layers = 2, Bidirectional = true, Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutRnn2Both;

[SequenceModel, Features("features"), Lstm("hidden", Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutLstm1;

[SequenceModel, Features("features"), Lstm("hidden", Bidirectional = true, Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutLstm1Both;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 2, Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutLstm2;

[SequenceModel, Features("features"), Lstm("hidden", Layers = 2, Bidirectional = true, Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutLstm2Both;

[SequenceModel, Features("features"), Gru("hidden", Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutGru1;

[SequenceModel, Features("features"), Gru("hidden", Bidirectional = true, Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutGru1Both;

[SequenceModel, Features("features"), Gru("hidden", Layers = 2, Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutGru2;

[SequenceModel, Features("features"), Gru("hidden", Layers = 2, Bidirectional = true, Zoneout = 0.2, Name = "cell"), Linear("outputs", Name = "fc")]
public partial class ZoneoutGru2Both;
