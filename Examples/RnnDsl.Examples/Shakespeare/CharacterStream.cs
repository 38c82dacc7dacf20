using System.Numerics.Tensors;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>A stream over characters.</summary>
/// <param name="Process">Scores of the next character after each of some tokens, [time, characters].</param>
/// <param name="Count">The number of characters.</param>
internal sealed record CharacterStream(CharacterStream.Block Process, int Count)
{
    private const int Steps = 32;

    public delegate void Block(ReadOnlySpan<int> tokens, Span<float> scores);

    /// <summary>The first positions of the blocks in which a text is read.</summary>
    public static IReadOnlyList<int> Blocks(int[] text) => [.. Enumerable.Range(0, (text.Length - 1 + Steps - 1) / Steps).Select(static block => block * Steps)];

    /// <summary>The mean loss of a text in nats per character, from the initial state on.</summary>
    /// <param name="text">The tokens, at least two.</param>
    /// <param name="blocks">Its <see cref="Blocks"/>, where progress is shown over them.</param>
    public double Loss(int[] text, IEnumerable<int>? blocks = null)
    {
        var (scores, sum) = (new float[Steps * Count], 0d);
        foreach (var first in blocks ?? Blocks(text))
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
