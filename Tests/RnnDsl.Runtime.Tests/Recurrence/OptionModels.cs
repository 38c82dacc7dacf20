// Written by OptionGrid: to write it anew, run OptionGridTests with RNNDSL_WRITE_MODELS=1.
namespace RnnDsl.Runtime.Tests.Recurrence.Grid;

[SequenceModel, Features(3), Rnn(4, Name = "cell")]
public partial class Rnn1;

[SequenceModel, Features(3), Rnn(4, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn1RecurrentDropout;

[SequenceModel, Features(3), Rnn(4, WeightDrop = 0.3, Name = "cell")]
public partial class Rnn1WeightDrop;

[SequenceModel, Features(3), Rnn(4, Zoneout = 0.3, Name = "cell")]
public partial class Rnn1Zoneout;

[SequenceModel, Features(3), Rnn(4, LayerNorm = true, Name = "cell")]
public partial class Rnn1LayerNorm;

[SequenceModel, Features(4), Rnn(4, Residual = true, Name = "cell")]
public partial class Rnn1Residual;

[SequenceModel, Features(4), Rnn(4, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Rnn1Everything;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Name = "cell")]
public partial class Rnn1Both;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Name = "cell")]
public partial class Rnn2;

[SequenceModel, Features(4), Rnn(4, Layers = 2, Reverse = true, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Rnn2ReverseDropoutRecurrentDropoutWeightDropResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, LockedDropout = 0.3, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class Rnn3BothLockedDropoutWeightDropZoneout;

[SequenceModel, Features(4), Rnn(4, Layers = 3, Reverse = true, Dropout = 0.3, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Rnn3ReverseDropoutWeightDropResidual;

[SequenceModel, Features(4), Rnn(4, Layers = 3, Bidirectional = true, Merge = Merge.Sum, LockedDropout = 0.3, RecurrentDropout = 0.4, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Rnn3BothSumLockedDropoutRecurrentDropoutLayerNormResidual;

[SequenceModel, Features(4), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, LockedDropout = 0.3, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Rnn2BothSumLockedDropoutWeightDropResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Dropout = 0.3, Zoneout = 0.3, LayerNorm = true, Name = "cell")]
public partial class Rnn2BothMeanDropoutZoneoutLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, Merge = Merge.Mean, LockedDropout = 0.3, Name = "cell")]
public partial class Rnn3BothMeanLockedDropout;

[SequenceModel, Features(8), Rnn(4, Layers = 2, Bidirectional = true, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Rnn2BothLayerNormResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Reverse = true, Zoneout = 0.3, LayerNorm = true, Name = "cell")]
public partial class Rnn3ReverseZoneoutLayerNorm;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Merge = Merge.Sum, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class Rnn1BothSumWeightDropZoneout;

[SequenceModel, Features(4), Rnn(4, Bidirectional = true, Merge = Merge.Mean, RecurrentDropout = 0.4, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Rnn1BothMeanRecurrentDropoutWeightDropResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Dropout = 0.3, Name = "cell")]
public partial class Rnn2ReverseDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Rnn3BothSum;

[SequenceModel, Features(4), Rnn(4, Bidirectional = true, Merge = Merge.Mean, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Rnn1BothMeanWeightDropResidual;

[SequenceModel, Features(8), Rnn(4, Layers = 2, Bidirectional = true, Dropout = 0.3, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Rnn2BothDropoutWeightDropResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 2, LockedDropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn2LockedDropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Dropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn3DropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Reverse = true, Name = "cell")]
public partial class Rnn1Reverse;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn1BothRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Dropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn2BothSumDropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Dropout = 0.3, Name = "cell")]
public partial class Rnn2BothMeanDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Dropout = 0.3, Name = "cell")]
public partial class Rnn3Dropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, LockedDropout = 0.3, Name = "cell")]
public partial class Rnn3BothLockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, Merge = Merge.Mean, LockedDropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn3BothMeanLockedDropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Reverse = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn1ReverseRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Rnn1BothSum;

[SequenceModel, Features(3), Rnn(4, Layers = 2, LockedDropout = 0.3, Name = "cell")]
public partial class Rnn2LockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, LockedDropout = 0.3, Name = "cell")]
public partial class Rnn2ReverseLockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, LockedDropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn2ReverseLockedDropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Dropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn2BothDropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Dropout = 0.3, Name = "cell")]
public partial class Rnn2BothSumDropout;

