namespace RnnDslApp._1;

/// <summary>Encodes the source in both directions.</summary>
[Encoder]
[Embedding("sourceWords", 32)]
[Gru(64, Bidirectional = true)]
public partial class SourceEncoder;

/// <summary>Decodes the target with attention over the source.</summary>
[Decoder]
[Embedding("targetWords", 32)]
[Attention(AttentionScore.Additive, 64)]
[Gru(64)]
[Linear("targetWords")]
[Classify]
public partial class TargetDecoder;

/// <summary>The encoder-decoder.</summary>
[EncoderDecoder(typeof(SourceEncoder), typeof(TargetDecoder), Bridge = Bridge.Dense)]
public partial class Translator;
