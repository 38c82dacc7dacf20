using RnnDsl.Generator.Tests.Infrastructure;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>The two networks of the article.</summary>
[UsesVerify]
public sealed class LabTests
{
    [Fact]
    public Task Character_model() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Article;

        [SequenceModel]
        [Embedding("vocabSize", 128, Name = "embed")]
        [Lstm(256, Layers = 2, Dropout = 0.3)]
        [Linear("vocabSize", Name = "fc")]
        public partial class CharLstm;
        """);

    [Fact]
    public Task Image_model() => Snapshot.Verify(
        """
        using RnnDsl;

        namespace Article;

        [SequenceModel]
        [Features(28)]
        [Lstm(128, Layers = 2, Dropout = 0.3, Bidirectional = true)]
        [LastState]
        [Dropout(0.3)]
        [Linear(10, Name = "fc")]
        public partial class ImageLstm;
        """);
}