[SequenceModel, Features(3), Rnn(4, Name = "cell"), LastState]
public partial class LastRnn1;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Name = "cell"), LastState]
public partial class LastRnn2DropoutRecurrentDropoutWeightDropZoneoutLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, LockedDropout = 0.3, Name = "cell"), LastState]
public partial class LastRnn2ReverseLockedDropout;

[SequenceModel, Features(3), Rnn(4, Reverse = true, Name = "cell"), LastState]
public partial class LastRnn1Reverse;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Name = "cell"), LastState]
public partial class LastRnn1Both;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastRnn1BothSum;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastRnn1BothMean;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Name = "cell"), LastState]
public partial class LastRnn2Both;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastRnn2BothSum;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastRnn2BothMean;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu1;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu1RecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, WeightDrop = 0.3, Name = "cell")]
public partial class RnnRelu1WeightDrop;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, Zoneout = 0.3, Name = "cell")]
public partial class RnnRelu1Zoneout;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, LayerNorm = true, Name = "cell")]
public partial class RnnRelu1LayerNorm;

[SequenceModel, Features(4), Rnn(4, Activation = Activation.Relu, Residual = true, Name = "cell")]
public partial class RnnRelu1Residual;

[SequenceModel, Features(4), Rnn(4, Activation = Activation.Relu, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class RnnRelu1Everything;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu1Both;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu2;

[SequenceModel, Features(4), Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class RnnRelu2ReverseDropoutRecurrentDropoutWeightDropResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, Activation = Activation.Relu, LockedDropout = 0.3, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class RnnRelu3BothLockedDropoutWeightDropZoneout;

[SequenceModel, Features(4), Rnn(4, Layers = 3, Reverse = true, Activation = Activation.Relu, Dropout = 0.3, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class RnnRelu3ReverseDropoutWeightDropResidual;

[SequenceModel, Features(4), Rnn(4, Layers = 3, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, LockedDropout = 0.3, RecurrentDropout = 0.4, LayerNorm = true, Residual = true, Name = "cell")]
public partial class RnnRelu3BothSumLockedDropoutRecurrentDropoutLayerNormResidual;

[SequenceModel, Features(4), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, LockedDropout = 0.3, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class RnnRelu2BothSumLockedDropoutWeightDropResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, Dropout = 0.3, Zoneout = 0.3, LayerNorm = true, Name = "cell")]
public partial class RnnRelu2BothMeanDropoutZoneoutLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, LockedDropout = 0.3, Name = "cell")]
public partial class RnnRelu3BothMeanLockedDropout;

[SequenceModel, Features(8), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, LayerNorm = true, Residual = true, Name = "cell")]
public partial class RnnRelu2BothLayerNormResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Reverse = true, Activation = Activation.Relu, Zoneout = 0.3, LayerNorm = true, Name = "cell")]
public partial class RnnRelu3ReverseZoneoutLayerNorm;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class RnnRelu1BothSumWeightDropZoneout;

[SequenceModel, Features(4), Rnn(4, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, RecurrentDropout = 0.4, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class RnnRelu1BothMeanRecurrentDropoutWeightDropResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, Dropout = 0.3, Name = "cell")]
public partial class RnnRelu2ReverseDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, Name = "cell")]
public partial class RnnRelu3BothSum;

[SequenceModel, Features(4), Rnn(4, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class RnnRelu1BothMeanWeightDropResidual;

[SequenceModel, Features(8), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Dropout = 0.3, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class RnnRelu2BothDropoutWeightDropResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, LockedDropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu2LockedDropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Activation = Activation.Relu, Dropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu3DropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Reverse = true, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu1Reverse;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Activation = Activation.Relu, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu1BothRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, Dropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu2BothSumDropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, Dropout = 0.3, Name = "cell")]
public partial class RnnRelu2BothMeanDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Activation = Activation.Relu, Dropout = 0.3, Name = "cell")]
public partial class RnnRelu3Dropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, Activation = Activation.Relu, LockedDropout = 0.3, Name = "cell")]
public partial class RnnRelu3BothLockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, LockedDropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu3BothMeanLockedDropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Reverse = true, Activation = Activation.Relu, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu1ReverseRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, Name = "cell")]
public partial class RnnRelu1BothSum;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, LockedDropout = 0.3, Name = "cell")]
public partial class RnnRelu2LockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, LockedDropout = 0.3, Name = "cell")]
public partial class RnnRelu2ReverseLockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, LockedDropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu2ReverseLockedDropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Dropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu2BothDropoutRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, Dropout = 0.3, Name = "cell")]
public partial class RnnRelu2BothSumDropout;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, Name = "cell"), LastState]
public partial class LastRnnRelu1;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Name = "cell"), LastState]
public partial class LastRnnRelu2DropoutRecurrentDropoutWeightDropZoneoutLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, LockedDropout = 0.3, Name = "cell"), LastState]
public partial class LastRnnRelu2ReverseLockedDropout;

