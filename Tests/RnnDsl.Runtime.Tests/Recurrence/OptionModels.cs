namespace RnnDsl.Runtime.Tests.Recurrence.Grid;

// Every cell with every option of recurrent layers: alone, in pairs and all at once, with one layer and more, in each direction and both.
// A class is called after its cell, its layers, its direction and its options; one that ends in a single vector begins with Last.
// Tests find what is declared by reflection: see OptionModel.

// Rnn, without an option.
[SequenceModel, Features(3), Rnn(4, Name = "cell")]
public partial class Rnn1;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Name = "cell")]
public partial class Rnn2;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Name = "cell")]
public partial class Rnn3;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Name = "cell")]
public partial class Rnn1Both;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Name = "cell")]
public partial class Rnn2Both;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, Name = "cell")]
public partial class Rnn3Both;

[SequenceModel, Features(3), Rnn(4, Reverse = true, Name = "cell")]
public partial class Rnn1Reverse;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Name = "cell")]
public partial class Rnn2Reverse;

// Rnn, every option alone.
[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Rnn1BothSum;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Rnn2BothSum;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Merge = Merge.Mean, Name = "cell")]
public partial class Rnn1BothMean;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Name = "cell")]
public partial class Rnn2BothMean;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Dropout = 0.3, Name = "cell")]
public partial class Rnn2Dropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Dropout = 0.3, Name = "cell")]
public partial class Rnn2BothDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Dropout = 0.3, Name = "cell")]
public partial class Rnn2ReverseDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, LockedDropout = 0.3, Name = "cell")]
public partial class Rnn2LockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, LockedDropout = 0.3, Name = "cell")]
public partial class Rnn2BothLockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, LockedDropout = 0.3, Name = "cell")]
public partial class Rnn2ReverseLockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, LockedDropout = 0.3, Name = "cell")]
public partial class Rnn3LockedDropout;

[SequenceModel, Features(3), Rnn(4, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn1RecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn2RecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn2BothRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Reverse = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Rnn1ReverseRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, WeightDrop = 0.3, Name = "cell")]
public partial class Rnn1WeightDrop;

[SequenceModel, Features(3), Rnn(4, Layers = 2, WeightDrop = 0.3, Name = "cell")]
public partial class Rnn2WeightDrop;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, WeightDrop = 0.3, Name = "cell")]
public partial class Rnn2BothWeightDrop;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, WeightDrop = 0.3, Name = "cell")]
public partial class Rnn2ReverseWeightDrop;

[SequenceModel, Features(3), Rnn(4, Zoneout = 0.3, Name = "cell")]
public partial class Rnn1Zoneout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Zoneout = 0.3, Name = "cell")]
public partial class Rnn2BothZoneout;

[SequenceModel, Features(3), Rnn(4, Reverse = true, Zoneout = 0.3, Name = "cell")]
public partial class Rnn1ReverseZoneout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Zoneout = 0.3, Name = "cell")]
public partial class Rnn3Zoneout;

[SequenceModel, Features(3), Rnn(4, LayerNorm = true, Name = "cell")]
public partial class Rnn1LayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, LayerNorm = true, Name = "cell")]
public partial class Rnn2BothLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, LayerNorm = true, Name = "cell")]
public partial class Rnn2ReverseLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 3, LayerNorm = true, Name = "cell")]
public partial class Rnn3LayerNorm;

[SequenceModel, Features(4), Rnn(4, Residual = true, Name = "cell")]
public partial class Rnn1Residual;

[SequenceModel, Features(4), Rnn(4, Layers = 2, Residual = true, Name = "cell")]
public partial class Rnn2Residual;

[SequenceModel, Features(8), Rnn(4, Layers = 2, Bidirectional = true, Residual = true, Name = "cell")]
public partial class Rnn2BothResidual;

[SequenceModel, Features(4), Rnn(4, Reverse = true, Residual = true, Name = "cell")]
public partial class Rnn1ReverseResidual;

// Rnn, pairs.
[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, RecurrentDropout = 0.4, Zoneout = 0.3, Name = "cell")]
public partial class Rnn2BothRecurrentDropoutZoneout;

[SequenceModel, Features(3), Rnn(4, RecurrentDropout = 0.4, LayerNorm = true, Name = "cell")]
public partial class Rnn1RecurrentDropoutLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Zoneout = 0.3, LayerNorm = true, Name = "cell")]
public partial class Rnn2ReverseZoneoutLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 2, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class Rnn2WeightDropZoneout;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, WeightDrop = 0.3, LayerNorm = true, Name = "cell")]
public partial class Rnn1BothWeightDropLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 3, LockedDropout = 0.3, WeightDrop = 0.3, Name = "cell")]
public partial class Rnn3LockedDropoutWeightDrop;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, LockedDropout = 0.3, LayerNorm = true, Name = "cell")]
public partial class Rnn2ReverseLockedDropoutLayerNorm;

[SequenceModel, Features(4), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Residual = true, Name = "cell")]
public partial class Rnn2BothSumResidual;

[SequenceModel, Features(4), Rnn(4, Zoneout = 0.3, Residual = true, Name = "cell")]
public partial class Rnn1ZoneoutResidual;

[SequenceModel, Features(4), Rnn(4, Layers = 2, Reverse = true, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Rnn2ReverseLayerNormResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 2, RecurrentDropout = 0.4, WeightDrop = 0.3, Name = "cell")]
public partial class Rnn2RecurrentDropoutWeightDrop;

