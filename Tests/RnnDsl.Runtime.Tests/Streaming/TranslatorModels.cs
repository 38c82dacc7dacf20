namespace RnnDsl.Runtime.Tests.Decoders
{
    // Every score of attention, what is fed back, copying, each bridge, and encoders of sequences and vectors.

    [Streaming]
    public partial class BahdanauTranslator;

    [Streaming]
    public partial class LuongTranslator;

    [Streaming]
    public partial class ChorowskiTranslator;

    [Streaming]
    public partial class ChoTranslator;

    [Streaming]
    public partial class Summarizer;

    [Streaming]
    public partial class DeepTranslator;

    [Streaming]
    public partial class SutskeverTranslator;

    [Streaming]
    public partial class Forecaster;

    [Streaming]
    public partial class GeneralTranslator;
}

namespace RnnDsl.Runtime.Tests.Streaming.Models
{
    [SequenceModel]
    [Embedding("sourceVocab", 6)]
    [Gru(6, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Residual = true)]
    [LayerNorm]
    [Activation(Activation.Tanh)]
    public partial class MergingSource;

    [Decoder]
    [Embedding("targetVocab", 6)]
    [Lstm(9, ProjectionSize = 6)]
    [Attention(AttentionScore.Dot)]
    [Linear("targetVocab", Name = "fc")]
    public partial class DotTarget;

    [EncoderDecoder(typeof(MergingSource), typeof(DotTarget), Bridge = Bridge.Zero)]
    [Streaming]
    public partial class DotTranslator;

    [Decoder]
    [Embedding("targetVocab", 6)]
    [Dropout(0.1)]
    [Attention(AttentionScore.MultiHead, 12, Heads = 3)]
    [Rnn("hidden", Layers = 2)]
    [LayerNorm]
    [Readout(5, Activation.Tanh)]
    [Linear("targetVocab")]
    [Classify]
    public partial class ManyHeads;

    [SequenceModel]
    [Embedding("sourceVocab", 6)]
    [Conv1d(8, Kernel = 3, Dilation = 2)]
    [Activation(Activation.Relu)]
    [AveragePool1d(2)]
    [Lstm(7, Bidirectional = true)]
    [Rnn(4)]
    public partial class ConvolvingSource;

    [EncoderDecoder(typeof(ConvolvingSource), typeof(ManyHeads), Bridge = Bridge.Dense)]
    [Streaming]
    public partial class ManyHeadsTranslator;

    [Decoder]
    [Embedding("vocab", 5)]
    [Gru("size")]
    [Attention(AttentionScore.Concat, "size", Coverage = true, InputFeeding = true)]
    [Readout("size", Activation.Maxout)]
    [Linear(5)]
    [Linear("vocab", TiedTo = "embedding")]
    public partial class ConcatTarget;

    [SequenceModel]
    [Embedding("vocab", 5)]
    [Recurrent(typeof(RnnDsl.Examples.Cells.Scrn), "size", Sizes = "context: 9", Bidirectional = true)]
    public partial class EquationSource;

    [EncoderDecoder(typeof(EquationSource), typeof(ConcatTarget), Bridge = Bridge.Dense, SharedEmbedding = true)]
    [Streaming]
    public partial class ConcatTranslator;

    [Decoder]
    [Embedding("targetVocab", 6)]
    [Attention(AttentionScore.LocationAware, 9, Filters = 4, Width = 3)]
    [Gru("hidden", ResetAfter = false)]
    [Readout(5)]
    [Linear("targetVocab")]
    public partial class LocatingTarget;

    [SequenceModel]
    [Features("features")]
    [Lstm(6, Bidirectional = true, Merge = Merge.Sum)]
    public partial class SpeechSource;

    [EncoderDecoder(typeof(SpeechSource), typeof(LocatingTarget), Bridge = Bridge.DenseMean)]
    [Streaming]
    public partial class SpeechTranslator;

    [SequenceModel]
    [Embedding("sourceVocab", 6)]
    [Gru("hidden", Bidirectional = true)]
    [AttentionPooling(5)]
    public partial class PooledSource;

    [Decoder]
    [Embedding("targetVocab", 6)]
    [Context]
    [Lstm("hidden")]
    [Linear("targetVocab")]
    public partial class SummaryTarget;

    [EncoderDecoder(typeof(PooledSource), typeof(SummaryTarget), Bridge = Bridge.Dense)]
    [Streaming]
    public partial class PooledTranslator;

    // The readout reads the context vector of an attention and the summary vector.

    [SequenceModel, Onnx]
    [Embedding("sourceVocab", 6)]
    [Gru("hidden", Bidirectional = true)]
    public partial class SummarySource;

    [Decoder, Onnx]
    [Embedding("targetVocab", 6)]
    [Context]
    [Attention(AttentionScore.Additive, 7)]
    [Gru("hidden")]
    [Readout(5, Activation.Maxout)]
    [Linear("targetVocab")]
    public partial class TwoContexts;

    [EncoderDecoder(typeof(SummarySource), typeof(TwoContexts), Bridge = Bridge.Dense)]
    [Streaming, Onnx]
    public partial class TwoContextsTranslator;

    [Decoder, Onnx]
    [Embedding("targetVocab", 6)]
    [Context]
    [Lstm("hidden")]
    [Attention(AttentionScore.General, InputFeeding = true)]
    [Readout(5, Activation.Tanh)]
    [Linear("targetVocab")]
    public partial class FedSummary;

    [EncoderDecoder(typeof(SummarySource), typeof(FedSummary), Bridge = Bridge.Dense)]
    [Streaming, Onnx]
    public partial class FedSummaryTranslator;
}
