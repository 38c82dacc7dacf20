using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>One mistake is one error, in a program that uses the model and with the generated half in place.</summary>
public sealed class SingleDiagnosticTests
{
    public static TheoryData<string, int> Cases => RuleTests.Cases;

    /// <summary>The first case of each valid counterpart; several cases have the same.</summary>
    public static TheoryData<string, int> Counterparts
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (index, rule) in RuleCases.All.Index().DistinctBy(static found => (found.Item.RightSourceWithUse, found.Item.RightOptions)))
            {
                data.Add(rule.Id, index);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_invalid_case_gives_exactly_one_diagnostic(string id, int index)
    {
        var rule = RuleCases.All[index];
        var run = GeneratorRun.Of(rule.SourceWithUse, rule.Options);

        var diagnostic = Assert.Single(await run.AnalyzeAsync());
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(rule.Message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(rule.Squiggle, diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));

        var errors = run.CSharpErrors().ToList();
        Assert.True(
            rule.CSharpErrors.Order().SequenceEqual(errors.Select(error => error.Id).Distinct().Order()),
            $"Expected of C#: [{string.Join(", ", rule.CSharpErrors)}]. It says:\n{string.Join("\n", errors)}");
    }

    [Theory]
    [MemberData(nameof(Counterparts))]
    public async Task Each_valid_counterpart_compiles_and_is_used_without_diagnostics(string id, int index)
    {
        var rule = RuleCases.All[index];
        Assert.Equal(rule.Id, id);
        var run = GeneratorRun.Of(rule.RightSourceWithUse, rule.RightOptions).AssertCompiles();
        Assert.Empty(await run.AnalyzeAsync());
    }

    [Theory]
    [InlineData("[Attention(AttentionScore.Additive)] [Gru(5)]", "public partial class D;", "RNN406", "var (y, weights) = model.call(x, null, x, 0.5);")]
    [InlineData("[Attention(AttentionScore.General)] [Gru(5, Bidirectional = true)]", "public partial class D;", "RNN403", "var (y, weights) = model.call(x, null, x, 0.5);")]
    [InlineData("[Linear(5)]", "public partial class D;", "RNN123", "Tensor y = model.call(x, null, x, 0.5);")]
    [InlineData("[Gru(5)]", "public partial record D;", "RNN105", "Tensor y = model.call(x, null, x, 0.5);")]
    [InlineData("[Gru(5)]", "public static partial class D;", "RNN105", "Tensor y = model.call(x, null, x, 0.5);")]
    [InlineData("[Gru(5)]", "file partial class D;", "RNN105", "Tensor y = model.call(x, null, x, 0.5);")]
    [InlineData("[Gru(5)]", "public partial class D { public int State => 1; }", "RNN108", "Tensor y = model.call(x, null, x, 0.5);")]
    [InlineData("[Gru(5)] [Gru(0)]", "public partial class D;", "RNN130", "Tensor y = model.call(x, null, x, 0.5);")]
    public async Task Encoder_decoder_with_an_invalid_decoder_still_has_its_members(string layers, string type, string id, string use)
    {
        var run = GeneratorRun.Of(
            $$"""
            using RnnDsl; using TorchSharp; using static TorchSharp.torch;
            [Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E;
            [Decoder] [Embedding(9, 6)] {{layers}} [Linear(9)] {{type}}
            [EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Dense)] public partial class M;
            internal static class Program
            {
                internal static void Use(Tensor x) { var model = new M(); {{use}} var (memory, state) = model.Encode(x); (y, state, _) = model.Step(x, memory, state); var (encoder, decoder) = (model.Encoder, model.Decoder); }
            }
            """);

        Assert.Equal(["RNN432", id], (await run.AnalyzeAsync()).Select(diagnostic => diagnostic.Id).OrderByDescending(found => found == "RNN432"));
        Assert.Empty(run.CSharpErrors());
    }

    [Theory]
    [InlineData("[Decoder]", "[EncoderDecoder(typeof(E), typeof(Both))]", "typeof(E), typeof(Both)")]
    [InlineData("[SequenceModel]", "[EncoderDecoder(typeof(Both), typeof(D))]", "typeof(Both), typeof(D)")]
    [InlineData("[Encoder]", "[EncoderDecoder(typeof(E), typeof(D))]", "typeof(Both), typeof(D)")]
    [InlineData("[Decoder]", "[EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Dense)]", "typeof(E), typeof(Both)")]
    public async Task Encoder_decoder_that_is_also_a_model_is_reported_at_both_declarations(string kind, string both, string sides)
    {
        var run = GeneratorRun.Of(
            $$"""
            using RnnDsl; using static TorchSharp.torch;
            {{both}} {{kind}} [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class Both;
            [Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E;
            [Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D;
            [EncoderDecoder({{sides}})] public partial class M;
            internal static class Program { internal static Tensor Use(Tensor x) => new M().call(x, null, x); }
            """);

        Assert.Equal(["RNN401", "RNN432"], (await run.AnalyzeAsync()).Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal));
        Assert.Empty(run.CSharpErrors());
    }

    [Fact]
    public async Task Missing_Decoder_attribute_is_reported_at_the_decoder_only()
    {
        var run = GeneratorRun.Of(
            """
            using RnnDsl; using static TorchSharp.torch;
            [Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E;
            [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] public partial class D;
            [EncoderDecoder(typeof(E), typeof(D))] public partial class M;
            internal static class Program { internal static void Use(Tensor x) { var (y, weights) = new M().call(x, null, x, 0.5); } }
            """);

        Assert.Equal("RNN104", Assert.Single(await run.AnalyzeAsync()).Id);
        Assert.Empty(run.CSharpErrors());
    }

    [Fact]
    public void Scheduled_sampling_is_not_emitted_for_a_decoder_of_vectors()
    {
        var run = GeneratorRun.Of(
            """
            using RnnDsl; using static TorchSharp.torch;
            [Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E;
            [Decoder] [Features(3)] [Gru(5)] [Linear(3)] public partial class D;
            [EncoderDecoder(typeof(E), typeof(D))] public partial class M;
            internal static class Program { internal static Tensor Use(Tensor x) => new M().call(x, null, x); }
            """).AssertCompiles();

        Assert.DoesNotContain("sampling", Assert.Single(run.Files, file => file.HintName.Contains('M')).SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_in_a_cell_is_reported_at_the_cell_only()
    {
        var run = GeneratorRun.Of(
            """
            using RnnDsl;
            [Cell("h_t = sigmod(W · x_t) ⊙ h_{t-1}")] public partial class C;
            [SequenceModel] [Features(3)] [Recurrent(typeof(C), 4)] [Linear(2)] public partial class M;
            [SequenceModel] [Features(3)] [Recurrent(typeof(C), 4)] [Linear(3)] public partial class N;
            """);

        Assert.Equal("RNN302", Assert.Single(await run.AnalyzeAsync()).Id);
        Assert.Empty(run.CSharpErrors());
    }
}
