using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Tests.Infrastructure;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>Encoders and decoders, alone and as one network.</summary>
[UsesVerify]
public sealed class DecoderTests
{
    [Fact]
    public Task Attention_before_the_cell() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Decoders;

        [SequenceModel]
        [Embedding("sourceVocab", 256)]
        [Dropout(0.3)]
        [Gru(256, Bidirectional = true)]
        public partial class SourceEncoder;

        [Decoder]
        [Embedding("targetVocab", 256)]
        [Attention(AttentionScore.Additive, 256)]
        [Gru(256)]
        [Readout(256, Activation.Maxout)]
        [Linear("targetVocab")]
        [Classify(LabelSmoothing = 0.1)]
        public partial class TargetDecoder;

        [EncoderDecoder(typeof(SourceEncoder), typeof(TargetDecoder), Bridge = Bridge.Dense)]
        public partial class Translator;
        """);

    [Fact]
    public Task Attention_after_the_cells_without_a_time_loop() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Decoders;

        [Decoder]
        [Embedding("words", "hidden = 512", Name = "embed")]
        [Lstm("hidden", Layers = 2, Dropout = 0.2)]
        [Attention(AttentionScore.General)]
        [Readout("hidden", Activation.Tanh, Token = false)]
        [Linear("words", TiedTo = "embed")]
        public partial class Luong;
        """);

    [Fact]
    public Task Input_feeding_of_the_readout() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Decoders;

        [Decoder]
        [Embedding("words", 500)]
        [Lstm("hidden = 512", Layers = 2, Dropout = 0.2)]
        [Dropout(0.1)]
        [Attention(AttentionScore.Dot, InputFeeding = true)]
        [Readout("hidden", Activation.Tanh, Token = false)]
        [Linear("words")]
        public partial class LuongFed;
        """);

    [Fact]
    public Task Location_aware_score_with_coverage() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Decoders;

        [Decoder]
        [Embedding("letters", 64)]
        [Attention(AttentionScore.LocationAware, 128, Filters = 10, Width = 201, Coverage = true)]
        [Lstm(256, Peepholes = true)]
        [Linear("letters")]
        public partial class Speller;
        """);

    [Fact]
    public Task Further_layers_above_the_attending_layer() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Decoders;

        [Decoder]
        [Embedding("words", 256)]
        [Attention(AttentionScore.Concat, 128)]
        [Lstm(256, Layers = 3, Dropout = 0.2)]
        [Linear("words")]
        public partial class Deep;
        """);

    [Fact]
    public Task Image_captions_with_multi_head_attention() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Decoders;

        [Encoder]
        [Image(1, 56, 56)]
        [Conv2d(32, Kernel = 3)]
        [Activation(Activation.Relu)]
        [MaxPool2d(4)]
        [FlattenToSequence(ImageAxis.Positions)]
        public partial class Eye;

        [Decoder]
        [Embedding("words", 64)]
        [Attention(AttentionScore.MultiHead, 64, Heads = 4)]
        [Lstm(128)]
        [Readout(128)]
        [Linear("words")]
        public partial class Teller;

        [EncoderDecoder(typeof(Eye), typeof(Teller), Bridge = Bridge.DenseMean)]
        public partial class Captioner;
        """);

    [Fact]
    public Task Context_vector_at_every_step_and_shared_embedding() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Decoders;

        [Encoder]
        [Embedding("words", 100, PaddingIndex = 0)]
        [Gru(200)]
        [LastState]
        public partial class Phrase;

        [Decoder]
        [Embedding("words", 100, PaddingIndex = 0)]
        [Context]
        [Gru(200)]
        [Readout(100, Activation.Maxout)]
        [Linear("words")]
        public partial class Paraphrase;

        [EncoderDecoder(typeof(Phrase), typeof(Paraphrase), SharedEmbedding = true)]
        public partial class Paraphraser;
        """);

    [Fact]
    public Task Final_states_of_a_reversed_source_initialise_the_decoder() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Decoders;

        [Encoder]
        [Embedding("sourceVocab", 1000)]
        [Lstm(1000, Layers = 4, Reverse = true)]
        public partial class Reader;

        [Decoder]
        [Embedding("targetVocab", 1000)]
        [Lstm(1000, Layers = 4)]
        [Linear("targetVocab")]
        public partial class Writer;

        [EncoderDecoder(typeof(Reader), typeof(Writer))]
        public partial class Sutskever;
        """);

    [Fact]
    public Task Multi_step_forecast_with_attention() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Decoders;

        [SequenceModel]
        [Features("series")]
        [Conv1d(16, Kernel = 4, Stride = 2, Padding = ConvolutionPadding.Valid)]
        [Gru(32)]
        public partial class Past;

        [Decoder]
        [Features("series")]
        [Gru(16)]
        [Attention(AttentionScore.ScaledDot)]
        [Gru(32)]
        [Linear("series")]
        [Regress]
        public partial class Future;

        [EncoderDecoder(typeof(Past), typeof(Future), Bridge = Bridge.DenseMean)]
        public partial class Forecaster;
        """);
}
