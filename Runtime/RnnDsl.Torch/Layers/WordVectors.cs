using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Word vectors that were trained elsewhere, on their way into an embedding.</summary>
public static class WordVectors
{
    /// <summary>Copies vectors into a table, on its device and in its precision.</summary>
    /// <param name="vectors">[vocabulary, features], one row for each token.</param>
    /// <param name="table">Where they go.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="parameter">The constructor's parameter they came in, for the message.</param>
    /// <param name="paddingIndex">The row that stays zero.</param>
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
                $"{model} reads {parameter} as floating-point vectors [{string.Join(", ", weight.shape)}], a row for each token; "
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
