using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The layers of a model with <c>[Onnx]</c> consist of operations that an ONNX graph can compute.</summary>
internal static class OnnxRules
{
    /// <summary>Whether a model has a method that writes it as an ONNX file.</summary>
    public static bool Exports(ModelDeclaration declaration, CompilationEnvironment environment) => declaration.HasOnnx && !environment.IsStreamingOnly;

    /// <summary>Whether an encoder-decoder has one that writes it as two.</summary>
    public static bool Exports(EncoderDecoderDeclaration declaration, CompilationEnvironment environment) => declaration.HasOnnx && !environment.IsStreamingOnly;

    public static void Check(ModelDeclaration declaration, CompilationEnvironment environment, IReadOnlyList<BoundLayer> layers, DiagnosticBag diagnostics)
    {
        if (!declaration.IsModel || !Exports(declaration, environment))
        {
            return;
        }

        foreach (var (index, layer) in layers.Select(bound => (bound.Index, bound.Layer)))
        {
            if (layer.Operations.OfType<UserCodeOperation>().FirstOrDefault() is { } operation)
            {
                diagnostics.Add(Rules.HasNoOnnxForm, DiagnosticLocation.Layer(index, null), declaration.Type.Level.Name, declaration.Layers[index].Attribute,
                    operation is UserMethodOperation method ? $"calls '{method.Method}', a method of tensors, and its operations are not known" : "creates a module of TorchSharp, and its operations are not known",
                    operation is UserMethodOperation ? "Write [Activation] where one of its functions is what it computes, or remove [Onnx]." : "Write its layers here, or remove [Onnx].");
            }
        }
    }

    /// <summary>An encoder-decoder is exported by the methods of its sides.</summary>
    public static void Check(EncoderDecoder encoderDecoder, DiagnosticBag diagnostics)
    {
        foreach (var side in new[] { encoderDecoder.Encoder, encoderDecoder.Decoder }.Where(side => encoderDecoder.ExportsOnnx && !side.Model.ExportsOnnx))
        {
            diagnostics.Add(Rules.HasNoOnnxForm, DiagnosticLocation.EncoderDecoder(side == encoderDecoder.Encoder ? "Encoder" : "Decoder"), encoderDecoder.Type.Level.Name, "EncoderDecoder",
                $"names '{side.Display}', which has no [Onnx]", $"Write [Onnx] above '{side.Display}' too.");
        }
    }
}
