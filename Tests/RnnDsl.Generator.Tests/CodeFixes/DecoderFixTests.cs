using RnnDsl.CodeFixes;
using Xunit;

namespace RnnDsl.Generator.Tests.CodeFixes;

/// <summary>Repairs of decoders, and of encoders and decoders together.</summary>
public sealed class DecoderFixTests
{
    private const string Sides =
        """
        [Encoder, Embedding(8, 6), Gru(4, Bidirectional = true)]
        public partial class E;

        [Decoder, Embedding(9, 6), Gru(5), Linear(9)]
        public partial class D;


        """;

    [Fact]
    public Task States_of_different_sizes_get_a_dense_bridge() => ModelCodeFixTest<BridgeFix>.Check(
        Sides + """
        [{|RNN435:EncoderDecoder(typeof(E), typeof(D))|}]
        public partial class Unwritten;

        [EncoderDecoder(typeof(E), typeof(D), {|RNN435:Bridge = Bridge.Last|}, SharedEmbedding = false)]
        public partial class Written;

        [{|RNN435:RnnDsl.EncoderDecoder(typeof(E), typeof(D))|}]
        public partial class Qualified;
        """,
        Sides + """
        [EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Dense)]
        public partial class Unwritten;

        [EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Dense, SharedEmbedding = false)]
        public partial class Written;

        [RnnDsl.EncoderDecoder(typeof(E), typeof(D), Bridge = RnnDsl.Bridge.Dense)]
        public partial class Qualified;
        """);

    [Fact]
    public Task Mean_bridge_of_another_size_becomes_a_dense_mean_bridge() => ModelCodeFixTest<BridgeFix>.Check(
        Sides + "[EncoderDecoder(typeof(E), typeof(D), {|RNN437:Bridge = RnnDsl.Bridge.Mean|})]\npublic partial class M;",
        Sides + "[EncoderDecoder(typeof(E), typeof(D), Bridge = RnnDsl.Bridge.DenseMean)]\npublic partial class M;");

    [Fact]
    public Task Zero_bridge_without_attention_or_context_is_removed() => ModelCodeFixTest<BridgeFix>.Check(
        "[Encoder, Embedding(8, 6), Gru(5)]\npublic partial class E;\n\n[Decoder, Embedding(9, 6), Gru(5), Linear(9)]\npublic partial class D;\n\n"
            + "[EncoderDecoder(typeof(E), typeof(D), {|RNN436:Bridge = Bridge.Zero|})]\npublic partial class M;",
        "[Encoder, Embedding(8, 6), Gru(5)]\npublic partial class E;\n\n[Decoder, Embedding(9, 6), Gru(5), Linear(9)]\npublic partial class D;\n\n"
            + "[EncoderDecoder(typeof(E), typeof(D))]\npublic partial class M;");

    [Theory]
    [InlineData("", "{|RNN438:EncoderDecoder(typeof(E), typeof(D))|}", "EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.DenseMean)")]
    [InlineData("", "EncoderDecoder(typeof(E), typeof(D), {|RNN438:Bridge = Bridge.Dense|})", "EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.DenseMean)")]
    [InlineData("[MeanPooling]", "EncoderDecoder(typeof(E), typeof(D), {|RNN438:Bridge = Bridge.DenseMean|})", "EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Dense)")]
    [InlineData("[MeanPooling]", "EncoderDecoder(typeof(E), typeof(D), {|RNN438:Bridge = Bridge.Mean|})", "EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Last)")]
    public Task Bridge_changes_to_one_that_the_encoder_supports(string pooling, string wrong, string right)
    {
        var sides = $"[Encoder] [Embedding(8, 6)] {pooling} public partial class E;\n[Decoder] [Embedding(9, 6)] [Gru(6)] [Linear(9)] public partial class D;\n";
        return ModelCodeFixTest<BridgeFix>.Check($"{sides}[{wrong}] public partial class M;", $"{sides}[{right}] public partial class M;");
    }

    [Fact]
    public Task Context_without_a_summary_is_not_fixed() => ModelCodeFixTest<BridgeFix>.CheckNone(
        "[Encoder] [Embedding(8, 6)] public partial class E;\n[Decoder] [Embedding(9, 6)] [Context] [Gru(6)] [Linear(9)] public partial class D;\n"
            + "[EncoderDecoder({|RNN438:typeof(E)|}, typeof(D))] public partial class M;");