[SequenceModel, Features(8), Rnn(4, Layers = 2, Bidirectional = true, Dropout = 0.3, Residual = true, Name = "cell")]
public partial class Rnn2BothDropoutResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Zoneout = 0.3, Name = "cell")]
public partial class Rnn2BothMeanZoneout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, WeightDrop = 0.3, Name = "cell")]
public partial class Rnn2BothMeanWeightDrop;

// Rnn, everything at once.
[SequenceModel, Features(4),
 Rnn(4, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Rnn1Everything;

[SequenceModel, Features(4),
 Rnn(4, Layers = 2, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true,
  Name = "cell")]
public partial class Rnn2Everything;

[SequenceModel, Features(4),
 Rnn(4, Layers = 3, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true,
  Name = "cell")]
public partial class Rnn3Everything;

[SequenceModel, Features(8),
 Rnn(4, Layers = 2, Bidirectional = true, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true,
  Residual = true, Name = "cell")]
public partial class Rnn2BothEverything;

[SequenceModel, Features(4),
 Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3,
  Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Rnn2BothMeanEverything;

[SequenceModel, Features(4),
 Rnn(4, Layers = 2, Reverse = true, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true,
  Residual = true, Name = "cell")]
public partial class Rnn2ReverseEverything;

// RnnRelu, without an option.
[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu1;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu2;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu3;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu1Both;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu2Both;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Bidirectional = true, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu3Both;

[SequenceModel, Features(3), Rnn(4, Reverse = true, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu1Reverse;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, Name = "cell")]
public partial class RnnRelu2Reverse;

// RnnRelu, every option alone.
[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, Name = "cell")]
public partial class RnnRelu1BothSum;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, Name = "cell")]
public partial class RnnRelu2BothSum;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, Name = "cell")]
public partial class RnnRelu1BothMean;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, Name = "cell")]
public partial class RnnRelu2BothMean;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, Dropout = 0.3, Name = "cell")]
public partial class RnnRelu2Dropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Dropout = 0.3, Name = "cell")]
public partial class RnnRelu2BothDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, Dropout = 0.3, Name = "cell")]
public partial class RnnRelu2ReverseDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, LockedDropout = 0.3, Name = "cell")]
public partial class RnnRelu2LockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, LockedDropout = 0.3, Name = "cell")]
public partial class RnnRelu2BothLockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, LockedDropout = 0.3, Name = "cell")]
public partial class RnnRelu2ReverseLockedDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Activation = Activation.Relu, LockedDropout = 0.3, Name = "cell")]
public partial class RnnRelu3LockedDropout;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu1RecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu2RecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu2BothRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Reverse = true, Activation = Activation.Relu, RecurrentDropout = 0.4, Name = "cell")]
public partial class RnnRelu1ReverseRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, WeightDrop = 0.3, Name = "cell")]
public partial class RnnRelu1WeightDrop;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, WeightDrop = 0.3, Name = "cell")]
public partial class RnnRelu2WeightDrop;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, WeightDrop = 0.3, Name = "cell")]
public partial class RnnRelu2BothWeightDrop;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, WeightDrop = 0.3, Name = "cell")]
public partial class RnnRelu2ReverseWeightDrop;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, Zoneout = 0.3, Name = "cell")]
public partial class RnnRelu1Zoneout;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Zoneout = 0.3, Name = "cell")]
public partial class RnnRelu2BothZoneout;

[SequenceModel, Features(3), Rnn(4, Reverse = true, Activation = Activation.Relu, Zoneout = 0.3, Name = "cell")]
public partial class RnnRelu1ReverseZoneout;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Activation = Activation.Relu, Zoneout = 0.3, Name = "cell")]
public partial class RnnRelu3Zoneout;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, LayerNorm = true, Name = "cell")]
public partial class RnnRelu1LayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, LayerNorm = true, Name = "cell")]
public partial class RnnRelu2BothLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, LayerNorm = true, Name = "cell")]
public partial class RnnRelu2ReverseLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Activation = Activation.Relu, LayerNorm = true, Name = "cell")]
public partial class RnnRelu3LayerNorm;

[SequenceModel, Features(4), Rnn(4, Activation = Activation.Relu, Residual = true, Name = "cell")]
public partial class RnnRelu1Residual;

[SequenceModel, Features(4), Rnn(4, Layers = 2, Activation = Activation.Relu, Residual = true, Name = "cell")]
public partial class RnnRelu2Residual;

[SequenceModel, Features(8), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Residual = true, Name = "cell")]
public partial class RnnRelu2BothResidual;

[SequenceModel, Features(4), Rnn(4, Reverse = true, Activation = Activation.Relu, Residual = true, Name = "cell")]
public partial class RnnRelu1ReverseResidual;

// RnnRelu, pairs.
[SequenceModel, Features(3),
 Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, RecurrentDropout = 0.4, Zoneout = 0.3, Name = "cell")]
public partial class RnnRelu2BothRecurrentDropoutZoneout;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, RecurrentDropout = 0.4, LayerNorm = true, Name = "cell")]
public partial class RnnRelu1RecurrentDropoutLayerNorm;

[SequenceModel, Features(3),
 Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, Zoneout = 0.3, LayerNorm = true, Name = "cell")]
public partial class RnnRelu2ReverseZoneoutLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class RnnRelu2WeightDropZoneout;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, Activation = Activation.Relu, WeightDrop = 0.3, LayerNorm = true, Name = "cell")]
public partial class RnnRelu1BothWeightDropLayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 3, Activation = Activation.Relu, LockedDropout = 0.3, WeightDrop = 0.3, Name = "cell")]
public partial class RnnRelu3LockedDropoutWeightDrop;

[SequenceModel, Features(3),
 Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, LockedDropout = 0.3, LayerNorm = true, Name = "cell")]
public partial class RnnRelu2ReverseLockedDropoutLayerNorm;

