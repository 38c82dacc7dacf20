namespace RnnDsl.Examples.Speech;

/// <summary>Acoustic model: 32 log-mel features every 10 ms; CTC scores of ten digits and the blank every 30 ms.</summary>
[SequenceModel]
[Features(32)]
[Conv1d(64, Kernel = 5, Stride = 3)]
[LayerNorm]
[Activation(Activation.Relu)]
[Lstm("hidden = 128", Bidirectional = true)]
[LayerNorm]
[Dropout(0.2)]
[Lstm("hidden", Bidirectional = true)]
[LayerNorm]
[Dropout(0.2)]
[Lstm("hidden", Bidirectional = true)]
[LayerNorm]
[Dropout(0.2)]
[Linear("labels")]
[Ctc]
public partial class SpeechRecognizer;
