using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Tests.Infrastructure;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>Stateless layers and heads.</summary>
[UsesVerify]
public sealed class LayerTests
{
    [Fact]
    public Task Word_model_with_tied_embedding() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Layers;

        [SequenceModel]
        [Embedding("words", "features = 200", PaddingIndex = 0, Dropout = 0.1, Name = "embed")]
        [Dropout(0.65, Locked = true)]
        [Lstm("features")]
        [LayerNorm]
        [Linear("words", TiedTo = "embed", Name = "decoder")]
        [Classify(LabelSmoothing = 0.1)]
        public partial class WordModel;
        """);

    [Fact]
    public Task Sentiment_with_pretrained_embedding_and_attention_pooling() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Layers;

        [SequenceModel]
        [Embedding("words", 100, Pretrained = true, Frozen = true, Name = "embed")]
        [Conv1d(80, Kernel = 5, Padding = ConvolutionPadding.Valid)]
        [Activation(Activation.Relu)]
        [Lstm(128, Bidirectional = true)]
        [AttentionPooling(64, Name = "attention")]
        [Linear(2)]
        [Classify]
        public partial class Sentiment;
        """);

    [Fact]
    public Task Speech_recognition_with_strided_convolutions_and_CTC() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Layers;

        [SequenceModel]
        [Features(40)]
        [Conv1d(64, Kernel = 3, Stride = 2)]
        [Conv1d(64, Kernel = 4, Stride = 2, Padding = ConvolutionPadding.Valid)]
        [Lstm(128, Layers = 3, Bidirectional = true)]
        [Linear("labels")]
        [Ctc]
        public partial class SpeechRecognizer;
        """);

    [Fact]
    public Task Causal_convolutions_before_a_recurrent_layer() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Layers;

        [SequenceModel]
        [Features("sensors")]
        [Conv1d(16, Kernel = 2, Dilation = 2, Padding = ConvolutionPadding.Causal)]
        [Conv1d(16, Kernel = 1)]
        [Gru(32)]
        [Linear("sensors")]
        [Regress(Loss = RegressionLoss.Huber)]
        public partial class Forecast;
        """);

    [Fact]
    public Task Average_pooling_over_time_before_a_recurrent_layer() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Layers;

        [SequenceModel]
        [Features(40)]
        [AveragePool1d(2)]
        [AveragePool1d(3, Stride = 1)]
        [Gru(32)]
        [Linear(10)]
        [Classify]
        public partial class PooledFrames;
        """);

    [Fact]
    public Task Convolution_with_kernel_1_has_a_Step() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Layers;

        [SequenceModel]
        [Features(3)]
        [Conv1d(4, Kernel = 1)]
        [Rnn(5)]
        [LastState]
        [LayerNorm]
        public partial class Pointwise;
        """);

    [Fact]
    public Task Images_read_row_by_row() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Layers;

        [SequenceModel]
        [Image(1, 28, 28)]
        [Conv2d(16)]
        [Activation(Activation.Relu)]
        [MaxPool2d(2)]
        [Conv2d(32, Kernel = 5, Padding = ConvolutionPadding.Valid)]
        [Dropout(0.1)]
        [FlattenToSequence]
        [Lstm(64)]
        [LastState]
        [Linear(10)]
        [Classify]
        public partial class RowReader;
        """);

    [Fact]
    public Task Handwriting_read_column_by_column() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Layers;

        [SequenceModel]
        [Image("channels = 1", 32, "width", Name = "line")]
        [Conv2d(16, Kernel = 4)]
        [Conv2d("maps", Kernel = 3, Padding = ConvolutionPadding.Valid)]
        [FlattenToSequence(ImageAxis.Columns)]
        [Gru(64, Bidirectional = true)]
        [Linear("labels")]
        [Ctc(Blank = 3)]
        public partial class LineReader;
        """);

    [Fact]
    public Task Images_read_pixel_by_pixel() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Layers;

        [SequenceModel]
        [Image(3, "height", "width")]
        [MaxPool2d(3, Stride = 1)]
        [FlattenToSequence(ImageAxis.Positions)]
        [Conv1d(4, Kernel = 3)]
        [Rnn(8)]
        [MaxPooling]
        public partial class PixelReader;
        """);

    [Fact]
    public Task User_defined_methods_and_modules() => Snapshot.Verify(
        """
        using RnnDsl;
        using TorchSharp;
        using static TorchSharp.torch;

        namespace Layers;

        internal sealed class Highway(long features) : nn.Module<Tensor, Tensor>(nameof(Highway))
        {
            public override Tensor forward(Tensor input) => input * features;
        }

        public sealed class Doubled(int features, double scale = 2) : nn.Module<Tensor, Tensor>(nameof(Doubled))
        {
            public override Tensor forward(Tensor input) => cat([input, input], -1) * scale / features;
        }

        [SequenceModel]
        [Features("inputs")]
        [Apply(nameof(Scale))]
        [Module(typeof(Highway))]
        [Module(typeof(Doubled), 12, Name = "doubled")]
        [Lstm("hidden")]
        [Apply(nameof(Centre), Name = "centre")]
        [MeanPooling]
        [Apply("pairs", Features = "pairs")]
        [Linear(1)]
        [Regress]
        public partial class OwnParts
        {
            private static Tensor Scale(Tensor x) => x / 10;

            private Tensor Centre(Tensor x, Tensor? lengths) => x - SequenceMean(x, lengths);

            private Tensor pairs(Tensor x) => x.repeat(1, 2);

            private static Tensor SequenceMean(Tensor x, Tensor? lengths) => RnnDsl.Torch.SequencePooling.Mean(x, lengths).unsqueeze(1);
        }
        """);

    [Fact]
    public Task Mean_pooling_and_max_pooling() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Layers;

        [SequenceModel]
        [Embedding(1000, 32, PaddingIndex = 1)]
        [Gru(64)]
        [MeanPooling]
        [LayerNorm]
        [Linear(3)]
        [Regress(Loss = RegressionLoss.Absolute)]
        public partial class MeanOfSteps;

        [SequenceModel]
        [Features(8)]
        [Lstm(16, Layers = 2)]
        [MaxPooling(Name = "largest")]
        public partial class LargestOfSteps;
        """);

    [Fact]
    public Task Members_of_a_model_with_errors() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Broken;

        [SequenceModel]
        [Embedding("words", 8, Pretrained = true)]
        [Conv1d(0, Stride = 2)]
        [Lstm(8)]
        [AttentionPooling(4, Name = "attention")]
        [Module(typeof(string), 4)]
        [Linear(3, TiedTo = "table")]
        [Classify(LabelSmoothing = 2)]
        public partial class Mistaken;
        """);
}
