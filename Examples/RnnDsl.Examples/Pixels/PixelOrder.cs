using static TorchSharp.torch;

namespace RnnDsl.Examples.Pixels;

/// <summary>The order in which the pixels of an image are read (Le, Jaitly and Hinton 2015).</summary>
/// <param name="Name">Name in <c>--orders</c> and in the results.</param>
/// <param name="Title">Name in tables and figures.</param>
/// <param name="Indices">For each step the index of its pixel, row by row; <c>null</c> for the order of the file.</param>
internal sealed record PixelOrder(string Name, string Title, long[]? Indices)
{
    /// <summary>Pixels of an image, which are the steps of a sequence.</summary>
    public const int Pixels = 784;

    /// <summary>The permutation belongs to the task: it is the same in every run, whatever the seed.</summary>
    private const long PermutationSeed = 784;

    /// <summary>All orders.</summary>
    public static IReadOnlyList<PixelOrder> All { get; } =
    [
        new("sequential", "Sequential MNIST", null),
        new("permuted", "Permuted MNIST", Permutation()),
    ];

    /// <summary>Images as sequences of pixels.</summary>
    /// <param name="images">[batch, 28, 28]</param>
    /// <returns>[batch, 784, 1]</returns>
    public Tensor Sequences(Tensor images)
    {
        var pixels = images.flatten(1).unsqueeze(2);
        return Indices is null ? pixels : pixels.index_select(1, tensor(Indices, device: images.device));
    }

    /// <summary>The name, for <c>--help</c>.</summary>
    public override string ToString() => Name;

    private static long[] Permutation()
    {
        long[] indices = [.. Enumerable.Range(0, Pixels).Select(static pixel => (long)pixel)];
        new RandomSource(PermutationSeed).Shuffle(indices.AsSpan());
        return indices;
    }
}
