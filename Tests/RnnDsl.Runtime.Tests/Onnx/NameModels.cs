namespace RnnDsl.Runtime.Tests.Onnx.Models;

// Layers, sizes and values with the names of what emitted code, and the file, call their own.

[SequenceModel, Onnx, Features(4, Name = "graph"), Linear(5, Name = "scan"), Gru(6, Name = "output"), Linear(3, Name = "final"), Linear(4, Name = "options"), Linear(4, Name = "path")]
public partial class NamedAsLocals;

[SequenceModel, Onnx, Features(4, Name = "states"), Lstm(6, Name = "input", Zoneout = 0.1), Gru(6, Name = "scope", Zoneout = 0.1), Rnn(4, Name = "hidden", Bidirectional = true), Linear(4, Name = "cell")]
public partial class NamedAsStates;

[SequenceModel, Onnx, Features("scan"), Lstm("graph", Zoneout = 0.1, Bidirectional = true), Linear("input"), Lstm("step", ProjectionSize = 4), Linear("lengths"), Linear("weights")]
public partial class SizesAsLocals;

[SequenceModel, Onnx, Features(4), Lstm(6, Name = "a"), Lstm(6, Name = "aHidden", Zoneout = 0.1), Lstm(5, Name = "aFinal", Zoneout = 0.1), Gru(4, Name = "aCell")]
public partial class NamedAsResults;

[SequenceModel, Onnx, Features(4), Lstm(6, Name = "onnx", Zoneout = 0.1), Linear(5, Name = "System"), Linear(5, Name = "TorchSharp"), Linear(4, Name = "RnnDsl"), Linear(4, Name = "Merge"), Gru(4, Bidirectional = true, Merge = global::RnnDsl.Merge.Sum)]
public partial class NamedAsNamespaces
{
    public const int OnnxValue = 3;
}

[Cell("graph_t = σ(W x_t + step_{t-1}); step_t = graph_t ⊙ scan_{t-1} + weights; scan_t = tanh(U step_{t-1} + input_t); input_t = σ(Features x_t); h_t = scan_t + reverse")]
public partial class CellOfLocals;

[SequenceModel, Onnx, Features("reverse"), Recurrent(typeof(CellOfLocals), "layer"), Recurrent(typeof(CellOfLocals), "scan", Name = "features", Reverse = true)]
public partial class OfCellOfLocals;

// Cells with earlier inputs and outputs, and with states of several sizes.

[Cell("h_t = tanh(W x_{t-2} + V x_{t-1} ⊙ h_{t-1} + a h_{t-3})")]
[CellParameter("a", ParameterInitialization.Constant, Value = 0.3, Scalar = true)]
public partial class CellOfLags;

[SequenceModel, Onnx, Features(6), Recurrent(typeof(CellOfLags), 6, Layers = 2, Bidirectional = true, Merge = Merge.Sum, Residual = true, Zoneout = 0.2), Linear(3)]
public partial class OfCellOfLags;

[Cell("h_t = tanh(W x_t + P [c_{t-1}, s_{t-1}] + b); c_t = σ(Q h_{t-1} + V x_t) ⊙ c_{t-1}; s_t = softmax(R [x_{t-1}; c_t; h_{t-2}] + d)", States = "c: context, s: small")]
public partial class CellOfThreeSizes;

[SequenceModel, Onnx, Features(6), Recurrent(typeof(CellOfThreeSizes), 6, Bidirectional = true, Sizes = "context: 4, small: step = 3", Zoneout = 0.2)]
public partial class OfCellOfThreeSizes;
