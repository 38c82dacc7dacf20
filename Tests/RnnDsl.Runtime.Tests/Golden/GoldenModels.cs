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

// Stateless layers.

[SequenceModel, Features("features"), Conv1d(4, Name = "conv"), Lstm("hidden"), Linear("outputs", Name = "fc")]
public partial class ConvSame;

[SequenceModel, Features("features"), Conv1d(4, Kernel = 4, Name = "conv"), Lstm("hidden"), Linear("outputs", Name = "fc")]
public partial class ConvSameEven;

[SequenceModel, Features("features"), Conv1d(4, Padding = ConvolutionPadding.Valid, Name = "conv"), Lstm("hidden"), Linear("outputs", Name = "fc")]
public partial class ConvValid;

[SequenceModel, Features("features"), Conv1d(4, Padding = ConvolutionPadding.Causal, Name = "conv"), Lstm("hidden"), Linear("outputs", Name = "fc")]
public partial class ConvCausal;

[SequenceModel, Features("features"), Conv1d(4, Stride = 2, Name = "conv"), Lstm("hidden"), Linear("outputs", Name = "fc")]
public partial class ConvSameStride;

[SequenceModel, Features("features"), Conv1d(4, Stride = 2, Padding = ConvolutionPadding.Valid, Name = "conv"), Lstm("hidden"), Linear("outputs", Name = "fc")]
public partial class ConvValidStride;

[SequenceModel, Features("features"), Conv1d(4, Stride = 2, Padding = ConvolutionPadding.Causal, Name = "conv"), Lstm("hidden"), Linear("outputs", Name = "fc")]
public partial class ConvCausalStride;

[SequenceModel, Features("features"), Conv1d(4, Dilation = 2, Name = "conv"), Lstm("hidden"), Linear("outputs", Name = "fc")]
public partial class ConvSameDilated;

[SequenceModel, Features("features"), LayerNorm(Name = "norm_input"), Gru("hidden"), LayerNorm(Name = "norm"), Linear("outputs", Name = "fc")]
public partial class Normed;

[SequenceModel, Embedding("vocabSize", "hidden", Name = "embed", PaddingIndex = 3), Lstm("hidden"), Linear("vocabSize", Name = "fc")]
public partial class PaddingToken;

[SequenceModel, Embedding("vocabSize", "hidden", Name = "embed"), Lstm("hidden"), Linear("vocabSize", Name = "fc", TiedTo = "embed")]
public partial class Tied;

[SequenceModel, Features("features"), Gru("hidden", Bidirectional = true), AttentionPooling(3, Name = "pool"), Linear("outputs", Name = "fc")]
public partial class Attentive;

[SequenceModel]
[Image(2, 7, 9)]
[Conv2d(3, Name = "conv")]
[Activation(Activation.Relu)]
[MaxPool2d(2)]
[FlattenToSequence]
[Gru("hidden")]
[LastState]
[Linear("outputs", Name = "fc")]
public partial class ImageRows;

[SequenceModel]
[Image(2, 7, 9)]
[Conv2d(3, Padding = ConvolutionPadding.Valid, Name = "conv")]
[Activation(Activation.Relu)]
[MaxPool2d(2)]
[FlattenToSequence(ImageAxis.Columns)]
[Gru("hidden")]
[LastState]
[Linear("outputs", Name = "fc")]
public partial class ImageColumns;
