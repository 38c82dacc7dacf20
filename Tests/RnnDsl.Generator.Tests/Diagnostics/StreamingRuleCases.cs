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
        Case("[Features(3)] [Lstm(4)] [«MeanPooling»] [Linear(2)] public partial class M;", "[MeanPooling] reduces whole sequences, and a stream has no last step. Write [LastState], or remove it for an output at every step."),
        Case("[Features(3)] [Lstm(4)] [«AttentionPooling(5)»] [Linear(2)] public partial class M;", "[AttentionPooling] reduces whole sequences, and a stream has no last step. Write [LastState], or remove it for an output at every step."),
        Case("[Features(3)] [«Conv1d(4, Kernel = 3, Padding = ConvolutionPadding.Causal)»] [Lstm(4)] [Linear(2)] public partial class M;", "[Conv1d] is a convolution, which streams do not compute. Remove it, or write a recurrent layer in its place."),
        Case("[Features(3)] [«AveragePool1d(2)»] [Lstm(4)] [Linear(2)] public partial class M;", "[AveragePool1d] reads several steps at once, and a stream has one step at a time. Remove it."),
        Case("[Features(3)] [Lstm(4)] [«Apply(nameof(Half))»] [Linear(2)] public partial class M { private static Tensor Half(Tensor x) => x * 0.5; }",
            "[Apply] calls 'Half', a method of tensors, and a stream has no tensors. Remove it, or write [Activation] where one of its functions is what it computes."),
        Case("[Features(4)] [«Recurrent(typeof(Skew), 4)»] [Linear(2)] public partial class M; [Cell(\"h_t = tanh((W - W^T) h_{t-1} + V x_t)\")] public partial class Skew;",
            "[Recurrent] makes the matrix '(W - Wᵀ)' of others, and a stream reads matrices as the file has them. Give the cell a matrix of its own in its place, or remove [Streaming]."),
        Case("[Features(3)] [Lstm(4)] [«Module(typeof(Square))»] [Linear(2)] public partial class M; public sealed class Square() : nn.Module<Tensor, Tensor>(nameof(Square)) { public override Tensor forward(Tensor input) => input * input; }",
            "[Module] creates a module of TorchSharp, which a stream does without. Remove it, or write its layers here."),
    ];

    private static RuleCase Case(string layers, string reason) => new("RNN501", "[SequenceModel] [Streaming] " + layers, $"'M' does not run as a stream: {reason}", Right) { Use = Use };
}