[SequenceModel, Features(3), Rnn(4, Reverse = true, Activation = Activation.Relu, Name = "cell"), LastState]
public partial class LastRnnRelu1Reverse;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Activation = Activation.Relu, Name = "cell"), LastState]
public partial class LastRnnRelu1Both;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastRnnRelu1BothSum;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastRnnRelu1BothMean;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Name = "cell"), LastState]
public partial class LastRnnRelu2Both;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastRnnRelu2BothSum;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastRnnRelu2BothMean;

[SequenceModel, Features(3), Lstm(4, Name = "cell")]
public partial class Lstm1;

[SequenceModel, Features(3), Lstm(4, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm1RecurrentDropout;

[SequenceModel, Features(3), Lstm(4, WeightDrop = 0.3, Name = "cell")]
public partial class Lstm1WeightDrop;

[SequenceModel, Features(3), Lstm(4, Zoneout = 0.3, Name = "cell")]
public partial class Lstm1Zoneout;

[SequenceModel, Features(3), Lstm(4, LayerNorm = true, Name = "cell")]
public partial class Lstm1LayerNorm;

[SequenceModel, Features(4), Lstm(4, Residual = true, Name = "cell")]
public partial class Lstm1Residual;

[SequenceModel, Features(2), Lstm(4, ProjectionSize = 3, Name = "cell")]
public partial class Lstm1Projection;

[SequenceModel, Features(3), Lstm(4, Peepholes = true, Name = "cell")]
public partial class Lstm1Peepholes;

[SequenceModel, Features(3), Lstm(4, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, ProjectionSize = 3, Peepholes = true, Name = "cell")]
public partial class Lstm1Everything;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, Name = "cell")]
public partial class Lstm1Both;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Name = "cell")]
public partial class Lstm2;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Residual = true, ProjectionSize = 3, Name = "cell")]
public partial class Lstm2ReverseDropoutRecurrentDropoutWeightDropResidualProjection;

[SequenceModel, Features(8), Lstm(4, Layers = 3, Bidirectional = true, LockedDropout = 0.3, WeightDrop = 0.3, Zoneout = 0.3, Residual = true, Name = "cell")]
public partial class Lstm3BothLockedDropoutWeightDropZoneoutResidual;

[SequenceModel, Features(3), Lstm(4, Layers = 3, Reverse = true, Dropout = 0.3, WeightDrop = 0.3, Residual = true, ProjectionSize = 3, Name = "cell")]
public partial class Lstm3ReverseDropoutWeightDropResidualProjection;

[SequenceModel, Features(2), Lstm(4, Layers = 3, Bidirectional = true, Merge = Merge.Sum, LockedDropout = 0.3, RecurrentDropout = 0.4, LayerNorm = true, ProjectionSize = 3, Peepholes = true, Name = "cell")]
public partial class Lstm3BothSumLockedDropoutRecurrentDropoutLayerNormProjectionPeepholes;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Dropout = 0.3, Zoneout = 0.3, LayerNorm = true, Peepholes = true, Name = "cell")]
public partial class Lstm2BothMeanDropoutZoneoutLayerNormPeepholes;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, LockedDropout = 0.3, WeightDrop = 0.3, Residual = true, ProjectionSize = 3, Name = "cell")]
public partial class Lstm2BothSumLockedDropoutWeightDropResidualProjection;

[SequenceModel, Features(3), Lstm(4, Layers = 3, Bidirectional = true, Merge = Merge.Mean, LockedDropout = 0.3, Name = "cell")]
public partial class Lstm3BothMeanLockedDropout;

[SequenceModel, Features(2), Lstm(4, Layers = 2, Bidirectional = true, LayerNorm = true, ProjectionSize = 3, Peepholes = true, Name = "cell")]
public partial class Lstm2BothLayerNormProjectionPeepholes;

