namespace RnnDsl.Runtime.Tests.Onnx.Models;

// Recurrences that are operators of their own, with each of their options.

[SequenceModel, Onnx, Features(5), Rnn(7)]
public partial class OneRnn;

[SequenceModel, Onnx, Features(5), Rnn("hidden", Layers = 2, Activation = Activation.Relu, Bidirectional = true)]
public partial class ReluRnn;

[SequenceModel, Onnx, Embedding("vocabulary", 9, Name = "embed"), Lstm(16, Layers = 2, Dropout = 0.3), Linear("vocabulary", Name = "fc")]
public partial class TokenLstm;

[SequenceModel, Onnx, Features(5), Lstm(6, Peepholes = true, Bidirectional = true, Merge = Merge.Sum, Layers = 2)]
public partial class PeepholeOperator;

[SequenceModel, Onnx, Features(6), Lstm(6, Layers = 3, Residual = true, LockedDropout = 0.2, WeightDrop = 0.1, RecurrentDropout = 0.2), Linear("classes"), Activation(Activation.Softmax)]
public partial class ResidualLstm;

[SequenceModel, Onnx, Features(5), Lstm(6, Reverse = true), Linear(3)]
public partial class ReverseLstm;

[SequenceModel, Onnx, Features(5), Gru(6, Layers = 2, Bidirectional = true), Linear(3), Activation(Activation.Tanh)]
public partial class OneGru;

[SequenceModel, Onnx, Features(5), Gru(6, ResetAfter = false, Bidirectional = true, Merge = Merge.Mean, Layers = 2)]
public partial class ResetBeforeGru;

[SequenceModel, Onnx, Features(5), Lstm(6), Gru(7, Reverse = true), Rnn(8)]
public partial class ThreeRecurrences;

// What reads and reduces the sequence.

[SequenceModel, Onnx, Embedding("vocabulary", 8, PaddingIndex = 0), Lstm(6, Bidirectional = true), LastState, Linear("classes")]
public partial class LastOfBoth;

[SequenceModel, Onnx, Features(4), Gru(6, Layers = 2, Bidirectional = true, Merge = Merge.Mean), LastState]
public partial class LastOfMerged;

[SequenceModel, Onnx, Features(4), Gru(6, Bidirectional = true), MeanPooling, Linear("classes")]
public partial class MeanOfGru;

[SequenceModel, Onnx, Features(4), Lstm(6, Bidirectional = true, Merge = Merge.Sum), MaxPooling, LayerNorm, Linear("classes"), Activation(Activation.LogSoftmax)]
public partial class MaxOfLstm;

[SequenceModel, Onnx, Features(4), Lstm(6), AttentionPooling(5), Linear("classes")]
public partial class AttentionOfLstm;

// Layers without a state.

[SequenceModel, Onnx, Embedding("vocabulary", 8, Name = "embed", Dropout = 0.2), Gru(8), Dropout(0.2), Linear("vocabulary", TiedTo = "embed")]
public partial class TiedGru;

[SequenceModel, Onnx, Features(6), Activation(Activation.Elu), Linear(5), Activation(Activation.Gelu), LayerNorm, Activation(Activation.Silu), Linear(5), Activation(Activation.Softplus), Linear(4), Activation(Activation.Relu), Lstm(4), Activation(Activation.Sigmoid)]
public partial class ManyActivations;

[SequenceModel, Onnx, Features(6), Conv1d(5, Kernel = 3), Conv1d(4, Kernel = 4, Padding = ConvolutionPadding.Causal, Dilation = 2), Lstm(6)]
public partial class ConvolvedLstm;

[SequenceModel, Onnx, Features(6), Conv1d(5, Kernel = 3, Stride = 2, Padding = ConvolutionPadding.Valid), AveragePool1d(2), Gru(6, Bidirectional = true), Linear(3)]
public partial class ShortenedGru;

[SequenceModel, Onnx, Image(1, 12, 10), Conv2d(3), Activation(Activation.Relu), MaxPool2d(2), FlattenToSequence(ImageAxis.Columns), Lstm(6), LastState, Linear("classes")]
public partial class ImageColumns;

[SequenceModel, Onnx, Image(2, 6, 8), Conv2d(4, Stride = 2), FlattenToSequence(ImageAxis.Positions), Gru(6)]
public partial class ImagePositions;

[SequenceModel, Onnx, Image(1, 6, 8), FlattenToSequence(ImageAxis.Rows), Rnn(6), MeanPooling]
public partial class ImageRows;
