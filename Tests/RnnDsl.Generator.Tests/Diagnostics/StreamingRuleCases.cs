namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>The rules of streams, each broken at least once.</summary>
internal static class StreamingRuleCases
{
    private const string Use = "var stream = M.Streaming.Load(\"file\"); stream.Step(new float[3], new float[2]); stream.Process(new float[6], new float[4]); stream = stream.Fork(); stream = stream.NewStream(); stream.State = stream.State; stream.Reset(); _ = stream.OutputSize + stream.InputSize;";

    private const string Right = "[SequenceModel] [Streaming] [Features(3)] [Lstm(4)] [Linear(2)] public partial class M;";

    public static readonly IReadOnlyList<RuleCase> All =
    [
        Case("[Features(3)] [Lstm(4, «Bidirectional = true»)] [Linear(2)] public partial class M;", "[Lstm] reads every sequence from both ends, and a stream has no last step. Remove Bidirectional."),
        Case("[Features(3)] [Gru(4, «Reverse = true»)] [Linear(2)] public partial class M;", "[Gru] reads every sequence from its end, and a stream has no last step. Remove Reverse."),
        Case("[Features(3)] [«Conv1d(4, Kernel = 3)»] [Lstm(4)] [Linear(2)] public partial class M;", "[Conv1d] reads steps on both sides, and a stream has no later ones. Write Padding = ConvolutionPadding.Causal."),
        Case("[Features(3)] [Conv1d(4, Kernel = 3, Padding = ConvolutionPadding.Causal, «Stride = 2»)] [Lstm(4)] [Linear(2)] public partial class M;", "[Conv1d] skips steps, and a stream has an output at every step. Remove Stride."),
        Case("[Features(3)] [«AveragePool1d(2)»] [Lstm(4)] [Linear(2)] public partial class M;", "[AveragePool1d] reads several steps at once, and a stream has one step at a time. Remove it."),
        Case("[Features(3)] [Lstm(4)] [«Apply(nameof(Half))»] [Linear(2)] public partial class M { private static Tensor Half(Tensor x) => x * 0.5; }",
            "[Apply] calls 'Half', a method of tensors, and a stream has no tensors. Remove it, or write [Activation] where one of its functions is what it computes."),
        Case("[Features(4)] [«Recurrent(typeof(Skew), 4)»] [Linear(2)] public partial class M; [Cell(\"h_t = tanh((W - W^T) h_{t-1} + V x_t)\")] public partial class Skew;",
            "[Recurrent] makes the matrix '(W - Wᵀ)' of others, and a stream reads matrices as the file has them. Give the cell a matrix of its own in its place, or remove [Streaming]."),
        Case("[Features(3)] [Lstm(4)] [«Module(typeof(Square))»] [Linear(2)] public partial class M; public sealed class Square() : nn.Module<Tensor, Tensor>(nameof(Square)) { public override Tensor forward(Tensor input) => input * input; }",
            "[Module] creates a module of TorchSharp, which a stream does without. Remove it, or write its layers here."),
        Case("[Features(2)] [«Recurrent(typeof(Leak), \"units\")»] public partial class M; [Cell(\"h_t = 0.5 ⊙ h_{t-1} + 0.1 ⊙ τ_t + 0.2 ⊙ μ_t ⊙ tanh(h_{t-1})\", Inputs = \"τ, μ\")] public partial class Leak;",
            "[Recurrent] has the size 'units', which a stream reads from the shapes of the weights, and they do not determine it. Write a number in its place."),
        Case("[Features(2)] [«Recurrent(typeof(Leak), \"summarySize\")»] public partial class M; [Cell(\"h_t = 0.5 ⊙ h_{t-1} + 0.1 ⊙ τ_t + 0.2 ⊙ μ_t ⊙ tanh(h_{t-1})\", Inputs = \"τ, μ\")] public partial class Leak;",
            "[Recurrent] has the size 'summarySize', which a stream reads from the shapes of the weights, and they do not determine it. Write a number in its place."),
        OfSides("[Encoder] [Image(1, 8, 8)] [FlattenToSequence] [Gru(5)] public partial class E;", Decoder, "EncoderDecoder(«typeof(E)», typeof(D))",
            "names 'E', whose 'image' reads whole images, which streams do not. Begin with [Embedding] or [Features], or remove [Streaming]."),
        OfSides("[Encoder] [Embedding(9, 6)] [Recurrent(typeof(Skew), 5)] public partial class E; [Cell(\"h_t = tanh((W - W^T) h_{t-1} + V x_t)\")] public partial class Skew;", Decoder, "EncoderDecoder(«typeof(E)», typeof(D), Bridge = Bridge.Dense)",
            "names 'E', whose 'skew' makes the matrix '(W - Wᵀ)' of others, and a stream reads matrices as the file has them. Give the cell a matrix of its own in its place, or remove [Streaming]."),
        OfSides(Encoder, "[Decoder] [Embedding(9, 6)] [Gru(5)] [Apply(nameof(Half))] [Linear(9)] public partial class D { private static Tensor Half(Tensor x) => x * 0.5; }", "EncoderDecoder(typeof(E), «typeof(D)»)",
            "names 'D', whose 'apply' calls 'Half', a method of tensors, and a stream has no tensors. Remove it, or write [Activation] where one of its functions is what it computes."),
        new("RNN501", $"{Encoder} [Decoder] [Streaming] [Embedding(9, 6)] [«Attention(AttentionScore.Dot)»] [Gru(5)] [Linear(9)] public partial class D;",
            "'D' does not run as a stream: [Attention] reads the memory of an encoder, which a stream does not have. Remove it, or put [Streaming] on the class with [EncoderDecoder] instead.",
            $"{Encoder} [Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Dot)] [Gru(5)] [Linear(9)] public partial class D; [EncoderDecoder(typeof(E), typeof(D))] [Streaming] public partial class M;") { Use = "var model = new D(5); model.forward(x, memory: null!);" },
    ];

    private const string Encoder = "[Encoder] [Embedding(9, 6)] [Gru(5)] public partial class E;";

    private const string Decoder = "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D;";

    private static RuleCase OfSides(string encoder, string decoder, string attribute, string reason) => new("RNN501",
        $"{encoder} {decoder} [{attribute}] [Streaming] public partial class M;",
        $"'M' does not run as a stream: [EncoderDecoder] {reason}",
        $"{Encoder} {Decoder} [EncoderDecoder(typeof(E), typeof(D))] [Streaming] public partial class M;")
    {
        Use = "var stream = M.Streaming.Load(\"file\"); stream.Step(3, new float[9]); stream = stream.Fork(); stream = stream.NewStream(); stream.State = stream.State; stream.Reset(); _ = stream.Greedy(new RnnDsl.Decoding.DecodingOptions { Begin = 1, End = 2 }).Tokens; _ = stream.OutputSize;",
    };

    private static RuleCase Case(string layers, string reason) => new("RNN501", "[SequenceModel] [Streaming] " + layers, $"'M' does not run as a stream: {reason}", Right) { Use = Use };
}
