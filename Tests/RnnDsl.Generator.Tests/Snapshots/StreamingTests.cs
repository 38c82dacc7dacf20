using RnnDsl.Generator.Tests.Infrastructure;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>The file of a model that runs as a stream, in a project that references RnnDsl alone.</summary>
[UsesVerify]
public sealed class StreamingTests
{
    private static readonly CompileOptions RnnDslAlone = new() { WithRuntime = false, WithTorchSharp = false };

    [Theory]
    [InlineData("record")]
    [InlineData("struct")]
    [InlineData("record struct")]
    public void Part_of_a_type_that_is_no_class_is_of_its_kind(string kind) => Assert.DoesNotContain(
        GeneratorRun.Of($"using RnnDsl; [SequenceModel, Streaming] [Features(3)] [Lstm(4)] public partial {kind} Model;").CSharpErrors(), error => error.Id == "CS0261");

    [Fact]
    public Task Stacked_lstm_over_characters() => Verify(
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
    public Task Cell_of_equations_with_options_and_layers_around_it() => Verify(
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
        [Features("columns")]
        [Linear("hidden")]
        [Activation(Activation.Relu)]
        [Recurrent(typeof(ChoGru), "hidden", Zoneout = 0.1, Residual = true)]
        [LayerNorm]
        [Dropout(0.2)]
        [Linear(1)]
        [Regress]
        public partial class Forecaster;
        """);

    [Theory]
    [InlineData("[RnnDsl.Features(32)] [RnnDsl.Lstm(32)]", true)]
    [InlineData("[RnnDsl.Features(40)] [RnnDsl.Gru(40)]", true)]
    [InlineData("[RnnDsl.Features(16)] [RnnDsl.Lstm(16)]", false)]
    [InlineData("[RnnDsl.Features(64)] [RnnDsl.Lstm(64)]", false)]
    [InlineData("[RnnDsl.Features(\"size\")] [RnnDsl.Lstm(32)]", false)]
    public void Matrices_that_fit_into_the_first_cache_alone_are_read_in_both_orders(string layers, bool expected)
    {
        var text = GeneratorRun.Of($"[RnnDsl.SequenceModel] {layers} public partial class M;", RnnDslAlone).AssertCompiles().Text;

        Assert.Equal(expected, text.Contains("var beginsWithState = steps == 1 && first % 2 != 0;", StringComparison.Ordinal));
        Assert.Equal(expected ? 2 : 1, text.Split("Recurrent.Multiply<TLane>(").Length - 1);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void Layers_of_few_units_compute_with_half_of_the_widest_lane(int units, bool expected)
    {
        var text = GeneratorRun.Of($"[RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.Gru({units})] public partial class M;", RnnDslAlone).AssertCompiles().Text;

        Assert.Equal(expected, text.Contains("if (typeof(TLane) == typeof(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_of_RnnDsl_alone_has_no_other_file_and_no_diagnostic()
    {
        var run = GeneratorRun.Of("[RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.Gru(4)] public partial class M { public static void Run() => Streaming.Load(\"file\").Step([1, 2, 3], new float[4]); }", RnnDslAlone).AssertCompiles();

        Assert.Equal("M.Streaming.g.cs", Assert.Single(run.Files).HintName);
        Assert.Empty(await run.AnalyzeAsync());
    }

    [Fact]
    public void A_project_with_TorchSharp_has_the_file_for_a_model_with_the_attribute_only()
    {
        const string Model = "[RnnDsl.SequenceModel] {0}[RnnDsl.Features(3)] [RnnDsl.Gru(4)] public partial class M;";

        Assert.Equal(["M.g.cs"], GeneratorRun.Of(Model.Replace("{0}", "")).AssertCompiles().Files.Select(file => file.HintName));
        Assert.Equal(["M.g.cs", "M.Streaming.g.cs"], GeneratorRun.Of(Model.Replace("{0}", "[RnnDsl.Streaming] ")).AssertCompiles().Files.Select(file => file.HintName));
    }

    [Fact]
    public void A_model_is_emitted_again_when_its_attribute_is_written()
    {
        var run = GeneratorRun.WithStepsOf("[RnnDsl.SequenceModel, RnnDsl.Streaming] [RnnDsl.Features(3)] [RnnDsl.Gru(4)] public partial class M;");
        Assert.Equal(2, run.Files.Length);
        Assert.True(run.AgainAfterUnrelatedEdit().Reasons.AllCached);
        Assert.Single(run.Again(run.Input.Edit("Model.cs", text => text.Replace(", RnnDsl.Streaming", ""))).Files);
    }

    [Fact]
    public async Task An_encoder_decoder_of_a_project_of_RnnDsl_alone_is_the_only_file()
    {
        var run = GeneratorRun.Of(
            """
            using RnnDsl;
            [Encoder] [Embedding(9, 6)] [Gru(5, Bidirectional = true)] public partial class E;
            [Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 4)] [Gru(5)] [Linear(9)] public partial class D;
            [EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Dense)] public partial class M { public static void Run() { var stream = Streaming.Load("file"); stream.Encode([1, 2]); stream.Step(1, new float[9]); } }
            """,
            RnnDslAlone).AssertCompiles();

        Assert.Equal("M.Streaming.g.cs", Assert.Single(run.Files).HintName);
        Assert.Empty(await run.AnalyzeAsync());
    }

    [Fact]
    public Task Translator_with_attention() => Verify(
        """
        using RnnDsl;