[SequenceModel, Features(4),
 Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, Residual = true, Name = "cell")]
public partial class RnnRelu2BothSumResidual;

[SequenceModel, Features(4), Rnn(4, Activation = Activation.Relu, Zoneout = 0.3, Residual = true, Name = "cell")]
public partial class RnnRelu1ZoneoutResidual;

[SequenceModel, Features(4),
 Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, LayerNorm = true, Residual = true, Name = "cell")]
public partial class RnnRelu2ReverseLayerNormResidual;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, RecurrentDropout = 0.4, WeightDrop = 0.3, Name = "cell")]
public partial class RnnRelu2RecurrentDropoutWeightDrop;

[SequenceModel, Features(8),
 Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Dropout = 0.3, Residual = true, Name = "cell")]
public partial class RnnRelu2BothDropoutResidual;

[SequenceModel, Features(3),
 Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, Zoneout = 0.3, Name = "cell")]
public partial class RnnRelu2BothMeanZoneout;

[SequenceModel, Features(3),
 Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, WeightDrop = 0.3, Name = "cell")]
public partial class RnnRelu2BothMeanWeightDrop;

// RnnRelu, everything at once.
[SequenceModel, Features(4),
 Rnn(4, Activation = Activation.Relu, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true,
  Name = "cell")]
public partial class RnnRelu1Everything;

[SequenceModel, Features(4),
 Rnn(4, Layers = 2, Activation = Activation.Relu, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3,
  LayerNorm = true, Residual = true, Name = "cell")]
public partial class RnnRelu2Everything;

[SequenceModel, Features(4),
 Rnn(4, Layers = 3, Activation = Activation.Relu, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3,
  LayerNorm = true, Residual = true, Name = "cell")]
public partial class RnnRelu3Everything;

[SequenceModel, Features(8),
 Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3,
  Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class RnnRelu2BothEverything;

[SequenceModel, Features(4),
 Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, LockedDropout = 0.3, RecurrentDropout = 0.4,
  WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class RnnRelu2BothMeanEverything;

[SequenceModel, Features(4),
 Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3,
  Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class RnnRelu2ReverseEverything;

// Lstm, without an option.
[SequenceModel, Features(3), Lstm(4, Name = "cell")]
public partial class Lstm1;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Name = "cell")]
public partial class Lstm2;

[SequenceModel, Features(3), Lstm(4, Layers = 3, Name = "cell")]
public partial class Lstm3;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, Name = "cell")]
public partial class Lstm1Both;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Name = "cell")]
public partial class Lstm2Both;

[SequenceModel, Features(3), Lstm(4, Layers = 3, Bidirectional = true, Name = "cell")]
public partial class Lstm3Both;

[SequenceModel, Features(3), Lstm(4, Reverse = true, Name = "cell")]
public partial class Lstm1Reverse;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, Name = "cell")]
public partial class Lstm2Reverse;

// Lstm, every option alone.
[SequenceModel, Features(3), Lstm(4, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Lstm1BothSum;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Lstm2BothSum;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, Merge = Merge.Mean, Name = "cell")]
public partial class Lstm1BothMean;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Name = "cell")]
public partial class Lstm2BothMean;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Dropout = 0.3, Name = "cell")]
public partial class Lstm2Dropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Dropout = 0.3, Name = "cell")]
public partial class Lstm2BothDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, Dropout = 0.3, Name = "cell")]
public partial class Lstm2ReverseDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, LockedDropout = 0.3, Name = "cell")]
public partial class Lstm2LockedDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, LockedDropout = 0.3, Name = "cell")]
public partial class Lstm2BothLockedDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, LockedDropout = 0.3, Name = "cell")]
public partial class Lstm2ReverseLockedDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 3, LockedDropout = 0.3, Name = "cell")]
public partial class Lstm3LockedDropout;

[SequenceModel, Features(3), Lstm(4, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm1RecurrentDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm2RecurrentDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm2BothRecurrentDropout;

[SequenceModel, Features(3), Lstm(4, Reverse = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm1ReverseRecurrentDropout;

[SequenceModel, Features(3), Lstm(4, WeightDrop = 0.3, Name = "cell")]
public partial class Lstm1WeightDrop;

[SequenceModel, Features(3), Lstm(4, Layers = 2, WeightDrop = 0.3, Name = "cell")]
public partial class Lstm2WeightDrop;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, WeightDrop = 0.3, Name = "cell")]
public partial class Lstm2BothWeightDrop;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, WeightDrop = 0.3, Name = "cell")]
public partial class Lstm2ReverseWeightDrop;

[SequenceModel, Features(3), Lstm(4, Zoneout = 0.3, Name = "cell")]
public partial class Lstm1Zoneout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Zoneout = 0.3, Name = "cell")]
public partial class Lstm2BothZoneout;

[SequenceModel, Features(3), Lstm(4, Reverse = true, Zoneout = 0.3, Name = "cell")]
public partial class Lstm1ReverseZoneout;

[SequenceModel, Features(3), Lstm(4, Layers = 3, Zoneout = 0.3, Name = "cell")]
public partial class Lstm3Zoneout;

[SequenceModel, Features(3), Lstm(4, LayerNorm = true, Name = "cell")]
public partial class Lstm1LayerNorm;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, LayerNorm = true, Name = "cell")]
public partial class Lstm2BothLayerNorm;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, LayerNorm = true, Name = "cell")]
public partial class Lstm2ReverseLayerNorm;

[SequenceModel, Features(3), Lstm(4, Layers = 3, LayerNorm = true, Name = "cell")]
public partial class Lstm3LayerNorm;

[SequenceModel, Features(4), Lstm(4, Residual = true, Name = "cell")]
public partial class Lstm1Residual;

