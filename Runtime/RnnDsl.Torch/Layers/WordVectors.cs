using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Pretrained word vectors for embeddings.</summary>
public static class WordVectors
{
    /// <summary>
    /// The vectors of a vocabulary's words, one row per token. Rows of words without a vector are uniform around zero, with the variance
    /// of the known vectors (Kim 2014); the row of <see cref="SpecialTokens.Padding"/> is zero.
    /// </summary>
    /// <param name="table">The word vectors.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <returns>float32 [vocabulary, features]. The random rows follow from <c>torch.manual_seed</c>.</returns>
    /// <exception cref="ArgumentException">No word of the vocabulary has a vector.</exception>
    public static Tensor For(WordVectorTable table, ITextVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(vocabulary);
        var rows = Enumerable.Range(0, vocabulary.Count).Select(token => table.Vectors.GetValueOrDefault(vocabulary[token])).ToArray();
        var found = rows.OfType<float[]>().SelectMany(static row => row).ToArray();
        if (found.Length == 0)
            throw new ArgumentException($"None of the {vocabulary.Count.Invariant()} words has a vector.", nameof(table));

        using var scope = NewDisposeScope();
        var mean = found.Average(static value => (double)value);
        var bound = Math.Sqrt(3 * found.Average(value => (value - mean) * (value - mean)));
        var vectors = empty(rows.Length, table.Dimensions, dtype: ScalarType.Float32, device: CPU).uniform_(-bound, bound);
        for (var token = 0; token < rows.Length; token++)
        {
            if (rows[token] is { } row)
                vectors[token] = tensor(row);
        }
        vectors[SpecialTokens.Padding] = zeros(table.Dimensions);
        return vectors.MoveToOuterDisposeScope();
    }

    /// <summary>Copies vectors into an embedding table, on the table's device and in its dtype.</summary>
    /// <param name="vectors">[vocabulary, features], one row per token.</param>
    /// <param name="table">The embedding.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="parameter">The constructor's parameter, for the message.</param>
    /// <param name="paddingIndex">The row that is set to zero.</param>
    /// <exception cref="ArgumentException">The tensor has another type or shape.</exception>
    public static void Copy(Tensor vectors, Embedding table, string model, string parameter, long? paddingIndex = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (vectors is null)
        {
            throw new ArgumentNullException(parameter);
        }

        var weight = table.get_parameter("weight")!;
        if (!vectors.is_floating_point() || !vectors.shape.AsSpan().SequenceEqual(weight.shape))
        {
            throw new ArgumentException(
                $"{model} reads {parameter} as floating-point vectors [{string.Join(", ", weight.shape)}], one row per token; "
                + $"it was given {vectors.dtype} [{string.Join(", ", vectors.shape)}].",
                parameter);
        }

        using var scope = NewDisposeScope();
        using var still = no_grad();
        weight.copy_(vectors);
        if (paddingIndex is { } row)
        {
            weight.select(0, row).zero_();
        }
    }
}
