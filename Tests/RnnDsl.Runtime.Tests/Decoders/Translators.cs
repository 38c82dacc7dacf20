namespace RnnDsl.Runtime.Tests.Decoders;

[SequenceModel]
[Embedding("sourceVocab", 6)]
[Gru(5, Bidirectional = true)]
public partial class SourceGru;

[Decoder]
[Embedding("targetVocab", 6)]
[Dropout(0.3)]
[Attention(AttentionScore.Additive, 7)]
[Gru(5)]
[Readout(4, Activation.Maxout)]
[Linear("targetVocab")]
public partial class Bahdanau;

[EncoderDecoder(typeof(SourceGru), typeof(Bahdanau), Bridge = Bridge.Dense)]
public partial class BahdanauTranslator;

[Decoder]
[Embedding("targetVocab", 6)]
[Lstm(5, Layers = 2, Dropout = 0.2)]
[Attention(AttentionScore.General, InputFeeding = true)]
[Readout(4, Activation.Tanh, Token = false)]
[Linear("targetVocab")]
public partial class LuongFed;

[Encoder]
[Embedding("sourceVocab", 6)]
[Lstm(5, Layers = 2, Bidirectional = true, Merge = Merge.Sum)]
public partial class SourceLstm;

[EncoderDecoder(typeof(SourceLstm), typeof(LuongFed))]
public partial class LuongTranslator;

[Decoder]
[Embedding("targetVocab", 6)]
[Gru(5)]
[Attention(AttentionScore.LocationAware, 8, Coverage = true, Filters = 3, Width = 5)]
[Gru(7, Layers = 2, LayerNorm = true)]
[Readout(4)]
[Linear("targetVocab")]
[Classify]
public partial class Chorowski;

[EncoderDecoder(typeof(SourceGru), typeof(Chorowski), Bridge = Bridge.DenseMean)]
public partial class ChorowskiTranslator;

[Decoder]
[Embedding("vocab", 6)]
[Context]
[Gru(5)]
[Readout(4)]
[Linear("vocab")]
public partial class Cho;

[Encoder]
[Embedding("vocab", 6)]
[Gru(5)]
[LastState]
public partial class Sentence;

[EncoderDecoder(typeof(Sentence), typeof(Cho), SharedEmbedding = true)]
public partial class ChoTranslator;

[Encoder]
[Embedding("vocab", 6)]
[Gru(5)]
public partial class Article;

[Decoder]
[Embedding("vocab", 6)]
[Attention(AttentionScore.Additive, 7, Coverage = true)]
[Gru(5)]
[Readout(4)]
[Linear("vocab")]
[Copy(Extra = 3, Unknown = 1)]
[Classify]
public partial class Headline;

[EncoderDecoder(typeof(Article), typeof(Headline), SharedEmbedding = true)]
public partial class Summarizer;

[Decoder]
[Embedding("vocab", 6)]
[Attention(AttentionScore.General)]
[Gru(5)]
[Linear("vocab")]
[Copy]
public partial class WordCopier;

[Encoder]
[Embedding("sourceVocab", 6)]
[Lstm(5, Layers = 2)]
public partial class DeepSource;

[EncoderDecoder(typeof(DeepSource), typeof(LuongFed))]
public partial class DeepTranslator;

[Encoder]
[Embedding("sourceVocab", 6)]
[Lstm(5, Layers = 2, Reverse = true)]
public partial class ReversedSource;

[Decoder]
[Embedding("targetVocab", 6)]
[Lstm(5, Layers = 2, Dropout = 0.1)]
[Linear("targetVocab")]
public partial class PlainTarget;

[EncoderDecoder(typeof(ReversedSource), typeof(PlainTarget))]
public partial class SutskeverTranslator;

[Encoder]
[Image(1, 8, 12)]
[Conv2d(4, Kernel = 3)]
[MaxPool2d(2)]
[FlattenToSequence(ImageAxis.Positions)]
public partial class Eye;

[Decoder]
[Embedding("words", 5)]
[Attention(AttentionScore.MultiHead, 6, Heads = 3)]
[Lstm(7)]
[Readout(5)]
[Linear("words")]
[Classify]
public partial class Teller;

[EncoderDecoder(typeof(Eye), typeof(Teller), Bridge = Bridge.DenseMean)]
public partial class Captioner;

[SequenceModel]
[Features("series")]
[Conv1d(5, Kernel = 4, Stride = 2, Padding = ConvolutionPadding.Valid)]
[Gru(4)]
public partial class Past;

[Decoder]
[Features("series")]
[Attention(AttentionScore.ScaledDot)]
[Gru(4, Layers = 2, Dropout = 0.1)]
[Linear("series")]
[Regress]
public partial class Future;

[EncoderDecoder(typeof(Past), typeof(Future), Bridge = Bridge.Mean)]
public partial class Forecaster;

[Decoder]
[Embedding("targetVocab", 6)]
[Attention(AttentionScore.General)]
[Lstm(5)]
[Readout(4)]
[Linear("targetVocab")]
public partial class GeneralAbove;

[EncoderDecoder(typeof(SourceGru), typeof(GeneralAbove), Bridge = Bridge.Dense)]
public partial class GeneralTranslator;