    [Fact]
    public Task Dot_score_of_two_sizes_becomes_a_general_score() => ModelCodeFixTest<ProductScoreFix>.Check(
        """
        [Encoder, Embedding(8, 6), Gru(4)]
        public partial class E;

        [Decoder]
        [Embedding(9, 6)]
        [Gru(5)]
        [Attention(AttentionScore.Dot, Name = "align")] // as in the paper
        [Linear(9)]
        public partial class D;

        [EncoderDecoder(typeof(E), {|RNN434:typeof(D)|}, Bridge = Bridge.Dense)]
        public partial class M;
        """,
        """
        [Encoder, Embedding(8, 6), Gru(4)]
        public partial class E;

        [Decoder]
        [Embedding(9, 6)]
        [Gru(5)]
        [Attention(AttentionScore.General, Name = "align")] // as in the paper
        [Linear(9)]
        public partial class D;

        [EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Dense)]
        public partial class M;
        """);

    [Fact]
    public Task Dot_score_is_fixed_in_the_file_of_the_decoder() => ModelCodeFixTest<ProductScoreFix>.CheckFiles(
        ("[Encoder, Embedding(8, 6), Gru(4)] public partial class E;\n[EncoderDecoder(typeof(E), {|RNN434:typeof(D)|}, Bridge = Bridge.Zero)] public partial class M;",
            "[Encoder, Embedding(8, 6), Gru(4)] public partial class E;\n[EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Zero)] public partial class M;"),
        ("[Decoder, Embedding(9, 6), Gru(5), Attention(AttentionScore.ScaledDot)] [Linear(9)] public partial class D;",
            "[Decoder, Embedding(9, 6), Gru(5), Attention(AttentionScore.General)] [Linear(9)] public partial class D;"));

    [Fact]
    public Task Attention_moves_next_to_its_cell() => ModelCodeFixTest<MoveLayerFix>.Check(
        """
        [Decoder]
        [Embedding(9, 6)]
        [{|RNN405:Attention(AttentionScore.Additive, 7)|}]
        [Dropout(0.1)]
        [Gru(5)]
        [Gru(6)]
        [Linear(9)]
        public partial class D;
        """,
        """
        [Decoder]
        [Embedding(9, 6)]
        [Dropout(0.1)]
        [Attention(AttentionScore.Additive, 7)]
        [Gru(5)]
        [Gru(6)]
        [Linear(9)]
        public partial class D;
        """);

    [Fact]
    public Task Readout_moves_below_cell_and_attention() => ModelCodeFixTest<MoveLayerFix>.Check(
        """
        [Decoder]
        [Embedding(9, 6)]
        [{|RNN411:Readout(4)|}]
        [Gru(5)]
        [Attention(AttentionScore.General)]
        [Linear(9)]
        public partial class D;
        """,
        """
        [Decoder]
        [Embedding(9, 6)]
        [Gru(5)]
        [Attention(AttentionScore.General)]
        [Readout(4)]
        [Linear(9)]
        public partial class D;
        """);

    [Fact]
    public Task Input_attribute_moves_below_the_Decoder_attribute() => ModelCodeFixTest<MoveLayerFix>.Check(
        "[Decoder]\n[Dropout(0.1)]\n[{|RNN122:Embedding(9, 6)|}]\n[Gru(5)]\n[Linear(9)]\npublic partial class D;",
        "[Decoder]\n[Embedding(9, 6)]\n[Dropout(0.1)]\n[Gru(5)]\n[Linear(9)]\npublic partial class D;");

    [Theory]
    [InlineData("{|RNN406:Attention(AttentionScore.Additive)|}", "Attention(AttentionScore.Additive, 256)")]
    [InlineData("{|RNN406:Attention(AttentionScore.MultiHead, Name = \"align\")|}", "Attention(AttentionScore.MultiHead, 256, Name = \"align\")")]
    [InlineData("Attention(AttentionScore.General, {|RNN406:\"size\"|})", "Attention(AttentionScore.General)")]
    [InlineData("Attention(AttentionScore.General, {|RNN406:7|}, Name = \"align\")", "Attention(AttentionScore.General, Name = \"align\")")]
    public Task Score_size_is_added_if_required_and_removed_otherwise(string wrong, string right) => CheckAttention(wrong, right);

