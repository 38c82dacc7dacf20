namespace RnnDsl.Generator.Semantics;

/// <summary>The rules of models that export themselves as ONNX files.</summary>
internal static partial class Rules
{
    public static readonly Rule HasNoOnnxForm = Error("RNN502", "The layers of a model with [Onnx] have an ONNX form",
        "'{0}' cannot be exported as an ONNX file: [{1}] {2}. {3}");
}
