using System.Globalization;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>Draws attribute text as fingers and other programs produce it: half typed, misspelt, of the wrong kind, hostile.</summary>
internal sealed class RandomText(int seed)
{
    /// <summary>An encoder and a decoder that texts can name.</summary>
    public const string Sides =
        """
        namespace Sides
        {
            [Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E;
            [Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] [Linear(9)] public partial class D;
        }
        """;

    private static readonly string[] Models =
    [
        "[SequenceModel]", "[SequenceModel]", "[Encoder]", "[Decoder]", "[Decoder]", "[EncoderDecoder(typeof(Sides.E), typeof(Sides.D))]", "[EncoderDecoder(typeof(Model), typeof(Sides.D))]", "",
    ];

    private static readonly string[] Attributes =
    [
        "Embedding", "Features", "Rnn", "Lstm", "Gru", "Linear", "Dropout", "Activation", "LastState", "SequenceModel", "Image", "Conv1d", "AveragePool1d", "Conv2d", "MaxPool2d", "FlattenToSequence", "LayerNorm", "MeanPooling", "AttentionPooling", "Apply", "Module", "Classify",
        "Regress", "Ctc", "Attention", "Attention", "Context", "Readout", "Encoder", "Decoder", "EncoderDecoder", "Cell", "Cell", "CellParameter", "Recurrent", "RnnDsl.Lstm", "global::RnnDsl.GruAttribute",
        "LinearAttribute", "Layer", "RecurrentLayer", "RecurrentLayerAttribute", "Unknown", "Obsolete", "Serializable", "Lstm<int>", "RnnDsl.", "return: Lstm", "assembly: Lstm", "",
    ];

    private static readonly string[] Values =
    [
        "1", "3", "0", "-1", "int.MaxValue", "int.MinValue", "2147483648", "99999999999999999999999", "0x10", "1_0", "1.5", "-0.0", "double.NaN", "double.NegativeInfinity",
        "double.Epsilon", "double.MaxValue", "1e400", "1f", "1m", "'c'", "true", "null", "default", "default(string)", "typeof(int)", "nameof(Model)", "nameof(Nothing)",
        "Activation.Tanh", "Activation.Nothing", "(Activation)(-7)", "(Activation)int.MaxValue", "(ModelOutput)9", "Merge.Sum", "(Merge)9", "Initialization.Orthogonal",
        "Initialization.Chrono | Initialization.Identity", "(Initialization)(-1)", "ConvolutionPadding.Causal", "(ConvolutionPadding)9", "ImageAxis.Columns", "typeof(Model)",
        "AttentionScore.General", "AttentionScore.LocationAware", "(AttentionScore)(-1)", "Activation.Maxout", "Bridge.Dense", "(Bridge)9", "typeof(Sides.E)", "typeof(Sides.D)", "typeof(Sides.D[])", "typeof(Missing)",
        "\"h_t = tanh(W · x_t + h_{t-1})\"", "\"h_t = ? x_t\"", "\"\"\"h_t = h_t-1\"\"\"", "@\"h_t = \"\" x_t\"", "\"s: 40\"", "ParameterInitialization.Zeros", "(ParameterInitialization)9", "VectorConvention.Rows", "(VectorConvention)9",
        "typeof(void)", "typeof(System.Collections.Generic.List<>)", "new[] { 1 }", "new object()", "1 + 2", "1 / 0", "\"a\" + \"b\"",
        "\"n\"", "\"n = 4\"", "\"n = \"", "\"= 4\"", "\"n = 4 = 5\"", "\"n=+4\"", "\"n = 4.0\"", "\"n = 0x4\"", "\"n = 1__0\"", "\"n = _\"", "\"@n\"", "\"class\"", "\"device\"", "\"\\0\"", "\"\\uD800\"",
        "\"*/ } // <&\"", "\"\"\"n\"\"\"", "$\"{1}\"", "@\"n\"", "\"unterminated", "\"n\"u8", "()", "(", "[", "x => x", "Model.Nothing", "(int)1.5", "(object)3", "(string)\"n\"", "", ",",
    ];

