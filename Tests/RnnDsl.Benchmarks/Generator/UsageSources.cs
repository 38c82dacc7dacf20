using System.Globalization;
using System.Text;

namespace RnnDsl.Benchmarks.Generator;

/// <summary>A project that uses its models much: five declarations, and a file of 500 lines in which every method creates and calls one.</summary>
internal static class UsageSources
{
    public const int Lines = 500;

    /// <summary>A number in the body of a method, which stands once in the file.</summary>
    public const string BodyMark = "4711";

    /// <summary>A part of a method's name, which stands once in the file.</summary>
    public const string NameMark = "Last";

    public const string Models =
        """
        using RnnDsl;

        namespace Uses;

        [SequenceModel] [Embedding(65, 16)] [Lstm(32)] [Linear(65)] [Classify] public partial class Characters;
        [SequenceModel] [Embedding("vocabulary", 16)] [Gru("hidden")] [Linear("vocabulary")] [Classify] public partial class Words;
        [SequenceModel] [Features(28)] [Lstm(32)] [LastState] [Linear(10)] [Classify] public partial class Images;
        [Encoder] [Embedding(50, 16)] [Gru(32)] public partial class Source;
        [Decoder] [Embedding(60, 16)] [Attention(AttentionScore.Additive, 16)] [Gru(32)] [Linear(60)] [Classify] public partial class Target;
        [EncoderDecoder(typeof(Source), typeof(Target))] public partial class Translation;
        """;

    /// <summary>The file before its first edit.</summary>
    public static string Uses()
    {
        var text = new StringBuilder()
            .AppendLine("// Every method uses a model.")
            .AppendLine("using TorchSharp;").AppendLine("using static TorchSharp.torch;").AppendLine()
            .AppendLine("namespace Uses;").AppendLine()
            .AppendLine("public static class Program").AppendLine("{");
        string[] methods =
        [
            """
                public static Tensor Characters#(long batch)
                {
                    using var model = new Characters();
                    var tokens = randint(0, 65, [8, 20]);
                    var (output, state) = model.call(tokens, state: model.InitialState(8));
                    var (next, _) = model.Step(tokens.select(1, 0), state.Detach());
                    var loss = model.Loss(output, tokens) + next.sum() / batch;
                    return loss;
                }

            """,
            """
                public static Tensor Words#(Tensor given)
                {
                    using var model = new Words(1000, hidden: 64);
                    var lengths = tensor(new long[] { 20, 12, 7 });
                    var tokens = given.to(ScalarType.Int64).reshape(3, 20);
                    var (output, state) = model.call(tokens, lengths);
                    var loss = model.Loss(output, tokens, lengths);
                    return loss + state.Hidden.mean();
                }

            """,
            """
                public static Tensor Images#(Tensor labels)
                {
                    using var model = new Images();
                    var pixels = rand(32, 1, 28, 28);
                    var rows = pixels.squeeze(1) / 255;
                    var scores = model.call(rows);
                    var right = scores.argmax(1).eq(labels).to(ScalarType.Float32).mean();
                    return model.Loss(scores, labels) * right;
                }

            """,
            """
                public static Tensor Translation#(Tensor source, Tensor target)
                {
                    using var model = new Translation();
                    var (memory, state) = model.Encode(source);
                    var (step, next, _) = model.Step(target.select(1, 0), memory, state);
                    var (output, weights) = model.call(source, null, target);
                    var loss = model.Loss(output, target) + weights.mean();
                    return loss + step.mean() + next.Hidden.mean();
                }

            """,
        ];
        for (var i = 0; 8 + (10 * (i + 1)) + 1 <= Lines; i++)
        {
            var method = methods[i % methods.Length].Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            text.AppendLine(i switch
            {
                20 => method.Replace("[8, 20]", $"[8, {BodyMark}]", StringComparison.Ordinal),
                22 => method.Replace("Images22", $"Images22{NameMark}", StringComparison.Ordinal),
                _ => method,
            });
        }

        return text.AppendLine("}").ToString();
    }
}