[SequenceModel, Features(4), Lstm(4, Layers = 2, Residual = true, Name = "cell")]
public partial class Lstm2Residual;

[SequenceModel, Features(8), Lstm(4, Layers = 2, Bidirectional = true, Residual = true, Name = "cell")]
public partial class Lstm2BothResidual;

[SequenceModel, Features(4), Lstm(4, Reverse = true, Residual = true, Name = "cell")]
public partial class Lstm1ReverseResidual;

[SequenceModel, Features(2), Lstm(4, ProjectionSize = 3, Name = "cell")]
public partial class Lstm1Projection;

[SequenceModel, Features(2), Lstm(4, Layers = 2, ProjectionSize = 3, Name = "cell")]
public partial class Lstm2Projection;

[SequenceModel, Features(2), Lstm(4, Layers = 2, Bidirectional = true, ProjectionSize = 3, Name = "cell")]
public partial class Lstm2BothProjection;

[SequenceModel, Features(2), Lstm(4, Layers = 2, Reverse = true, ProjectionSize = 3, Name = "cell")]
public partial class Lstm2ReverseProjection;

[SequenceModel, Features(3), Lstm(4, Peepholes = true, Name = "cell")]
public partial class Lstm1Peepholes;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Peepholes = true, Name = "cell")]
public partial class Lstm2Peepholes;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Peepholes = true, Name = "cell")]
public partial class Lstm2BothPeepholes;

[SequenceModel, Features(3), Lstm(4, Reverse = true, Peepholes = true, Name = "cell")]
public partial class Lstm1ReversePeepholes;

// Lstm, pairs.
[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, RecurrentDropout = 0.4, Zoneout = 0.3, Name = "cell")]
public partial class Lstm2BothRecurrentDropoutZoneout;

[SequenceModel, Features(3), Lstm(4, RecurrentDropout = 0.4, LayerNorm = true, Name = "cell")]
public partial class Lstm1RecurrentDropoutLayerNorm;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, Zoneout = 0.3, LayerNorm = true, Name = "cell")]
public partial class Lstm2ReverseZoneoutLayerNorm;

[SequenceModel, Features(3), Lstm(4, Layers = 2, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class Lstm2WeightDropZoneout;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, WeightDrop = 0.3, LayerNorm = true, Name = "cell")]
public partial class Lstm1BothWeightDropLayerNorm;

[SequenceModel, Features(3), Lstm(4, Layers = 3, LockedDropout = 0.3, WeightDrop = 0.3, Name = "cell")]
public partial class Lstm3LockedDropoutWeightDrop;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, LockedDropout = 0.3, LayerNorm = true, Name = "cell")]
public partial class Lstm2ReverseLockedDropoutLayerNorm;

[SequenceModel, Features(4), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Residual = true, Name = "cell")]
public partial class Lstm2BothSumResidual;

[SequenceModel, Features(4), Lstm(4, Zoneout = 0.3, Residual = true, Name = "cell")]
public partial class Lstm1ZoneoutResidual;

[SequenceModel, Features(4), Lstm(4, Layers = 2, Reverse = true, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Lstm2ReverseLayerNormResidual;

[SequenceModel, Features(3), Lstm(4, Layers = 2, RecurrentDropout = 0.4, WeightDrop = 0.3, Name = "cell")]
public partial class Lstm2RecurrentDropoutWeightDrop;

[SequenceModel, Features(8), Lstm(4, Layers = 2, Bidirectional = true, Dropout = 0.3, Residual = true, Name = "cell")]
public partial class Lstm2BothDropoutResidual;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Zoneout = 0.3, Name = "cell")]
public partial class Lstm2BothMeanZoneout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, WeightDrop = 0.3, Name = "cell")]
public partial class Lstm2BothMeanWeightDrop;

[SequenceModel, Features(2), Lstm(4, Layers = 2, Bidirectional = true, ProjectionSize = 3, Peepholes = true, Name = "cell")]
public partial class Lstm2BothProjectionPeepholes;

[SequenceModel, Features(2), Lstm(4, ProjectionSize = 3, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm1ProjectionRecurrentDropout;

[SequenceModel, Features(2), Lstm(4, Layers = 2, Reverse = true, ProjectionSize = 3, WeightDrop = 0.3, Name = "cell")]
public partial class Lstm2ReverseProjectionWeightDrop;

[SequenceModel, Features(2), Lstm(4, Layers = 2, ProjectionSize = 3, Zoneout = 0.3, Name = "cell")]
public partial class Lstm2ProjectionZoneout;

[SequenceModel, Features(2), Lstm(4, Bidirectional = true, ProjectionSize = 3, LayerNorm = true, Name = "cell")]
public partial class Lstm1BothProjectionLayerNorm;

[SequenceModel, Features(3), Lstm(4, Layers = 3, ProjectionSize = 3, Residual = true, Name = "cell")]
public partial class Lstm3ProjectionResidual;

[SequenceModel, Features(3), Lstm(4, Reverse = true, Peepholes = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Lstm1ReversePeepholesRecurrentDropout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Peepholes = true, WeightDrop = 0.3, Name = "cell")]
public partial class Lstm2BothPeepholesWeightDrop;

[SequenceModel, Features(3), Lstm(4, Peepholes = true, Zoneout = 0.3, Name = "cell")]
public partial class Lstm1PeepholesZoneout;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, Peepholes = true, LayerNorm = true, Name = "cell")]
public partial class Lstm2ReversePeepholesLayerNorm;

[SequenceModel, Features(4), Lstm(4, Layers = 2, Peepholes = true, Residual = true, Name = "cell")]
public partial class Lstm2PeepholesResidual;

