using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>A recurrence looks its tokens up itself only if nothing else needs their vectors.</summary>
public sealed class TokenReadingTests
{
    [Theory]
    [InlineData("[SequenceModel] [Embedding(9, 6)] [Gru(5)]", "_gruLayers.GruOfTokens(Embedding, tokens, lengths,")]
    [InlineData("[SequenceModel] [Embedding(9, 6)] [Lstm(5, Layers = 2, Bidirectional = true, Merge = Merge.Sum)] [LastState]", "_lstmLayers.LstmOfTokens(Embedding, tokens, lengths,")]
    [InlineData("[SequenceModel] [Embedding(9, 6)] [Rnn(5, Activation = Activation.Relu, Reverse = true)]", "_rnnLayers.RnnReluOfTokens(Embedding, tokens, lengths,")]
    [InlineData("[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General)]", "_gruLayers.GruOfTokens(Embedding, tokens, null,")]
    [InlineData("[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General)] [Readout(4)]", "_gruLayers.Gru(embedding, null,")]
    [InlineData("[SequenceModel] [Embedding(9, 6, PaddingIndex = 0)] [Gru(5)]", "_gruLayers.Gru(embedding, lengths,")]
    [InlineData("[SequenceModel] [Embedding(9, 6, Dropout = 0.1)] [Gru(5)]", "_gruLayers.Gru(embedding, lengths,")]
    [InlineData("[SequenceModel] [Embedding(9, 6)] [Dropout(0.1)] [Gru(5)]", "_gruLayers.Gru(dropout, lengths,")]
    [InlineData("[SequenceModel] [Embedding(9, 5)] [Gru(5, Residual = true)]", "_gruLayers.Gru(embedding, lengths,")]
    [InlineData("[SequenceModel] [Embedding(9, 6)] [Lstm(5, ProjectionSize = 4)]", "_lstmLayers.Lstm(embedding, lengths,")]
    [InlineData("[SequenceModel] [Embedding(9, 6)] [Lstm(5, LayerNorm = true)]", "_lstmLayers.Run2(embedding, lengths,")]
    public void Lookup_is_the_recurrence_s_if_nothing_else_reads_the_vectors(string layers, string call)
    {
        var run = GeneratorRun.Of($"using RnnDsl; {layers} [Linear(9)] public partial class Model;");
        run.AssertCompiles();
        Assert.Contains(run.Files, file => file.SourceText.ToString().Contains(call, StringComparison.Ordinal));
    }
}
