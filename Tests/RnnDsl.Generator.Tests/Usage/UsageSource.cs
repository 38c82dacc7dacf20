namespace RnnDsl.Generator.Tests.Usage;

/// <summary>Code that uses models, in a project that declares them.</summary>
internal static class UsageSource
{
    private static readonly (string Name, string Declaration)[] Models =
    [
        ("CharLstm", "[SequenceModel] [Embedding(65, 8)] [Lstm(16)] [Linear(65)] [Classify] public partial class CharLstm;"),
        ("Sized", "[SequenceModel] [Embedding(\"vocabulary\", 8)] [Gru(\"hidden\")] [Linear(\"vocabulary\")] [Classify] public partial class Sized;"),
        ("ImageLstm", "[SequenceModel] [Features(28)] [Lstm(16)] [LastState] [Linear(10)] [Classify] public partial class ImageLstm;"),
        ("Rows", "[SequenceModel] [Image(1, 28, 28)] [FlattenToSequence] [Gru(16)] [LastState] [Linear(10)] [Classify] public partial class Rows;"),
        ("Speech", "[SequenceModel] [Features(40)] [Conv1d(8, Kernel = 3, Stride = 2)] [Lstm(8, Bidirectional = true)] [Linear(30)] [Ctc] public partial class Speech;"),
        ("Forecast", "[SequenceModel] [Features(3)] [Gru(4)] [Linear(2)] [Regress] public partial class Forecast;"),
        ("Upper", "[SequenceModel] [Features(16)] [Gru(4)] public partial class Upper;"),
        ("Top", "[SequenceModel] [Features(4)] [Gru(4)] public partial class Top;"),
        ("Translator",
            "[Encoder] [Embedding(50, 8)] [Gru(6)] public partial class SourceEncoder;\n"
            + "[Decoder] [Embedding(60, 8)] [Attention(AttentionScore.Additive, 6)] [Gru(6)] [Linear(60)] [Classify] public partial class TargetDecoder;\n"
            + "[EncoderDecoder(typeof(SourceEncoder), typeof(TargetDecoder))] public partial class Translator;"),
    ];

    private const string Before = "using System; using System.Collections.Generic; using RnnDsl; using RnnDsl.Decoding; using RnnDsl.Torch; using TorchSharp; using static TorchSharp.torch;\nnamespace Test;\n";

    /// <summary>
    /// A file in which a method has the statements, with the models that they name. <c>sequences</c> is a list of tensors, <c>x</c> a tensor of which
    /// nothing is known.
    /// </summary>
    public static string Method(string statements, string parameters = "Tensor x, List<Tensor> sequences")
    {
        var models = Models.Where(model => statements.Contains(model.Name, StringComparison.Ordinal)).Select(model => model.Declaration);
        return $"{Before}{string.Join('\n', models)}\ninternal static class Program\n{{\n    internal static void Use({parameters})\n    {{\n"
            + $"        {statements.ReplaceLineEndings("\n        ")}\n    }}\n}}\n";
    }
}
