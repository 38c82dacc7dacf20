namespace RnnDsl.Benchmarks.Streaming;

// One recurrent layer over as many features as it has units, with sizes known at compile time; and the language model of the article.

[SequenceModel, Streaming, Onnx, Features(8), Lstm(8)]
internal sealed partial class Lstm8;

[SequenceModel, Streaming, Onnx, Features(16), Lstm(16)]
internal sealed partial class Lstm16;

[SequenceModel, Streaming, Onnx, Features(32), Lstm(32)]
internal sealed partial class Lstm32;

[SequenceModel, Streaming, Onnx, Features(64), Lstm(64)]
internal sealed partial class Lstm64;

[SequenceModel, Streaming, Onnx, Features(128), Lstm(128)]
internal sealed partial class Lstm128;

[SequenceModel, Streaming, Onnx, Features(256), Lstm(256)]
internal sealed partial class Lstm256;

[SequenceModel, Streaming, Onnx, Features(512), Lstm(512)]
internal sealed partial class Lstm512;

[SequenceModel, Streaming, Onnx, Features(8), Gru(8)]
internal sealed partial class Gru8;

[SequenceModel, Streaming, Onnx, Features(16), Gru(16)]
internal sealed partial class Gru16;

[SequenceModel, Streaming, Onnx, Features(32), Gru(32)]
internal sealed partial class Gru32;

[SequenceModel, Streaming, Onnx, Features(64), Gru(64)]
internal sealed partial class Gru64;

[SequenceModel, Streaming, Onnx, Features(128), Gru(128)]
internal sealed partial class Gru128;

[SequenceModel, Streaming, Onnx, Features(256), Gru(256)]
internal sealed partial class Gru256;

[SequenceModel, Streaming, Onnx, Features(512), Gru(512)]
internal sealed partial class Gru512;

[SequenceModel, Streaming, Onnx, Embedding(65, 128), Lstm(256, Layers = 2), Linear(65)]
internal sealed partial class CharacterModel;
