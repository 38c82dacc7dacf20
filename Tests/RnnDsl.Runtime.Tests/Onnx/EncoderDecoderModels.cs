namespace RnnDsl.Runtime.Tests.Decoders;

// Every score of attention, what is fed back, copying, each bridge, and encoders of sequences, vectors and images.

[Onnx]
public partial class SourceGru;

[Onnx]
public partial class Bahdanau;

[Onnx]
public partial class BahdanauTranslator;

[Onnx]
public partial class LuongFed;

[Onnx]
public partial class SourceLstm;

[Onnx]
public partial class LuongTranslator;

[Onnx]
public partial class Chorowski;

[Onnx]
public partial class ChorowskiTranslator;

[Onnx]
public partial class Cho;

[Onnx]
public partial class Sentence;

[Onnx]
public partial class ChoTranslator;

[Onnx]
public partial class Article;

[Onnx]
public partial class Headline;

[Onnx]
public partial class Summarizer;

[Onnx]
public partial class DeepSource;

[Onnx]
public partial class DeepTranslator;

[Onnx]
public partial class ReversedSource;

[Onnx]
public partial class PlainTarget;

[Onnx]
public partial class SutskeverTranslator;

[Onnx]
public partial class Eye;

[Onnx]
public partial class Teller;

[Onnx]
public partial class Captioner;

[Onnx]
public partial class Past;

[Onnx]
public partial class Future;

[Onnx]
public partial class Forecaster;

[Onnx]
public partial class GeneralAbove;

[Onnx]
public partial class GeneralTranslator;
