namespace RnnDsl.Examples.Forecast;

/// <summary>Direct forecaster: reads the lookback window and outputs all steps of the horizon at once.</summary>
[SequenceModel(Output = ModelOutput.PerSequence)]
[Streaming]
[Features("columns")]
[Lstm("hidden", Layers = 2, Dropout = 0.2)]
[LastState]
[Dropout(0.2)]
[Linear("outputs", Name = "head")]
public partial class DirectLstm;

/// <summary>Recursive forecaster: predicts the difference to the next value at each step, and reads its own predictions after the lookback window.</summary>
[SequenceModel(Output = ModelOutput.PerStep, Step = true)]
[Streaming]
[Features("columns")]
[Lstm("hidden", Layers = 2, Dropout = 0.2)]
[Dropout(0.2)]
[Linear("columns", Name = "head")]
[Regress]
public partial class RecursiveLstm;
