using RnnDsl.Generator.Tests.Infrastructure;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>The file of a model that is exported to ONNX.</summary>
[UsesVerify]
public sealed class OnnxTests
{
    [Fact]
    public Task Lstm_over_characters() => Verify(
        """
        using RnnDsl;

        namespace Article;

        [SequenceModel]
        [Onnx]
        [Embedding("vocabSize", 128, Name = "embed")]
        [Lstm(256, Layers = 2, Dropout = 0.3)]
        [Linear("vocabSize", Name = "fc")]
        public partial class CharLstm;
        """);

    [Fact]
    public Task Cell_of_equations_as_a_scan() => Verify(
        """
        using RnnDsl;

        namespace Cells;

        [Cell(@"
            z_t = σ(W_z · [h_{t-1}, x_t] + b_z)
            r_t = σ(W_r · [h_{t-1}, x_t] + b_r)
            h̃_t = tanh(W · [r_t ⊙ h_{t-1}, x_t] + exp(-λ))
            h_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ layernorm(h̃_t)
            ")]
        public partial class ChoGru;

        [SequenceModel]
        [Onnx]
        [Features("columns")]
        [Recurrent(typeof(ChoGru), "hidden", Bidirectional = true, Zoneout = 0.1)]
        [MeanPooling]
        [Dropout(0.2)]
        [Linear(1)]
        [Regress]
        public partial class Forecaster;
        """);

    [Fact]
    public Task Matrix_of_others_and_a_normalised_lstm() => Verify(
        """
        using RnnDsl;

        namespace Cells;

        [Cell("h_t = h_{t-1} + 0.01 tanh((W - W^T - γ I) h_{t-1} + V x_t + b)", Constants = "γ = 0.1")]
        public partial class Antisymmetric;

        [SequenceModel]
        [Onnx]
        [Features(5)]
        [Conv1d(6, Kernel = 3, Stride = 2)]
        [Recurrent(typeof(Antisymmetric), "hidden")]
        [Lstm(8, LayerNorm = true, ProjectionSize = 4)]
        [Linear(3)]
        public partial class Normalised;
        """);

    [Fact]
    public Task Encoder_decoder_with_attention() => Verifier.Verify(
        string.Join(
            '\n',
            OnnxFiles(
                """
                using RnnDsl;

                namespace Article;

                [Encoder]
                [Onnx]
                [Embedding("sourceVocab", 6)]
                [Lstm(5, Layers = 2, Bidirectional = true, Merge = Merge.Sum)]
                public partial class Source;

                [Decoder]
                [Onnx]
                [Embedding("targetVocab", 6)]
                [Lstm(5, Layers = 2, Dropout = 0.2)]
                [Attention(AttentionScore.General, InputFeeding = true)]
                [Readout(4, Activation.Tanh, Token = false)]
                [Linear("targetVocab")]
                public partial class Target;

                [EncoderDecoder(typeof(Source), typeof(Target))]
                [Onnx]
                public partial class Translator;
                """)),
        "cs");

    [Fact]
    public async Task A_project_of_RnnDsl_alone_exports_nothing_and_has_no_diagnostic()
    {
        var run = GeneratorRun.Of("[RnnDsl.SequenceModel] [RnnDsl.Onnx] [RnnDsl.Features(3)] [RnnDsl.Gru(4)] public partial class M;", new CompileOptions { WithRuntime = false, WithTorchSharp = false }).AssertCompiles();

        Assert.Equal("M.Streaming.g.cs", Assert.Single(run.Files).HintName);
        Assert.Empty(await run.AnalyzeAsync());
    }

    [Fact]
    public void A_model_is_emitted_again_when_its_attribute_is_written()
    {
        var run = GeneratorRun.WithStepsOf("[RnnDsl.SequenceModel, RnnDsl.Onnx] [RnnDsl.Features(3)] [RnnDsl.Gru(4)] public partial class M;");
        Assert.Equal(["M.g.cs", "M.Onnx.g.cs"], run.Files.Select(file => file.HintName));
        Assert.True(run.AgainAfterUnrelatedEdit().Reasons.AllCached);
        Assert.Single(run.Again(run.Input.Edit("Model.cs", text => text.Replace(", RnnDsl.Onnx", ""))).Files);
    }

    [Theory]
    [InlineData("Graph")]
    [InlineData("OnnxGraph")]
    [InlineData("OnnxLayers")]
    [InlineData("OnnxScan")]
    [InlineData("OnnxValue")]
    [InlineData("Options")]
    [InlineData("Scan")]
    [InlineData("Step")]
    [InlineData("Features")]
    [InlineData("Path")]
    [InlineData("Output")]
    [InlineData("InitialHidden")]
    [InlineData("Scalars")]
    [InlineData("torch")]
    public void Names_of_users_do_not_change_what_is_meant(string name)
    {
        var lower = char.ToLowerInvariant(name[0]) + name[1..];
        var model = $$"""
            using RnnDsl;
            [SequenceModel, Onnx, Features("{{lower}}"), Lstm(4, Name = "{{(name is "Step" or "torch" || name.StartsWith("Onnx", StringComparison.Ordinal) ? "own" : lower)}}"), Linear("{{lower}}")] public partial class M { private sealed class {{name}}2; private int Own2 => 1; }
            [SequenceModel, Onnx, Features(3), Lstm("steps", Zoneout = 0.2, LayerNorm = true), Activation(Activation.Elu), LastState] public partial class N { private sealed class {{(name == "Step" ? "Steps" : name)}}; }
            [SequenceModel, Onnx, Features(3), Recurrent(typeof(C), 5)] public partial class O<{{(name == "Step" ? "Steps" : name)}}>;
            [Cell("{{lower}}_t = tanh(W · x_t + graph · {{lower}}_{t-1} + 0.5 ⊙ scan) ⊙ weights")] public partial class C;
            """;

        Assert.Empty(GeneratorRun.Of(model).CSharpErrors());
    }

    private static Task Verify(string source) => Verifier.Verify(Assert.Single(OnnxFiles(source)), "cs");

    private static IEnumerable<string> OnnxFiles(string source) =>
        GeneratorRun.Of(source).AssertCompiles().Files.Where(file => file.HintName.EndsWith(".Onnx.g.cs", StringComparison.Ordinal)).Select(file => file.SourceText.ToString());
}
