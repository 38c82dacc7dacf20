using System.Numerics.Tensors;
using RnnDsl.Examples.Common;
using RnnDsl.Streaming;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>A character model as a stream.</summary>
/// <param name="Convert">Writes the weights of a file to another one, with the matrices in a format.</param>
/// <param name="Load">Starts a stream on the weights of a file; without a format in that of the file.</param>
internal sealed record StreamingRecipe(Func<string, string, WeightFormat, WeightConversion> Convert, Func<string, WeightFormat?, CharacterStream> Load)
{
    public static StreamingRecipe Lab { get; } = new(CharLstm.Streaming.Convert, static (file, format) => Of(CharLstm.Streaming.Load(file, format)));

    public static StreamingRecipe Best { get; } = new(RegularisedCharLstm.Streaming.Convert, static (file, format) => Of(RegularisedCharLstm.Streaming.Load(file, format)));

    public static StreamingRecipe Small { get; } = new(SmallCharGru.Streaming.Convert, static (file, format) => Of(SmallCharGru.Streaming.Load(file, format)));

    private static CharacterStream Of(CharLstm.Streaming stream) => new(stream.Process, stream.OutputSize);

    private static CharacterStream Of(RegularisedCharLstm.Streaming stream) => new(stream.Process, stream.OutputSize);

    private static CharacterStream Of(SmallCharGru.Streaming stream) => new(stream.Process, stream.OutputSize);
}

/// <summary>A stream over characters.</summary>
/// <param name="Process">Scores of the next character after each of some tokens, [time, characters].</param>
/// <param name="Count">The number of characters.</param>
internal sealed record CharacterStream(CharacterStream.Block Process, int Count)
{
    private const int Steps = 32;

    public delegate void Block(ReadOnlySpan<int> tokens, Span<float> scores);

    /// <summary>The mean loss of a text in nats per character, from the initial state on.</summary>
    /// <param name="title">The title of the progress line.</param>
    /// <param name="text">The tokens, at least two.</param>
    public double Loss(string title, int[] text)
    {
        var (scores, sum) = (new float[Steps * Count], 0d);
        foreach (var first in ProgressLine.Over(title, [.. Enumerable.Range(0, (text.Length - 1 + Steps - 1) / Steps).Select(static block => block * Steps)]))
        {
            var steps = Math.Min(Steps, text.Length - 1 - first);
            Process(text.AsSpan(first, steps), scores.AsSpan(0, steps * Count));
            for (var t = 0; t < steps; t++)
            {
                // -log softmax of the character that follows.
                var row = scores.AsSpan(t * Count, Count);
                var (target, largest) = (row[text[first + t + 1]], TensorPrimitives.Max(row));
                var exponentials = 0d;
                foreach (var score in row)
                    exponentials += Math.Exp(score - largest);
                sum += Math.Log(exponentials) + largest - target;
            }
        }

        return sum / (text.Length - 1);
    }
}
