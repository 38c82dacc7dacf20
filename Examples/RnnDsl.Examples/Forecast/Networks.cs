namespace RnnDsl.Examples.Forecast;

/// <summary>Reads what is known, step by step, and tells all steps of the horizon at once: <c>answers</c> is how many numbers that takes.</summary>
[SequenceModel(Output = ModelOutput.PerSequence)]
[Features("columns")]
[Lstm("hidden", Layers = 2, Dropout = 0.2)]
[LastState]
[Dropout(0.2)]
[Linear("answers", Name = "head")]
public partial class DirectLstm;

/// <summary>Tells after each step by how much the next will differ. What it told, it reads next: so it goes as far as one likes.</summary>
[SequenceModel(Output = ModelOutput.PerStep, Step = true)]
[Features("columns")]
[Lstm("hidden", Layers = 2, Dropout = 0.2)]
[Dropout(0.2)]
[Linear("columns", Name = "head")]
[Regress]
public partial class RecursiveLstm;
