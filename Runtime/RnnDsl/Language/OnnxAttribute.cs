namespace RnnDsl;

/// <summary>
/// Also emits a method <c>ExportOnnx(path)</c>, which writes the model with its weights as an ONNX file: IR 8, opset 17, with named inputs, outputs and states, for any batch and any number
/// of steps. A layer that has no ONNX form is an error.
/// </summary>
/// <remarks>A project that references RnnDsl without RnnDsl.Torch and TorchSharp has no such method, with or without the attribute.</remarks>
/// <example>
/// <code>
/// [SequenceModel]
/// [Onnx]
/// [Embedding("vocabSize", 128)]
/// [Lstm(256, Layers = 2, Dropout = 0.3)]
/// [Linear("vocabSize")]
/// public partial class CharLstm;
///
/// model.ExportOnnx("char.onnx");
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OnnxAttribute : Attribute;