    private static readonly string[] Names =
    [
        "Name", "Layers", "Bidirectional", "Dropout", "ResetAfter", "Output", "Step", "Merge", "Reverse", "LockedDropout", "RecurrentDropout", "WeightDrop", "Zoneout",
        "LayerNorm", "Residual", "Initialization", "ChronoLength", "ProjectionSize", "Peepholes", "Kernel", "Stride", "Dilation", "Padding", "Blank", "LabelSmoothing", "Loss",
        "TiedTo", "Heads", "InputFeeding", "Coverage", "Filters", "Width", "Context", "Token", "Bridge", "SharedEmbedding", "encoder", "decoder", "score", "States", "Values", "Sizes", "Constants", "Scalar", "Trainable", "ZoneoutStates", "Value", "Vectors", "equations", "PaddingIndex", "Pretrained", "Locked", "HiddenSize", "Size", "Nothing", "size", "hiddenSize", "probability", "function", "vocabulary", "features",
    ];

    private static readonly string[] Classes =
    [
        "public partial class Model;", "public partial class Model { }", "partial class Model<T>;", "public class Model;", "partial struct Model;", "partial record Model;",
        "partial interface Model;", "enum Model { }", "delegate void Model();", "partial class", "partial class Model", "partial class Model {", "partial class Model : ;",
        "partial class Model(int x);", "partial class Model : Model;", "file partial class Model;", "partial class Model { partial class Model; }", "",
        "partial class Model { int State; void forward(); }", "partial class Model; partial class Model;", "partial record struct Model;", "static partial class Model;",
    ];

    private const string OddCharacters = "()[]{},\"'=.;:@#\\/<>0aZ_\u0301\u200D\n";

    private readonly Random _random = new(seed);

    public string Next(int number)
    {
        var sections = Enumerable.Range(0, _random.Next(6)).Select(_ => $"[{Attribute()}]").Prepend(Pick(Models));
        var text = $"namespace F{number.ToString(CultureInfo.InvariantCulture)} {{ {string.Join(Chance(0.5) ? "\n" : " ", sections)} {(Chance(0.6) ? Classes[0] : Pick(Classes))} }}";
        for (var slips = Chance(0.4) ? _random.Next(1, 4) : 0; slips > 0 && text.Length > 0; slips--)
        {
            text = Slip(text);
        }

        return text;
    }

    private string Attribute()
    {
        var name = Pick(Attributes);
        return Chance(0.1) ? name : $"{name}({string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => Argument()))})";
    }

    private string Argument() =>
        Chance(0.5) ? Value()
        : Chance(0.8) ? $"{Pick(Names)} = {Value()}"
        : $"{Pick(Names)}: {Value()}";

    private string Value() => Chance(0.85) ? Pick(Values) : Quote(new string([.. Enumerable.Range(0, _random.Next(20)).Select(_ => (char)_random.Next(Chance(0.7) ? 128 : 65536))]));

    /// <summary>Any characters at all, as a literal that C# reads.</summary>
    private static string Quote(string text) => "\"" + string.Concat(text.Select(c => $"\\u{(int)c:x4}")) + "\"";

    /// <summary>A character too few, too many or another, two swapped, or the rest not typed yet.</summary>
    private string Slip(string text)
    {
        var place = _random.Next(text.Length);
        return _random.Next(5) switch
        {
            0 => text.Remove(place, 1),
            1 => text.Insert(place, text[_random.Next(text.Length)].ToString()),
            2 => text.Remove(place, 1).Insert(place, OddCharacters[_random.Next(OddCharacters.Length)].ToString()),
            3 => text.Insert(place, text.Substring(_random.Next(text.Length), 1)),
            _ => text[..place],
        };
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(T[] items) => items[_random.Next(items.Length)];
}
