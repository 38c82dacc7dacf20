using RnnDsl.Examples.Common;
using RnnDsl.Examples.Mnist;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>
/// The canvases of one run. Training canvases are generated at each step from training digits; the validation set uses other training digits, the
/// test set test digits. Validation and test sets are the same in every run, independent of the seed.
/// </summary>
internal sealed record CanvasData
{
    private const long ValidationSeed = 2015;
    private const long TestSeed = 2016;

    /// <summary>The last twelfth of the training digits, 5,000 of MNIST's, is kept for validation.</summary>
    private const int ValidationShare = 12;

    /// <summary>Generates training canvases.</summary>
    public required CanvasGenerator Training { get; init; }

    /// <summary>The validation set.</summary>
    public required IReadOnlyList<Canvas> Validation { get; init; }

    /// <summary>The test set.</summary>
    public required IReadOnlyList<Canvas> Test { get; init; }

    /// <summary>SHA-256 of the digits, which identifies the data.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The number of digits for training, validation and test.</summary>
    public required (int Training, int Validation, int Test) Digits { get; init; }

    /// <exception cref="UsageException">There are too few digits.</exception>
    public static CanvasData Read(string? path, int validation, int testSize)
    {
        var data = MnistData.Find(path);
        using var training = MnistData.ReadTraining(data, null, CPU);
        using var test = MnistData.ReadTest(data, CPU);
        if (training.Count < 2)
            throw new UsageException($"{data.Location} has one training digit; at least two are needed, one of them for validation.");

        var learned = training.Count - Math.Max(1, training.Count / ValidationShare);
        return new()
        {
            Training = new(training, ..learned),
            Validation = new CanvasGenerator(training, learned..).Draw(new RandomSource(ValidationSeed), validation),
            Test = TestSet(test, testSize),
            Fingerprint = MnistData.Checksum(training, test),
            Digits = (learned, training.Count - learned, test.Count),
        };
    }

    /// <summary>The first <paramref name="count"/> canvases of the test set.</summary>
    public static IReadOnlyList<Canvas> ReadTest(string? path, int count)
    {
        using var test = MnistData.ReadTest(MnistData.Find(path), CPU);
        return TestSet(test, count);
    }

    private static IReadOnlyList<Canvas> TestSet(LabelledImages test, int count) => new CanvasGenerator(test, ..).Draw(new RandomSource(TestSeed), count);
}