[SequenceModel, Features(2), Lstm(4, Layers = 2, Bidirectional = true, LockedDropout = 0.3, ProjectionSize = 3, Name = "cell")]
public partial class Lstm2BothLockedDropoutProjection;

[SequenceModel, Features(2), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, ProjectionSize = 3, Name = "cell")]
public partial class Lstm2BothSumProjection;

// Lstm, everything at once.
[SequenceModel, Features(3),
 Lstm(4, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, ProjectionSize = 3,
  Peepholes = true, Name = "cell")]
public partial class Lstm1Everything;

[SequenceModel, Features(3),
 Lstm(4, Layers = 2, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true,
  ProjectionSize = 3, Peepholes = true, Name = "cell")]
public partial class Lstm2Everything;

[SequenceModel, Features(3),
 Lstm(4, Layers = 3, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true,
  ProjectionSize = 3, Peepholes = true, Name = "cell")]
public partial class Lstm3Everything;

[SequenceModel, Features(6),
 Lstm(4, Layers = 2, Bidirectional = true, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3,
  LayerNorm = true, Residual = true, ProjectionSize = 3, Peepholes = true, Name = "cell")]
public partial class Lstm2BothEverything;

[SequenceModel, Features(3),
 Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3,
  Zoneout = 0.3, LayerNorm = true, Residual = true, ProjectionSize = 3, Peepholes = true, Name = "cell")]
public partial class Lstm2BothMeanEverything;

[SequenceModel, Features(3),
 Lstm(4, Layers = 2, Reverse = true, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true,
  Residual = true, ProjectionSize = 3, Peepholes = true, Name = "cell")]
public partial class Lstm2ReverseEverything;

// Gru, without an option.
[SequenceModel, Features(3), Gru(4, Name = "cell")]
public partial class Gru1;

[SequenceModel, Features(3), Gru(4, Layers = 2, Name = "cell")]
public partial class Gru2;

[SequenceModel, Features(3), Gru(4, Layers = 3, Name = "cell")]
public partial class Gru3;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, Name = "cell")]
public partial class Gru1Both;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Name = "cell")]
public partial class Gru2Both;

[SequenceModel, Features(3), Gru(4, Layers = 3, Bidirectional = true, Name = "cell")]
public partial class Gru3Both;

[SequenceModel, Features(3), Gru(4, Reverse = true, Name = "cell")]
public partial class Gru1Reverse;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, Name = "cell")]
public partial class Gru2Reverse;

// Gru, every option alone.
[SequenceModel, Features(3), Gru(4, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Gru1BothSum;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell")]
public partial class Gru2BothSum;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, Merge = Merge.Mean, Name = "cell")]
public partial class Gru1BothMean;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Name = "cell")]
public partial class Gru2BothMean;

[SequenceModel, Features(3), Gru(4, Layers = 2, Dropout = 0.3, Name = "cell")]
public partial class Gru2Dropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Dropout = 0.3, Name = "cell")]
public partial class Gru2BothDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, Dropout = 0.3, Name = "cell")]
public partial class Gru2ReverseDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, LockedDropout = 0.3, Name = "cell")]
public partial class Gru2LockedDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, LockedDropout = 0.3, Name = "cell")]
public partial class Gru2BothLockedDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, LockedDropout = 0.3, Name = "cell")]
public partial class Gru2ReverseLockedDropout;

[SequenceModel, Features(3), Gru(4, Layers = 3, LockedDropout = 0.3, Name = "cell")]
public partial class Gru3LockedDropout;

[SequenceModel, Features(3), Gru(4, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru1RecurrentDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru2RecurrentDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru2BothRecurrentDropout;

[SequenceModel, Features(3), Gru(4, Reverse = true, RecurrentDropout = 0.4, Name = "cell")]
public partial class Gru1ReverseRecurrentDropout;

[SequenceModel, Features(3), Gru(4, WeightDrop = 0.3, Name = "cell")]
public partial class Gru1WeightDrop;

[SequenceModel, Features(3), Gru(4, Layers = 2, WeightDrop = 0.3, Name = "cell")]
public partial class Gru2WeightDrop;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, WeightDrop = 0.3, Name = "cell")]
public partial class Gru2BothWeightDrop;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, WeightDrop = 0.3, Name = "cell")]
public partial class Gru2ReverseWeightDrop;

[SequenceModel, Features(3), Gru(4, Zoneout = 0.3, Name = "cell")]
public partial class Gru1Zoneout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Zoneout = 0.3, Name = "cell")]
public partial class Gru2BothZoneout;

[SequenceModel, Features(3), Gru(4, Reverse = true, Zoneout = 0.3, Name = "cell")]
public partial class Gru1ReverseZoneout;

[SequenceModel, Features(3), Gru(4, Layers = 3, Zoneout = 0.3, Name = "cell")]
public partial class Gru3Zoneout;

[SequenceModel, Features(3), Gru(4, LayerNorm = true, Name = "cell")]
public partial class Gru1LayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, LayerNorm = true, Name = "cell")]
public partial class Gru2BothLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, LayerNorm = true, Name = "cell")]
public partial class Gru2ReverseLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 3, LayerNorm = true, Name = "cell")]
public partial class Gru3LayerNorm;

[SequenceModel, Features(4), Gru(4, Residual = true, Name = "cell")]
public partial class Gru1Residual;

[SequenceModel, Features(4), Gru(4, Layers = 2, Residual = true, Name = "cell")]
public partial class Gru2Residual;

[SequenceModel, Features(8), Gru(4, Layers = 2, Bidirectional = true, Residual = true, Name = "cell")]
public partial class Gru2BothResidual;