[SequenceModel, Features(3), Lstm(4, Layers = 3, Reverse = true, Zoneout = 0.3, LayerNorm = true, Peepholes = true, Name = "cell")]
public partial class Lstm3ReverseZoneoutLayerNormPeepholes;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, Merge = Merge.Sum, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class Lstm1BothSumWeightDropZoneout;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, Merge = Merge.Mean, RecurrentDropout = 0.4, Residual = true, ProjectionSize = 3, Name = "cell")]
public partial class Lstm1BothMeanRecurrentDropoutResidualProjection;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, Dropout = 0.3, Name = "cell")]
public partial class Lstm2ReverseDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 3, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Lstm3BothSum;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, Merge = Merge.Mean, WeightDrop = 0.3, Residual = true, ProjectionSize = 3, Name = "cell")]
public partial class Lstm1BothMeanWeightDropResidualProjection;

[SequenceModel, Features(6), Lstm(4, Layers = 2, Bidirectional = true, Dropout = 0.3, WeightDrop = 0.3, Residual = true, ProjectionSize = 3, Name = "cell")]
public partial class Lstm2BothDropoutWeightDropResidualProjection;

[SequenceModel, Features(3), Lstm(4, Layers = 2, LockedDropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm2LockedDropoutRecurrentDropout;

[SequenceModel, Features(4), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Dropout = 0.3, RecurrentDropout = 0.4, Residual = true, Name = "cell")]
public partial class Lstm2BothSumDropoutRecurrentDropoutResidual;

[SequenceModel, Features(3), Lstm(4, Layers = 3, Dropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm3DropoutRecurrentDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 3, Bidirectional = true, Merge = Merge.Mean, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Name = "cell")]
public partial class Lstm3BothMeanLockedDropoutRecurrentDropoutWeightDrop;

[SequenceModel, Features(3), Lstm(4, Reverse = true, Name = "cell")]
public partial class Lstm1Reverse;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm1BothRecurrentDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Dropout = 0.3, Name = "cell")]
public partial class Lstm2BothMeanDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 3, Dropout = 0.3, Name = "cell")]
public partial class Lstm3Dropout;

[SequenceModel, Features(3), Lstm(4, Layers = 3, Bidirectional = true, LockedDropout = 0.3, Name = "cell")]
public partial class Lstm3BothLockedDropout;

[SequenceModel, Features(3), Lstm(4, Reverse = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm1ReverseRecurrentDropout;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Lstm1BothSum;

[SequenceModel, Features(3), Lstm(4, Layers = 2, LockedDropout = 0.3, Name = "cell")]
public partial class Lstm2LockedDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, LockedDropout = 0.3, Name = "cell")]
public partial class Lstm2ReverseLockedDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, LockedDropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm2ReverseLockedDropoutRecurrentDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Dropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm2BothDropoutRecurrentDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Dropout = 0.3, Name = "cell")]
public partial class Lstm2BothSumDropout;

[SequenceModel, Features(3), Lstm(4, Name = "cell"), LastState]
public partial class LastLstm1;

[SequenceModel, Features(2), Lstm(4, Layers = 2, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, ProjectionSize = 3, Peepholes = true, Name = "cell"), LastState]
public partial class LastLstm2DropoutRecurrentDropoutWeightDropZoneoutLayerNormProjectionPeepholes;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, LockedDropout = 0.3, Name = "cell"), LastState]
public partial class LastLstm2ReverseLockedDropout;

[SequenceModel, Features(3), Lstm(4, Reverse = true, Name = "cell"), LastState]
public partial class LastLstm1Reverse;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, Name = "cell"), LastState]
public partial class LastLstm1Both;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastLstm1BothSum;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastLstm1BothMean;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Name = "cell"), LastState]
public partial class LastLstm2Both;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastLstm2BothSum;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastLstm2BothMean;

[SequenceModel, Features(3), Gru(4, Name = "cell")]
public partial class Gru1;

