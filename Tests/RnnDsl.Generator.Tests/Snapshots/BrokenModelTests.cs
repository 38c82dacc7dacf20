using RnnDsl.Generator.Tests.Infrastructure;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>A model with a mistake keeps its members, so that the mistake is the only error.</summary>
[UsesVerify]
public sealed class BrokenModelTests
{
    [Fact]
    public Task Members_of_a_model_with_errors() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Broken;

        [SequenceModel]
        [Embedding("vocabSize", 0)]
        [Gru("hidden = 8", ResetAfter = false, Dropout = 1.5)]
        [Linear("vocabSize", Name = "fc")]
        public partial class Mistaken;
        """);
}
