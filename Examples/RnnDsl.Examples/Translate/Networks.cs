namespace RnnDsl.Examples.Translate;

/// <summary>Reads French, forwards and backwards: every word with what stands on both sides of it.</summary>
[SequenceModel]
[Embedding("sourceWords", "embedding")]
[Dropout(0.2)]
[Gru("hidden", Bidirectional = true)]
public partial class SourceReader;

/// <summary>Writes English and looks, before each word, for the French ones that it depends on (Bahdanau, Cho and Bengio 2015).</summary>
[Decoder]
[Embedding("targetWords", "embedding")]
[Dropout(0.2)]
[Attention(AttentionScore.Additive, "hidden")]
[Gru("hidden")]
[Readout("readout", Activation.Maxout)]
[Dropout(0.2)]
[Linear("targetWords")]
[Classify(LabelSmoothing = 0.1)]
public partial class AttendingWriter;

/// <summary>French in, English out.</summary>
[EncoderDecoder(typeof(SourceReader), typeof(AttendingWriter), Bridge = Bridge.Dense)]
public partial class Translator;

/// <summary>The same without attention: all that it knows of the French is one vector, which it reads before each word (Cho et al. 2014).</summary>
[Decoder]
[Embedding("targetWords", "embedding")]
[Dropout(0.2)]
[Context]
[Gru("hidden")]
[Readout("readout", Activation.Maxout)]
[Dropout(0.2)]
[Linear("targetWords")]
[Classify(LabelSmoothing = 0.1)]
public partial class SummaryWriter;

/// <summary>French in, English out, through one vector.</summary>
[EncoderDecoder(typeof(SourceReader), typeof(SummaryWriter), Bridge = Bridge.Dense)]
public partial class SummaryTranslator;
