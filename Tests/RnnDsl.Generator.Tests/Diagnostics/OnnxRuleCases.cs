namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>The rules of models that are exported to ONNX, each broken at least once.</summary>
internal static class OnnxRuleCases
{
    private const string Use = "var model = new M(); model.ExportOnnx(\"m.onnx\"); model.ExportOnnx(\"m.onnx\", new RnnDsl.Torch.OnnxOptions { Lengths = true });";

    private const string Right = "[SequenceModel] [Onnx] [Features(3)] [Lstm(4)] [Linear(2)] public partial class M;";

    public static readonly IReadOnlyList<RuleCase> All =
    [
        Case("[Features(3)] [Lstm(4)] [«Apply(nameof(Half))»] [Linear(2)] public partial class M { private static Tensor Half(Tensor x) => x * 0.5; }",
            "[Apply] calls 'Half', a method of tensors, and its operations are not known. Write [Activation] where one of its functions is what it computes, or remove [Onnx]."),
        Case("[Features(3)] [Lstm(4)] [«Module(typeof(Square))»] [Linear(2)] public partial class M; public sealed class Square() : nn.Module<Tensor, Tensor>(nameof(Square)) { public override Tensor forward(Tensor input) => input * input; }",
            "[Module] creates a module of TorchSharp, and its operations are not known. Write its layers here, or remove [Onnx]."),
        new(
            "RNN502",
            "[EncoderDecoder(«typeof(E)», typeof(D))] [Onnx] public partial class M; [Encoder] [Embedding(9, 6)] [Gru(5)] public partial class E; [Decoder] [Onnx] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D;",
            "'M' cannot be exported as an ONNX file: [EncoderDecoder] names 'E', which has no [Onnx]. Write [Onnx] above 'E' too.",
            "[EncoderDecoder(typeof(E), typeof(D))] [Onnx] public partial class M; [Encoder] [Onnx] [Embedding(9, 6)] [Gru(5)] public partial class E; [Decoder] [Onnx] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D;") { Use = "var model = new M(); model.ExportOnnx(\"folder\");" },
        new(
            "RNN119",
            "[Onnx] public partial class «M»;",
            "'M' has [Onnx] but is no model, so nothing is generated. Put [SequenceModel], [Encoder], [Decoder] or [EncoderDecoder] above it, or remove [Onnx].",
            Right) { CSharpErrors = ["CS1061"], Use = "new M().ExportOnnx(\"m.onnx\");" },
        new(
            "RNN119",
            "[Streaming] public partial class «M»;",
            "'M' has [Streaming] but is no model, so nothing is generated. Put [SequenceModel], [Encoder], [Decoder] or [EncoderDecoder] above it, or remove [Streaming].",
            "[SequenceModel] [Streaming] [Features(3)] [Lstm(4)] [Linear(2)] public partial class M;") { CSharpErrors = ["CS0117"], Use = "M.Streaming.Load(\"m.safetensors\");" },
        Named("addToOnnx", "AddToOnnx"),
        Named("AddInputToOnnx", "AddInputToOnnx"),
        Named("add_memory_to_onnx", "AddMemoryToOnnx"),
        Named("addStepToOnnx", "AddStepToOnnx"),
        Named("exportOnnx", "ExportOnnx"),
    ];

    private static RuleCase Named(string name, string member) => new(
        "RNN142",
        $"[SequenceModel] [Onnx] [Features(3)] [Lstm(4)] [Linear(2, «Name = \"{name}\"»)] public partial class M;",
        $"The name \"{name}\" of [Linear] would clash with a generated member, '{member}'. Give the layer another Name.",
        Right)
    {
        Use = Use,
    };

    private static RuleCase Case(string layers, string reason) => new("RNN502", "[SequenceModel] [Onnx] " + layers, $"'M' cannot be exported as an ONNX file: {reason}", Right) { Use = Use };
}
