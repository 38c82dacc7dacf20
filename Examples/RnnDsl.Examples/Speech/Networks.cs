namespace RnnDsl.Examples.Speech;

/// <summary>Hears digits: 32 numbers every 10 ms in, the scores of each digit and of none every 30 ms out.</summary>
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
