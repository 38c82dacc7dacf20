using Library = RnnDsl.Examples.Cells;

namespace RnnDsl.Benchmarks;

/// <summary>The character model of lab 1.</summary>
[SequenceModel, Embedding("vocabulary", "features = 128", Name = "embed"), Lstm("hidden = 256", Layers = 2, Dropout = 0.3, Name = "cell"), Linear("vocabulary", Name = "fc")]
public partial class LstmModel;

/// <summary>The same with gated recurrent units.</summary>
[SequenceModel, Embedding("vocabulary", "features = 128", Name = "embed"), Gru("hidden = 256", Layers = 2, Dropout = 0.3, Name = "cell"), Linear("vocabulary", Name = "fc")]
public partial class GruModel;

/// <summary>The same with Elman's network.</summary>
[SequenceModel, Embedding("vocabulary", "features = 128", Name = "embed"), Rnn("hidden = 256", Layers = 2, Dropout = 0.3, Name = "cell"), Linear("vocabulary", Name = "fc")]
public partial class RnnModel;

/// <summary>One layer of an LSTM.</summary>
[SequenceModel, Features("hidden"), Lstm("hidden", Name = "cell")]
public partial class LstmLayer;

/// <summary>One layer of a GRU.</summary>
[SequenceModel, Features("hidden"), Gru("hidden", Name = "cell")]
public partial class GruLayer;

/// <summary>One layer of Elman's network.</summary>
[SequenceModel, Features("hidden"), Rnn("hidden", Name = "cell")]
public partial class RnnLayer;

/// <summary>One layer whose cell no fused kernel computes: normalised products and cell state.</summary>
[SequenceModel, Features("hidden"), Lstm("hidden", LayerNorm = true, Name = "cell")]
public partial class LayerNormLstm;

/// <summary>States that keep their old value at some steps.</summary>
[SequenceModel, Features("hidden"), Lstm("hidden", Zoneout = 0.1, Name = "cell")]
public partial class ZoneoutLstm;

/// <summary>Gates that see the cell state.</summary>
[SequenceModel, Features("hidden"), Lstm("hidden", Peepholes = true, Name = "cell")]
public partial class PeepholeLstm;

/// <summary>A hidden state of which the gates see a part.</summary>
[SequenceModel, Features("hidden"), Lstm("hidden", RecurrentDropout = 0.3, Name = "cell")]
public partial class RecurrentDropoutLstm;

/// <summary>The gated recurrent unit of Cho et al. 2014, reset before the product.</summary>
[SequenceModel, Features("hidden"), Gru("hidden", ResetAfter = false, Name = "cell")]
public partial class ChoGru;

/// <summary>A layer that reads sentences from both ends.</summary>
[SequenceModel, Features("features"), Lstm("hidden", Bidirectional = true, Name = "cell")]
public partial class BidirectionalLstm;

/// <summary>Two of them.</summary>
[SequenceModel, Features("features"), Lstm("hidden", Layers = 2, Bidirectional = true, Name = "cell")]
public partial class DeepBidirectionalLstm;

/// <summary>Gates that see the cell state, in equations.</summary>
[SequenceModel, Features("hidden"), Recurrent(typeof(Library.PeepholeLstm), "hidden", Name = "cell")]
public partial class PeepholeEquations;

/// <summary>Gates that are normalised one by one.</summary>
[SequenceModel, Features("hidden"), Recurrent(typeof(Library.LayerNormLstm), "hidden", Name = "cell")]
public partial class LayerNormEquations;

/// <summary>Exponential gates, and four states.</summary>
[SequenceModel, Features("hidden"), Recurrent(typeof(Library.ExponentialLstm), "hidden", Name = "cell")]
public partial class ExponentialEquations;

/// <summary>The gated recurrent unit of the article, reset before the product.</summary>
[SequenceModel, Features("hidden"), Recurrent(typeof(Library.ArticleGru), "hidden", Name = "cell")]
public partial class ArticleGruEquations;

/// <summary>Equations that the fused LSTM computes.</summary>
[SequenceModel, Features("hidden"), Recurrent(typeof(Library.ForgetGateLstm), "hidden", Name = "cell")]
public partial class LstmEquations;

/// <summary>The same by its attribute.</summary>
[SequenceModel, Features("hidden"), Lstm("hidden", Name = "cell")]
public partial class BuiltInLstm;

/// <summary>Equations that the fused gated recurrent unit computes.</summary>
[SequenceModel, Features("hidden"), Recurrent(typeof(Library.TorchGru), "hidden", Name = "cell")]
public partial class GruEquations;

/// <summary>The same by its attribute.</summary>
[SequenceModel, Features("hidden"), Gru("hidden", Name = "cell")]
public partial class BuiltInGru;

/// <summary>The decoder of Bahdanau et al. 2015.</summary>
[Decoder, Embedding("vocabulary", "hidden"), Attention(AttentionScore.Additive, "hidden"), Gru("hidden"), Linear("vocabulary")]
public partial class AttendingDecoder;

/// <summary>An encoder for it.</summary>
[Encoder, Embedding("sources", "hidden"), Gru("hidden")]
public partial class AttendingEncoder;

/// <summary>Both.</summary>
[EncoderDecoder(typeof(AttendingEncoder), typeof(AttendingDecoder))]
public partial class AttendingTranslator;

/// <summary>The minimal gated recurrent unit of Feng et al. 2024: no product on its state.</summary>
[SequenceModel, Features("hidden"), Recurrent(typeof(Library.MinGru), "hidden", Name = "cell")]
public partial class MinGruLayer;

/// <summary>A gated recurrent unit in both directions.</summary>
[SequenceModel, Features("hidden"), Gru("hidden", Bidirectional = true, Name = "cell")]
public partial class BidirectionalGru;

/// <summary>Two layers of them.</summary>
[SequenceModel, Features("hidden"), Gru("hidden", Layers = 2, Name = "cell")]
public partial class DeepGru;
