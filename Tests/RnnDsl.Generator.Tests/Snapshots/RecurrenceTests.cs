using RnnDsl.Generator.Tests.Infrastructure;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>Every kernel, direction and way to end.</summary>
[UsesVerify]
public sealed class RecurrenceTests
{
    [Fact]
    public Task Elman_over_tokens_with_an_output_per_sequence() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel(Output = ModelOutput.PerSequence)]
        [Embedding("vocabSize", 50)]
        [Rnn(100)]
        [LastState]
        [Dropout(0.5)]
        [Linear(2)]
        public partial class SentenceRnn;
        """);

    [Fact]
    public Task Gru_with_reset_after_the_recurrent_projection() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel]
        [Features(6, Name = "sensors")]
        [Gru(32)]
        [Linear(6)]
        public partial class FusedGru;
        """);

    [Fact]
    public Task Gru_with_reset_before_the_recurrent_projection() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel]
        [Embedding("vocabSize", 16)]
        [Gru("hidden = 32", Layers = 2, Dropout = 0.25, ResetAfter = false)]
        [Linear("vocabSize")]
        public partial class PaperGru;
        """);

    [Fact]
    public Task Bidirectional_gru_with_reset_before_the_recurrent_projection() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel]
        [Features("pixels")]
        [Gru("hidden", Bidirectional = true, ResetAfter = false)]
        [LastState]
        [Linear(10)]
        public partial class PaperGruBothWays;
        """);

    [Fact]
    public Task Lstm_with_peepholes_layer_normalisation_and_projection() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel]
        [Features(40)]
        [Lstm("hidden", Layers = 2, ProjectionSize = "projection = 64", Peepholes = true, LayerNorm = true, LockedDropout = 0.2)]
        [Linear("labels")]
        public partial class NormalisedLstm;
        """);

    [Fact]
    public Task Lstm_with_zoneout_and_recurrent_dropout() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel]
        [Embedding("vocabSize", 64)]
        [Lstm(128, Zoneout = 0.1, RecurrentDropout = 0.25, Initialization = Initialization.Orthogonal | Initialization.ForgetGateBias)]
        [Linear("vocabSize")]
        public partial class RegularisedLstm;
        """);

    [Fact]
    public Task Elman_with_relu_identity_initialisation_and_layer_normalisation() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel]
        [Features(1)]
        [Rnn(100, Activation = Activation.Relu, LayerNorm = true, Initialization = Initialization.Identity)]
        [LastState]
        [Linear(10)]
        public partial class IdentityRnn;
        """);

    [Fact]
    public Task Lstm_with_weight_drop_and_locked_dropout() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel]
        [Embedding("vocabSize", 400)]
        [Lstm(400, Layers = 3, LockedDropout = 0.25, WeightDrop = 0.5, Residual = true)]
        [Linear("vocabSize")]
        public partial class AwdLstm;
        """);

    [Fact]
    public Task Bidirectional_gru_with_averaged_directions_and_chrono_initialisation() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel]
        [Features(8)]
        [Gru(16, Layers = 2, Bidirectional = true, Merge = Merge.Mean, Initialization = Initialization.Chrono, ChronoLength = 784)]
        [LastState]
        [Linear(3)]
        public partial class AveragedGru;
        """);

    [Fact]
    public Task Reversed_gru_with_layer_normalisation() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel]
        [Features(8)]
        [Gru(16, Reverse = true)]
        [Gru(16, LayerNorm = true)]
        [Linear(3)]
        public partial class BackwardGru;
        """);

    [Fact]
    public Task Several_recurrent_layers_of_different_cells() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel]
        [Features(40)]
        [Lstm("hidden", Bidirectional = true, Name = "acoustic")]
        [Activation(Activation.Relu)]
        [Gru("hidden")]
        [Linear("labels")]
        [Activation(Activation.LogSoftmax)]
        public partial class Tagger;
        """);

    [Fact]
    public Task Step_through_several_recurrent_layers() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Recurrence;

        [SequenceModel]
        [Features("inputs = 3")]
        [Lstm("wide = 24", Layers = 2, Dropout = 0.1)]
        [Dropout(0.2)]
        [Lstm("narrow = 12")]
        [LastState]
        public partial class Encoder;
        """);
}
