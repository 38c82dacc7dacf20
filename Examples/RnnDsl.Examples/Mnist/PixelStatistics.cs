namespace RnnDsl.Examples.Mnist;

/// <summary>Statistics of all pixels of MNIST's training images, scaled to 0..1, by which images are normalised.</summary>
internal static class PixelStatistics
{
    public const double Mean = 0.1307;
    public const double StandardDeviation = 0.3081;
}
