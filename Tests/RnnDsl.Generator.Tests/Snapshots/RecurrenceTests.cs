using RnnDsl.Generator.Tests.Infrastructure;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>Every kernel, direction and way to end.</summary>
[UsesVerify]
public sealed class RecurrenceTests
{
    [Fact]
    public Task Elman_over_sentences_with_a_verdict_after_every_step() => Snapshot.Verify(
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
    public Task Gru_with_the_reset_after_the_product() => Snapshot.Verify(
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
    public Task Gru_with_the_reset_before_the_product() => Snapshot.Verify(
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
    public Task Gru_with_the_reset_before_the_product_in_both_directions() => Snapshot.Verify(
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
    public Task Several_recurrences_of_several_kinds() => Snapshot.Verify(
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
    public Task Several_recurrences_in_a_single_step() => Snapshot.Verify(
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