        namespace Article;

        [Encoder]
        [Embedding("sourceWords", 64)]
        [Dropout(0.2)]
        [Gru("hidden", Bidirectional = true)]
        public partial class SourceEncoder;

        [Decoder]
        [Embedding("targetWords", 64)]
        [Attention(AttentionScore.Additive, "hidden")]
        [Gru("hidden")]
        [Readout(32, Activation.Maxout)]
        [Linear("targetWords")]
        [Classify]
        public partial class AttentionDecoder;

        [EncoderDecoder(typeof(SourceEncoder), typeof(AttentionDecoder), Bridge = Bridge.Dense)]
        public partial class Translator;
        """);

    [Fact]
    public Task Causal_convolution_and_pooling_over_the_steps_so_far() => Verify(
        """
        using RnnDsl;

        namespace Article;

        [SequenceModel]
        [Features(3)]
        [Conv1d(8, Kernel = 3, Dilation = 2, Padding = ConvolutionPadding.Causal)]
        [Activation(Activation.Relu)]
        [Gru(8)]
        [MeanPooling]
        [Linear(2)]
        [Classify]
        public partial class Classifier;
        """);

    [Theory]
    [InlineData("Weights")]
    [InlineData("Hypothesis")]
    [InlineData("StreamMemory")]
    [InlineData("IReadOnlyList")]
    [InlineData("Encode")]
    [InlineData("Span")]
    [InlineData("StreamFunctions")]
    public void Names_of_users_do_not_change_what_an_encoder_decoder_means(string name)
    {
        var model = $$"""
            using RnnDsl;
            [Encoder, Embedding("{{name}}", 6, Name = "{{char.ToLowerInvariant(name[0])}}{{name[1..]}}"), Lstm(4, Bidirectional = true)] public partial class E;
            [Decoder, Embedding("words", 6), Attention(AttentionScore.MultiHead, 6), Lstm(4, Name = "{{char.ToLowerInvariant(name[0])}}{{name[1..]}}"), Linear("words")] public partial class D;
            [EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Dense), Streaming] public partial class M { private sealed class {{name}}2; private sealed class {{name}}; }
            """;

        Assert.Empty(GeneratorRun.Of(model).CSharpErrors());
    }

    [Theory]
    [InlineData("Weights")]
    [InlineData("Lanes")]
    [InlineData("StreamRows")]
    [InlineData("Math")]
    [InlineData("Span")]
    [InlineData("Vector256")]
    [InlineData("ILane")]
    [InlineData("WeightReader")]
    [InlineData("Run")]
    [InlineData("TLane")]
    [InlineData("MethodImpl")]
    public void Names_of_users_do_not_change_what_is_meant(string name)
    {
        var model = $$"""
            using RnnDsl;
            [SequenceModel, Streaming, Features("{{name}}"), Lstm(4, Name = "{{char.ToLowerInvariant(name[0])}}{{name[1..]}}"), Linear("{{name}}")] public partial class M { private sealed class {{name}}2; private int Own => 1; }
            [SequenceModel, Streaming, Features(3), Lstm("steps", Zoneout = 0.2), Activation(Activation.Elu)] public partial class N { private sealed class {{name}}; }
            [SequenceModel, Streaming, Features(3), Lstm(5)] public partial class O<{{name}}>;
            """;

        Assert.Empty(GeneratorRun.Of(model).CSharpErrors());
    }

    private static Task Verify(string source) => Verifier.Verify(GeneratorRun.Of(source, RnnDslAlone).AssertCompiles().Text, "cs");
}