[SequenceModel, Features(4), Gru(4, Reverse = true, Residual = true, Name = "cell")]
public partial class Gru1ReverseResidual;

// Gru, pairs.
[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, RecurrentDropout = 0.4, Zoneout = 0.3, Name = "cell")]
public partial class Gru2BothRecurrentDropoutZoneout;

[SequenceModel, Features(3), Gru(4, RecurrentDropout = 0.4, LayerNorm = true, Name = "cell")]
public partial class Gru1RecurrentDropoutLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, Zoneout = 0.3, LayerNorm = true, Name = "cell")]
public partial class Gru2ReverseZoneoutLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 2, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class Gru2WeightDropZoneout;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, WeightDrop = 0.3, LayerNorm = true, Name = "cell")]
public partial class Gru1BothWeightDropLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 3, LockedDropout = 0.3, WeightDrop = 0.3, Name = "cell")]
public partial class Gru3LockedDropoutWeightDrop;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, LockedDropout = 0.3, LayerNorm = true, Name = "cell")]
public partial class Gru2ReverseLockedDropoutLayerNorm;

[SequenceModel, Features(4), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Residual = true, Name = "cell")]
public partial class Gru2BothSumResidual;

[SequenceModel, Features(4), Gru(4, Zoneout = 0.3, Residual = true, Name = "cell")]
public partial class Gru1ZoneoutResidual;

[SequenceModel, Features(4), Gru(4, Layers = 2, Reverse = true, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Gru2ReverseLayerNormResidual;

[SequenceModel, Features(3), Gru(4, Layers = 2, RecurrentDropout = 0.4, WeightDrop = 0.3, Name = "cell")]
public partial class Gru2RecurrentDropoutWeightDrop;

[SequenceModel, Features(8), Gru(4, Layers = 2, Bidirectional = true, Dropout = 0.3, Residual = true, Name = "cell")]
public partial class Gru2BothDropoutResidual;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Zoneout = 0.3, Name = "cell")]
public partial class Gru2BothMeanZoneout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, WeightDrop = 0.3, Name = "cell")]
public partial class Gru2BothMeanWeightDrop;

// Gru, everything at once.
[SequenceModel, Features(4),
 Gru(4, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Gru1Everything;

[SequenceModel, Features(4),
 Gru(4, Layers = 2, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true,
  Name = "cell")]
public partial class Gru2Everything;

[SequenceModel, Features(4),
 Gru(4, Layers = 3, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true,
  Name = "cell")]
public partial class Gru3Everything;

[SequenceModel, Features(8),
 Gru(4, Layers = 2, Bidirectional = true, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true,
  Residual = true, Name = "cell")]
public partial class Gru2BothEverything;

[SequenceModel, Features(4),
 Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3,
  Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class Gru2BothMeanEverything;

[SequenceModel, Features(4),
 Gru(4, Layers = 2, Reverse = true, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true,
  Residual = true, Name = "cell")]
public partial class Gru2ReverseEverything;

// GruBefore, without an option.
[SequenceModel, Features(3), Gru(4, ResetAfter = false, Name = "cell")]
public partial class GruBefore1;

[SequenceModel, Features(3), Gru(4, Layers = 2, ResetAfter = false, Name = "cell")]
public partial class GruBefore2;

[SequenceModel, Features(3), Gru(4, Layers = 3, ResetAfter = false, Name = "cell")]
public partial class GruBefore3;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, ResetAfter = false, Name = "cell")]
public partial class GruBefore1Both;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Name = "cell")]
public partial class GruBefore2Both;

[SequenceModel, Features(3), Gru(4, Layers = 3, Bidirectional = true, ResetAfter = false, Name = "cell")]
public partial class GruBefore3Both;

[SequenceModel, Features(3), Gru(4, Reverse = true, ResetAfter = false, Name = "cell")]
public partial class GruBefore1Reverse;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, ResetAfter = false, Name = "cell")]
public partial class GruBefore2Reverse;

// GruBefore, every option alone.
[SequenceModel, Features(3), Gru(4, Bidirectional = true, ResetAfter = false, Merge = Merge.Sum, Name = "cell")]
public partial class GruBefore1BothSum;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Sum, Name = "cell")]
public partial class GruBefore2BothSum;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, Name = "cell")]
public partial class GruBefore1BothMean;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, Name = "cell")]
public partial class GruBefore2BothMean;

[SequenceModel, Features(3), Gru(4, Layers = 2, ResetAfter = false, Dropout = 0.3, Name = "cell")]
public partial class GruBefore2Dropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Dropout = 0.3, Name = "cell")]
public partial class GruBefore2BothDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, ResetAfter = false, Dropout = 0.3, Name = "cell")]
public partial class GruBefore2ReverseDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, ResetAfter = false, LockedDropout = 0.3, Name = "cell")]
public partial class GruBefore2LockedDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, LockedDropout = 0.3, Name = "cell")]
public partial class GruBefore2BothLockedDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, ResetAfter = false, LockedDropout = 0.3, Name = "cell")]
public partial class GruBefore2ReverseLockedDropout;

[SequenceModel, Features(3), Gru(4, Layers = 3, ResetAfter = false, LockedDropout = 0.3, Name = "cell")]
public partial class GruBefore3LockedDropout;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, RecurrentDropout = 0.4, Name = "cell")]
public partial class GruBefore1RecurrentDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, ResetAfter = false, RecurrentDropout = 0.4, Name = "cell")]
public partial class GruBefore2RecurrentDropout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, RecurrentDropout = 0.4, Name = "cell")]
public partial class GruBefore2BothRecurrentDropout;