[SequenceModel, Features(3), Gru(4, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru1RecurrentDropout;

[SequenceModel, Features(3), Gru(4, WeightDrop = 0.3, Name = "cell")]
public partial class Gru1WeightDrop;

[SequenceModel, Features(3), Gru(4, Zoneout = 0.3, Name = "cell")]
public partial class Gru1Zoneout;

[SequenceModel, Features(3), Gru(4, LayerNorm = true, Name = "cell")]
public partial class Gru1LayerNorm;

[SequenceModel, Features(4), Gru(4, Residual = true, Name = "cell")]
public partial class Gru1Residual;

[SequenceModel, Features(4), Gru(4, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Gru1Everything;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, Name = "cell")]
public partial class Gru1Both;

[SequenceModel, Features(3), Gru(4, Layers = 2, Name = "cell")]
public partial class Gru2;

[SequenceModel, Features(4), Gru(4, Layers = 2, Reverse = true, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Gru2ReverseDropoutRecurrentDropoutWeightDropResidual;

[SequenceModel, Features(3), Gru(4, Layers = 3, Bidirectional = true, LockedDropout = 0.3, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class Gru3BothLockedDropoutWeightDropZoneout;

[SequenceModel, Features(4), Gru(4, Layers = 3, Reverse = true, Dropout = 0.3, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Gru3ReverseDropoutWeightDropResidual;

[SequenceModel, Features(4), Gru(4, Layers = 3, Bidirectional = true, Merge = Merge.Sum, LockedDropout = 0.3, RecurrentDropout = 0.4, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Gru3BothSumLockedDropoutRecurrentDropoutLayerNormResidual;

[SequenceModel, Features(4), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, LockedDropout = 0.3, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Gru2BothSumLockedDropoutWeightDropResidual;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Dropout = 0.3, Zoneout = 0.3, LayerNorm = true, Name = "cell")]
public partial class Gru2BothMeanDropoutZoneoutLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 3, Bidirectional = true, Merge = Merge.Mean, LockedDropout = 0.3, Name = "cell")]
public partial class Gru3BothMeanLockedDropout;

[SequenceModel, Features(8), Gru(4, Layers = 2, Bidirectional = true, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Gru2BothLayerNormResidual;

[SequenceModel, Features(3), Gru(4, Layers = 3, Reverse = true, Zoneout = 0.3, LayerNorm = true, Name = "cell")]
public partial class Gru3ReverseZoneoutLayerNorm;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, Merge = Merge.Sum, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class Gru1BothSumWeightDropZoneout;

[SequenceModel, Features(4), Gru(4, Bidirectional = true, Merge = Merge.Mean, RecurrentDropout = 0.4, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Gru1BothMeanRecurrentDropoutWeightDropResidual;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, Dropout = 0.3, Name = "cell")]
public partial class Gru2ReverseDropout;

[SequenceModel, Features(3), Gru(4, Layers = 3, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Gru3BothSum;

[SequenceModel, Features(4), Gru(4, Bidirectional = true, Merge = Merge.Mean, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Gru1BothMeanWeightDropResidual;

[SequenceModel, Features(8), Gru(4, Layers = 2, Bidirectional = true, Dropout = 0.3, WeightDrop = 0.3, Residual = true, Name = "cell")]
public partial class Gru2BothDropoutWeightDropResidual;

[SequenceModel, Features(3), Gru(4, Layers = 2, LockedDropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru2LockedDropoutRecurrentDropout;

[SequenceModel, Features(3), Gru(4, Layers = 3, Dropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru3DropoutRecurrentDropout;

[SequenceModel, Features(3), Gru(4, Reverse = true, Name = "cell")]
public partial class Gru1Reverse;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru1BothRecurrentDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Dropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru2BothSumDropoutRecurrentDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Dropout = 0.3, Name = "cell")]
public partial class Gru2BothMeanDropout;

[SequenceModel, Features(3), Gru(4, Layers = 3, Dropout = 0.3, Name = "cell")]
public partial class Gru3Dropout;

[SequenceModel, Features(3), Gru(4, Layers = 3, Bidirectional = true, LockedDropout = 0.3, Name = "cell")]
public partial class Gru3BothLockedDropout;

[SequenceModel, Features(3), Gru(4, Layers = 3, Bidirectional = true, Merge = Merge.Mean, LockedDropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru3BothMeanLockedDropoutRecurrentDropout;

[SequenceModel, Features(3), Gru(4, Reverse = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru1ReverseRecurrentDropout;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Gru1BothSum;

[SequenceModel, Features(3), Gru(4, Layers = 2, LockedDropout = 0.3, Name = "cell")]
public partial class Gru2LockedDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, LockedDropout = 0.3, Name = "cell")]
public partial class Gru2ReverseLockedDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, LockedDropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru2ReverseLockedDropoutRecurrentDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Dropout = 0.3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru2BothDropoutRecurrentDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Dropout = 0.3, Name = "cell")]
public partial class Gru2BothSumDropout;

[SequenceModel, Features(3), Gru(4, Name = "cell"), LastState]
public partial class LastGru1;

[SequenceModel, Features(3), Gru(4, Layers = 2, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Name = "cell"), LastState]
public partial class LastGru2DropoutRecurrentDropoutWeightDropZoneoutLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, LockedDropout = 0.3, Name = "cell"), LastState]
public partial class LastGru2ReverseLockedDropout;

[SequenceModel, Features(3), Gru(4, Reverse = true, Name = "cell"), LastState]
public partial class LastGru1Reverse;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, Name = "cell"), LastState]
public partial class LastGru1Both;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastGru1BothSum;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastGru1BothMean;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Name = "cell"), LastState]
public partial class LastGru2Both;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastGru2BothSum;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastGru2BothMean;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, Name = "cell")]
public partial class GruBefore1;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, RecurrentDropout = 0.4, Name = "cell")]
public partial class GruBefore1RecurrentDropout;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, WeightDrop = 0.3, Name = "cell")]
public partial class GruBefore1WeightDrop;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, Zoneout = 0.3, Name = "cell")]
public partial class GruBefore1Zoneout;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, LayerNorm = true, Name = "cell")]
public partial class GruBefore1LayerNorm;