    [Theory]
    [InlineData("Attention(AttentionScore.General, {|RNN408:Coverage = true|})", "Attention(AttentionScore.General)", "Remove Coverage")]
    [InlineData("Attention(AttentionScore.General, {|RNN408:Coverage = true|})", "Attention(AttentionScore.Additive, 256, Coverage = true)", "Write AttentionScore.Additive")]
    [InlineData("Attention(AttentionScore.Additive, 8, {|RNN408:Width = 3|})", "Attention(AttentionScore.Additive, 8)", "Remove Width")]
    [InlineData("Attention(AttentionScore.Additive, 8, {|RNN408:Width = 3|})", "Attention(AttentionScore.LocationAware, 8, Width = 3)", "Write AttentionScore.LocationAware")]
    [InlineData("Attention(AttentionScore.Additive, \"n = 8\", {|RNN408:Filters = 3|})", "Attention(AttentionScore.LocationAware, \"n = 8\", Filters = 3)", "Write AttentionScore.LocationAware")]
    [InlineData("Attention(AttentionScore.Dot, {|RNN408:Heads = 3|})", "Attention(AttentionScore.MultiHead, 192, Heads = 3)", "Write AttentionScore.MultiHead")]
    [InlineData("Attention(AttentionScore.Additive, 8, {|RNN408:Heads = 3|})", "Attention(AttentionScore.Additive, 8)", null)]
    public Task Attention_option_is_removed_or_its_score_is_set(string wrong, string right, string? title) => CheckAttention(wrong, right, title);

    [Theory]
    [InlineData("4", "5")]
    [InlineData("-3", "1")]
    [InlineData("2 * 3", "7")]
    public Task Even_or_negative_filter_width_becomes_odd(string wrong, string right) =>
        CheckAttention($"Attention(AttentionScore.LocationAware, 8, {{|RNN409:Width = {wrong}|}})", $"Attention(AttentionScore.LocationAware, 8, Width = {right})");

    [Fact]
    public Task A_model_with_attention_becomes_a_decoder() => ModelCodeFixTest<MakeDecoderFix>.Check(
        """
        /// <summary>Writes.</summary>
        [SequenceModel(Step = true)] // step by step
        [Embedding(9, 6)]
        [{|RNN402:Attention(AttentionScore.General)|}]
        [Gru(5)]
        [Readout(4)]
        [Linear(9)]
        public partial class D;

        [RnnDsl.Encoder, Embedding(9, 6), {|RNN402:Context|}, Gru(5), Linear(9)]
        public partial class Qualified;
        """,
        """
        /// <summary>Writes.</summary>
        [Decoder] // step by step
        [Embedding(9, 6)]
        [Attention(AttentionScore.General)]
        [Gru(5)]
        [Readout(4)]
        [Linear(9)]
        public partial class D;

        [RnnDsl.Decoder, Embedding(9, 6), Context, Gru(5), Linear(9)]
        public partial class Qualified;
        """);

    [Theory]
    [InlineData("Attention(AttentionScore.General)")]
    [InlineData("Context")]
    [InlineData("Readout(4)")]
    public Task Decoder_attribute_is_added_to_a_class_with_decoder_layers(string layer) => ModelCodeFixTest<AddModelAttributeFix>.Check(
        $"[{{|RNN104:Embedding(9, 6)|}}]\n[Gru(5)]\n[{layer}]\n[Linear(9)]\npublic partial class D;",
        $"[Decoder]\n[Embedding(9, 6)]\n[Gru(5)]\n[{layer}]\n[Linear(9)]\npublic partial class D;");

    [Fact]
    public Task Decoder_attribute_is_added_to_a_class_with_Copy() => ModelCodeFixTest<AddModelAttributeFix>.Check(
        "[{|RNN104:Embedding(9, 6)|}]\n[Gru(5)]\n[Linear(9)]\n[Copy]\npublic partial class D;",
        "[Decoder]\n[Embedding(9, 6)]\n[Gru(5)]\n[Linear(9)]\n[{|RNN414:Copy|}]\npublic partial class D;");

    private static Task CheckAttention(string wrong, string right, string? title = null) => ModelCodeFixTest<AttentionFix>.Check(
        $"[Decoder]\n[Embedding(9, 6)]\n[Gru(5)]\n[{wrong}]\n[Linear(9)]\npublic partial class D;",
        $"[Decoder]\n[Embedding(9, 6)]\n[Gru(5)]\n[{right}]\n[Linear(9)]\npublic partial class D;",
        title);
}