[SequenceModel, Features(3), Gru(4, Reverse = true, ResetAfter = false, RecurrentDropout = 0.4, Name = "cell")]
public partial class GruBefore1ReverseRecurrentDropout;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, WeightDrop = 0.3, Name = "cell")]
public partial class GruBefore1WeightDrop;

[SequenceModel, Features(3), Gru(4, Layers = 2, ResetAfter = false, WeightDrop = 0.3, Name = "cell")]
public partial class GruBefore2WeightDrop;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, WeightDrop = 0.3, Name = "cell")]
public partial class GruBefore2BothWeightDrop;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, ResetAfter = false, WeightDrop = 0.3, Name = "cell")]
public partial class GruBefore2ReverseWeightDrop;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, Zoneout = 0.3, Name = "cell")]
public partial class GruBefore1Zoneout;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Zoneout = 0.3, Name = "cell")]
public partial class GruBefore2BothZoneout;

[SequenceModel, Features(3), Gru(4, Reverse = true, ResetAfter = false, Zoneout = 0.3, Name = "cell")]
public partial class GruBefore1ReverseZoneout;

[SequenceModel, Features(3), Gru(4, Layers = 3, ResetAfter = false, Zoneout = 0.3, Name = "cell")]
public partial class GruBefore3Zoneout;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, LayerNorm = true, Name = "cell")]
public partial class GruBefore1LayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, LayerNorm = true, Name = "cell")]
public partial class GruBefore2BothLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, ResetAfter = false, LayerNorm = true, Name = "cell")]
public partial class GruBefore2ReverseLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 3, ResetAfter = false, LayerNorm = true, Name = "cell")]
public partial class GruBefore3LayerNorm;

[SequenceModel, Features(4), Gru(4, ResetAfter = false, Residual = true, Name = "cell")]
public partial class GruBefore1Residual;

[SequenceModel, Features(4), Gru(4, Layers = 2, ResetAfter = false, Residual = true, Name = "cell")]
public partial class GruBefore2Residual;

[SequenceModel, Features(8), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Residual = true, Name = "cell")]
public partial class GruBefore2BothResidual;

[SequenceModel, Features(4), Gru(4, Reverse = true, ResetAfter = false, Residual = true, Name = "cell")]
public partial class GruBefore1ReverseResidual;

// GruBefore, pairs.
[SequenceModel, Features(3),
 Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, RecurrentDropout = 0.4, Zoneout = 0.3, Name = "cell")]
public partial class GruBefore2BothRecurrentDropoutZoneout;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, RecurrentDropout = 0.4, LayerNorm = true, Name = "cell")]
public partial class GruBefore1RecurrentDropoutLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, ResetAfter = false, Zoneout = 0.3, LayerNorm = true, Name = "cell")]
public partial class GruBefore2ReverseZoneoutLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 2, ResetAfter = false, WeightDrop = 0.3, Zoneout = 0.3, Name = "cell")]
public partial class GruBefore2WeightDropZoneout;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, ResetAfter = false, WeightDrop = 0.3, LayerNorm = true, Name = "cell")]
public partial class GruBefore1BothWeightDropLayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 3, ResetAfter = false, LockedDropout = 0.3, WeightDrop = 0.3, Name = "cell")]
public partial class GruBefore3LockedDropoutWeightDrop;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, ResetAfter = false, LockedDropout = 0.3, LayerNorm = true, Name = "cell")]
public partial class GruBefore2ReverseLockedDropoutLayerNorm;

[SequenceModel, Features(4),
 Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Sum, Residual = true, Name = "cell")]
public partial class GruBefore2BothSumResidual;

[SequenceModel, Features(4), Gru(4, ResetAfter = false, Zoneout = 0.3, Residual = true, Name = "cell")]
public partial class GruBefore1ZoneoutResidual;

[SequenceModel, Features(4), Gru(4, Layers = 2, Reverse = true, ResetAfter = false, LayerNorm = true, Residual = true, Name = "cell")]
public partial class GruBefore2ReverseLayerNormResidual;

[SequenceModel, Features(3), Gru(4, Layers = 2, ResetAfter = false, RecurrentDropout = 0.4, WeightDrop = 0.3, Name = "cell")]
public partial class GruBefore2RecurrentDropoutWeightDrop;

[SequenceModel, Features(8), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Dropout = 0.3, Residual = true, Name = "cell")]
public partial class GruBefore2BothDropoutResidual;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, Zoneout = 0.3, Name = "cell")]
public partial class GruBefore2BothMeanZoneout;

[SequenceModel, Features(3),
 Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, WeightDrop = 0.3, Name = "cell")]
public partial class GruBefore2BothMeanWeightDrop;

// GruBefore, everything at once.
[SequenceModel, Features(4),
 Gru(4, ResetAfter = false, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class GruBefore1Everything;

[SequenceModel, Features(4),
 Gru(4, Layers = 2, ResetAfter = false, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true,
  Residual = true, Name = "cell")]
public partial class GruBefore2Everything;

[SequenceModel, Features(4),
 Gru(4, Layers = 3, ResetAfter = false, Dropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true,
  Residual = true, Name = "cell")]
public partial class GruBefore3Everything;

[SequenceModel, Features(8),
 Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3,
  Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class GruBefore2BothEverything;

[SequenceModel, Features(4),
 Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, LockedDropout = 0.3, RecurrentDropout = 0.4,
  WeightDrop = 0.3, Zoneout = 0.3, LayerNorm = true, Residual = true, Name = "cell")]
public partial class GruBefore2BothMeanEverything;

[SequenceModel, Features(4),
 Gru(4, Layers = 2, Reverse = true, ResetAfter = false, LockedDropout = 0.3, RecurrentDropout = 0.4, WeightDrop = 0.3, Zoneout = 0.3,
  LayerNorm = true, Residual = true, Name = "cell")]
public partial class GruBefore2ReverseEverything;

// Verdicts over a whole sequence: the final hidden state is all there is of them.
[SequenceModel, Features(3), Rnn(4, Name = "cell"), LastState]
public partial class LastRnn1;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Name = "cell"), LastState]
public partial class LastRnn2Both;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastRnn2BothSum;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastRnn2BothMean;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Name = "cell"), LastState]
public partial class LastRnn2Reverse;

