namespace RnnDsl.Examples.Translate;

/// <summary>Bidirectional encoder of the French source.</summary>
[Encoder]
[Embedding("sourceWords", "embedding")]
[Dropout(0.2)]
[Gru("hidden", Bidirectional = true)]
public partial class SourceEncoder;

/// <summary>Decoder with attention over the source (Bahdanau, Cho and Bengio 2015).</summary>
[Decoder]
[Embedding("targetWords", "embedding")]
[Dropout(0.2)]
[Attention(AttentionScore.Additive, "hidden")]
[Gru("hidden")]
[Readout("readout", Activation.Maxout)]
[Dropout(0.2)]
[Linear("targetWords")]
[Classify(LabelSmoothing = 0.1)]
public partial class AttentionDecoder;

/// <summary>Translator with attention.</summary>
[EncoderDecoder(typeof(SourceEncoder), typeof(AttentionDecoder), Bridge = Bridge.Dense)]
[Streaming]
public partial class Translator;

/// <summary>Decoder without attention: the final encoder state is an input at each step (Cho et al. 2014).</summary>
[Decoder]
[Embedding("targetWords", "embedding")]
[Dropout(0.2)]
[Context]
[Gru("hidden")]
[Readout("readout", Activation.Maxout)]
[Dropout(0.2)]
[Linear("targetWords")]
[Classify(LabelSmoothing = 0.1)]
public partial class ContextDecoder;

/// <summary>Translator without attention.</summary>
[EncoderDecoder(typeof(SourceEncoder), typeof(ContextDecoder), Bridge = Bridge.Dense)]
[Streaming]
public partial class ContextTranslator;
