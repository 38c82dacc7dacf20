// The networks of the examples that are one model: each is exported.

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

namespace RnnDsl.Examples.Shakespeare
{
    [Onnx]
    public partial class CharLstm;

    [Onnx]
    public partial class RegularisedCharLstm;

    [Onnx]
    public partial class SmallCharGru;

    [Onnx]
    public partial class WordLstm;
}