[SequenceModel, Features(3), Rnn(4, Layers = 2, LayerNorm = true, Name = "cell"), LastState]
public partial class LastRnn2LayerNorm;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Zoneout = 0.3, Name = "cell"), LastState]
public partial class LastRnn2BothMeanZoneout;

[SequenceModel, Features(3), Rnn(4, Bidirectional = true, LayerNorm = true, RecurrentDropout = 0.4, Name = "cell"), LastState]
public partial class LastRnn1BothLayerNormRecurrentDropout;

[SequenceModel, Features(3), Rnn(4, Activation = Activation.Relu, Name = "cell"), LastState]
public partial class LastRnnRelu1;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Name = "cell"), LastState]
public partial class LastRnnRelu2Both;

[SequenceModel, Features(3),
 Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastRnnRelu2BothSum;

[SequenceModel, Features(3),
 Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastRnnRelu2BothMean;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Reverse = true, Activation = Activation.Relu, Name = "cell"), LastState]
public partial class LastRnnRelu2Reverse;

[SequenceModel, Features(3), Rnn(4, Layers = 2, Activation = Activation.Relu, LayerNorm = true, Name = "cell"), LastState]
public partial class LastRnnRelu2LayerNorm;

[SequenceModel, Features(3),
 Rnn(4, Layers = 2, Bidirectional = true, Activation = Activation.Relu, Merge = Merge.Mean, Zoneout = 0.3, Name = "cell"), LastState]
public partial class LastRnnRelu2BothMeanZoneout;

[SequenceModel, Features(3),
 Rnn(4, Bidirectional = true, Activation = Activation.Relu, LayerNorm = true, RecurrentDropout = 0.4, Name = "cell"), LastState]
public partial class LastRnnRelu1BothLayerNormRecurrentDropout;

[SequenceModel, Features(3), Lstm(4, Name = "cell"), LastState]
public partial class LastLstm1;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Name = "cell"), LastState]
public partial class LastLstm2Both;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastLstm2BothSum;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastLstm2BothMean;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Reverse = true, Name = "cell"), LastState]
public partial class LastLstm2Reverse;

[SequenceModel, Features(3), Lstm(4, Layers = 2, LayerNorm = true, Name = "cell"), LastState]
public partial class LastLstm2LayerNorm;

[SequenceModel, Features(3), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Zoneout = 0.3, Name = "cell"), LastState]
public partial class LastLstm2BothMeanZoneout;

[SequenceModel, Features(3), Lstm(4, Bidirectional = true, LayerNorm = true, RecurrentDropout = 0.4, Name = "cell"), LastState]
public partial class LastLstm1BothLayerNormRecurrentDropout;

[SequenceModel, Features(2), Lstm(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, ProjectionSize = 3, Name = "cell"), LastState]
public partial class LastLstm2BothSumProjection;

[SequenceModel, Features(2), Lstm(4, Layers = 2, ProjectionSize = 3, Peepholes = true, Name = "cell"), LastState]
public partial class LastLstm2ProjectionPeepholes;

[SequenceModel, Features(3), Gru(4, Name = "cell"), LastState]
public partial class LastGru1;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Name = "cell"), LastState]
public partial class LastGru2Both;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastGru2BothSum;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastGru2BothMean;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, Name = "cell"), LastState]
public partial class LastGru2Reverse;

[SequenceModel, Features(3), Gru(4, Layers = 2, LayerNorm = true, Name = "cell"), LastState]
public partial class LastGru2LayerNorm;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Zoneout = 0.3, Name = "cell"), LastState]
public partial class LastGru2BothMeanZoneout;

[SequenceModel, Features(3), Gru(4, Bidirectional = true, LayerNorm = true, RecurrentDropout = 0.4, Name = "cell"), LastState]
public partial class LastGru1BothLayerNormRecurrentDropout;

[SequenceModel, Features(3), Gru(4, ResetAfter = false, Name = "cell"), LastState]
public partial class LastGruBefore1;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Name = "cell"), LastState]
public partial class LastGruBefore2Both;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Sum, Name = "cell"), LastState]
public partial class LastGruBefore2BothSum;

[SequenceModel, Features(3), Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, Name = "cell"), LastState]
public partial class LastGruBefore2BothMean;

[SequenceModel, Features(3), Gru(4, Layers = 2, Reverse = true, ResetAfter = false, Name = "cell"), LastState]
public partial class LastGruBefore2Reverse;

[SequenceModel, Features(3), Gru(4, Layers = 2, ResetAfter = false, LayerNorm = true, Name = "cell"), LastState]
public partial class LastGruBefore2LayerNorm;

[SequenceModel, Features(3),
 Gru(4, Layers = 2, Bidirectional = true, ResetAfter = false, Merge = Merge.Mean, Zoneout = 0.3, Name = "cell"), LastState]
public partial class LastGruBefore2BothMeanZoneout;

[SequenceModel, Features(3),
 Gru(4, Bidirectional = true, ResetAfter = false, LayerNorm = true, RecurrentDropout = 0.4, Name = "cell"), LastState]
public partial class LastGruBefore1BothLayerNormRecurrentDropout;
