namespace RnnDsl.Examples.Reverse;

/// <summary>Bidirectional encoder of the letters.</summary>
[SequenceModel]
[Embedding("tokens", 32)]
[Gru("hidden", Bidirectional = true)]
public partial class LetterEncoder;

/// <summary>Decoder with attention over the letters.</summary>
[Decoder]
[Embedding("tokens", 32)]
[Attention(AttentionScore.Additive, "hidden")]
[Gru("hidden")]
[Readout("hidden", Activation.Tanh)]
[Linear("tokens")]
[Classify]
public partial class LetterDecoder;

/// <summary>Encoder-decoder with attention that reverses strings.</summary>
[EncoderDecoder(typeof(LetterEncoder), typeof(LetterDecoder), Bridge = Bridge.Dense, SharedEmbedding = true)]
[Streaming]
public partial class Reverser;

/// <summary>Decoder without attention: the final encoder state is its context vector.</summary>
[Decoder]
[Embedding("tokens", 32)]
[Context]
[Gru("hidden")]
[Readout("hidden", Activation.Tanh)]
[Linear("tokens")]
[Classify]
public partial class LetterContextDecoder;

/// <summary>Encoder-decoder without attention that reverses strings.</summary>
[EncoderDecoder(typeof(LetterEncoder), typeof(LetterContextDecoder), Bridge = Bridge.Dense, SharedEmbedding = true)]
[Streaming]
public partial class ContextReverser;
