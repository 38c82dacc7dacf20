using RnnDsl.Examples.Common;
using RnnDsl.Examples.Mnist;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>
/// The canvases of one run: made on the fly of digits to learn from, some of other training digits to look at on the way, and some of test digits to judge
/// by. What is held out is the same in every run, whatever its weights are drawn from.
/// </summary>
internal sealed record CanvasData
{
    private const long ValidationSeed = 2015;
    private const long TestSeed = 2016;

    /// <summary>The last twelfth of the training digits, 5,000 of MNIST's, is looked at on the way.</summary>
    private const int ValidationShare = 12;

    /// <summary>Draws what is learned from.</summary>
    public required CanvasPainter Training { get; init; }

    /// <summary>To look at on the way.</summary>
    public required IReadOnlyList<Canvas> Validation { get; init; }

    /// <summary>To judge by in the end.</summary>
    public required IReadOnlyList<Canvas> HeldOut { get; init; }

    /// <summary>Tells these digits from others (SHA-256).</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How many digits are learned from, looked at on the way and judged by.</summary>
    public required (int Training, int Validation, int Test) Digits { get; init; }

    /// <exception cref="UsageException">There are too few digits.</exception>
    public static CanvasData Read(string? path, int validation, int heldOut)
    {
        var data = MnistData.Find(path);
        using var training = MnistData.ReadTraining(data, null, CPU);
        using var test = MnistData.ReadTest(data, CPU);
        if (training.Count < 2)
            throw new UsageException($"{data.Place} has one digit to learn from, where two are the least: one is held out.");

        var learned = training.Count - Math.Max(1, training.Count / ValidationShare);
        return new()
        {
            Training = new(training, ..learned),
            Validation = new CanvasPainter(training, learned..).Draw(new RandomSource(ValidationSeed), validation),
            HeldOut = HeldOutOf(test, heldOut),
            Fingerprint = MnistData.Checksum(training, test),
            Digits = (learned, training.Count - learned, test.Count),
        };
    }

    /// <summary>The first so many canvases of test digits.</summary>
    public static IReadOnlyList<Canvas> ReadHeldOut(string? path, int count)
    {
        using var test = MnistData.ReadTest(MnistData.Find(path), CPU);
        return HeldOutOf(test, count);
    }

    private static IReadOnlyList<Canvas> HeldOutOf(LabelledImages test, int count) => new CanvasPainter(test, ..).Draw(new RandomSource(TestSeed), count);
}