[SequenceModel, Features(4), Gru(4, ResetAfter = false, Residual = true, Name = "cell")]
public partial class GruBefore1Residual;

[SequenceModel, Features(4), Gru(4, ResetAfter = false, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class GruBefore1Everything;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, ResetAfter = false, Name = "cell")]
public partial class GruBefore1Both;

[SequenceModel, Features(3), Gru(4, Layers = 2, ResetAfter = false, Name = "cell")]
public partial class GruBefore2;

[SequenceModel, Features(3), Gru(4, Layers = 3, Reverse = true, ResetAfter = false, Dropout = 0.3, Name = "cell")]
public partial class GruBefore3ReverseDropout;

[SequenceModel, Features(4), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Sum, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class GruBefore2BothSumLockedDropoutEverything;

[SequenceModel, Features(4), Gru(4, Layers = 3, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class GruBefore3BothMeanDropoutEverything;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, LockedDropout = 0.3, Name = "cell")]
public partial class GruBefore2BothMeanLockedDropout;

[SequenceModel, Features(8), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class GruBefore2BothDropoutEverything;

[SequenceModel, Features(3), Gru(4, Layers = 3, Bidirectional = true, ResetAfter = false, Merge = Merge.Sum, Name = "cell")]
public partial class GruBefore3BothSum;

[SequenceModel, Features(4), Gru(4, Reverse = true, ResetAfter = false, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class GruBefore1ReverseEverything;

[SequenceModel, Features(3), Gru(4, Layers = 3, ResetAfter = false, LockedDropout = 0.3, Name = "cell")]
public partial class GruBefore3LockedDropout;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, Name = "cell")]
public partial class GruBefore1BothMean;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, ResetAfter = false, LockedDropout = 0.3, Name = "cell")]
public partial class GruBefore2ReverseLockedDropout;

[SequenceModel, Features(3), Gru(4, Layers = 3, Bidirectional = true, ResetAfter = false, LockedDropout = 0.3, Name = "cell")]
public partial class GruBefore3BothLockedDropout;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, ResetAfter = false, Merge = Merge.Sum, Name = "cell")]
public partial class GruBefore1BothSum;

[SequenceModel, Features(3), Gru(4, Layers = 2, ResetAfter = false, Dropout = 0.3, Name = "cell")]
public partial class GruBefore2Dropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Sum, Dropout = 0.3, Name = "cell")]
public partial class GruBefore2BothSumDropout;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, Name = "cell"), LastState]
public partial class LastGruBefore1;

[SequenceModel, Features(3), Gru(4, Layers = 2, ResetAfter = false, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Name = "cell"), LastState]
public partial class LastGruBefore2DropoutRecurrentDropoutWeightDropZoneoutLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, ResetAfter = false, LockedDropout = 0.3, Name = "cell"), LastState]
public partial class LastGruBefore2ReverseLockedDropout;

[SequenceModel, Features(3), Gru(4, Reverse = true, ResetAfter = false, Name = "cell"), LastState]
public partial class LastGruBefore1Reverse;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, ResetAfter = false, Name = "cell"), LastState]
public partial class LastGruBefore1Both;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, ResetAfter = false, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastGruBefore1BothSum;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastGruBefore1BothMean;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Name = "cell"), LastState]
public partial class LastGruBefore2Both;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastGruBefore2BothSum;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastGruBefore2BothMean;
