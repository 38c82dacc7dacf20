namespace RnnDsl;

/// <summary>
/// Also emits the model as a class without TorchSharp, <c>Model.Streaming</c>: it loads the trained weights from a safetensors file and computes one time step at a time in plain C#, without
/// a native library. All layers must run forward in time; a layer that does not is an error. On a class with <see cref="EncoderDecoderAttribute"/> the emitted class contains both sides: it
/// encodes a whole source and computes the decoder one step at a time, by greedy decoding or beam search as well.
/// </summary>
/// <remarks>
/// In a project that references RnnDsl without RnnDsl.Torch and TorchSharp, every model and every encoder-decoder has this class and no other, with or without the attribute. Classes with
/// <see cref="EncoderAttribute"/> and <see cref="DecoderAttribute"/> are parts of that of their encoder-decoder there.
/// </remarks>
/// <example>
/// <code>
/// [SequenceModel]
/// [Streaming]
/// [Embedding("vocabSize", 128)]
/// [Lstm(256, Layers = 2, Dropout = 0.3)]
/// [Linear("vocabSize")]
/// public partial class CharLstm;
///
/// var stream = CharLstm.Streaming.Load("char.safetensors");
/// stream.Step(token, scores);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StreamingAttribute : Attribute;
