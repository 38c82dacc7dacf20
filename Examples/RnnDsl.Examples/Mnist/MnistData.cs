using System.Security.Cryptography;
using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Mnist;

/// <summary>The training and test images.</summary>
internal static class MnistData
{
    public const int Classes = 10;

    /// <summary>Finds MNIST or generated sample digits, and prints which.</summary>
    public static ResolvedData Find(string? path)
    {
        var data = DataFinder.Find(DataSets.Mnist with { Sample = DrawnDigits.Open }, path);
        Show.Line(data.Origin == DataOrigin.Sample
            ? "Images: generated sample digits. Results do not compare with MNIST."
            : $"Images from {data.Location}");
        return data;
    }

    public static LabelledImages ReadTraining(ResolvedData data, int? limit, Device device) => Read(data, "train", limit, device);

    public static LabelledImages ReadTest(ResolvedData data, Device device) => Read(data, "t10k", null, device);

    /// <summary>Model input with a mean of about 0 and a standard deviation of about 1.</summary>
    public static Tensor Normalised(Tensor images) => (images - PixelStatistics.Mean) / PixelStatistics.StandardDeviation;

    /// <summary>SHA-256 of images and labels, which identifies the data.</summary>
    public static string Checksum(params IEnumerable<LabelledImages> sets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var set in sets)
        {
            hash.AppendData(set.Pixels.Span);
            hash.AppendData(set.Labels.Span);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static LabelledImages Read(ResolvedData data, string name, int? limit, Device device) => LabelledImages.Read(
        data, $"{name}-images-idx3-ubyte.gz", $"{name}-labels-idx1-ubyte.gz", rows: 28, columns: 28, Classes, limit, device);
}
