// The networks of the examples are exported, beside those of Shakespeare, which have the attribute themselves. The captions' have a module of their own.

namespace RnnDsl.Examples.Forecast
{
    [Onnx]
    public partial class DirectLstm;

    [Onnx]
    public partial class RecursiveLstm;
}

namespace RnnDsl.Examples.Memory
{
    [Onnx]
    public partial class ElmanNetwork;

    [Onnx]
    public partial class IdentityNetwork;

    [Onnx]
    public partial class GruNetwork;

    [Onnx]
    public partial class LstmNetwork;
}

namespace RnnDsl.Examples.Mnist
{
    [Onnx]
    public partial class RowGru;

    [Onnx]
    public partial class ImageLstm;
}

namespace RnnDsl.Examples.Sentiment
{
    [Onnx]
    public partial class SentimentClassifier;
}

namespace RnnDsl.Examples.Speech
{
    [Onnx]
    public partial class SpeechRecognizer;
}

namespace RnnDsl.Examples.Reverse
{
    [Onnx]
    public partial class LetterEncoder;

    [Onnx]
    public partial class LetterDecoder;

    [Onnx]
    public partial class Reverser;

    [Onnx]
    public partial class LetterContextDecoder;

    [Onnx]
    public partial class ContextReverser;
}

namespace RnnDsl.Examples.Translate
{
    [Onnx]
    public partial class SourceEncoder;

    [Onnx]
    public partial class AttentionDecoder;

    [Onnx]
    public partial class Translator;

    [Onnx]
    public partial class ContextDecoder;

    [Onnx]
    public partial class ContextTranslator;
}
