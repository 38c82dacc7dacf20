using System.CommandLine;
using System.Globalization;
using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Mnist;

/// <summary><c>mnist predict</c>: classifies an image of a digit with a trained model.</summary>
internal static class PredictCommand
{
    public const string Path = MnistCommand.Name + " " + Name;

    private const string Name = "predict";

    public const string Notes =
        """
        Images:
          PNG, JPEG, BMP, GIF or WebP, dark on light or light on dark. The digit is cropped, scaled to 20 pixels and centred in
          28 × 28 pixels, as in MNIST; a dark image of 28 × 28 pixels is used unchanged.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- mnist predict my-digit.png
          dotnet run -c Release --project Examples/RnnDsl.Examples -- mnist predict --index 8 --model runs/short
        """;

    public static Command Create()
    {
        var file = new Argument<string?>("file") { Description = "Image file with one digit.", Arity = ArgumentArity.ZeroOrOne };
        var index = CommandOptions.Optional<int>("--index", "Test image instead of a file, by index from 0.", static number => number >= 0, "a whole number from 0 on");
        var model = CommandOptions.Model(MnistCommand.DefaultFolder);
        var data = MnistCommand.DataOption();
        var device = CommandOptions.Device();

        var command = new Command(Name, "Classifies an image of a digit with a trained model.") { file, index, model, data, device };
        command.SetAction(parsed =>
        {
            var resolved = Devices.Resolve(parsed.GetRequiredValue(device));
            var weights = FindWeights(parsed.GetRequiredValue(model));
            var pixels = (parsed.GetValue(file), parsed.GetValue(index)) switch
            {
                ({ } path, null) => DigitPicture.Read(path),
                (null, { } number) => TestImage(parsed.GetValue(data), number),
                _ => throw new UsageException("Give an image file, or the index of a test image with --index: one of the two."),
            };
            using var network = ImageModels.Create(MnistSettings.Load(new RunFolder(parsed.GetRequiredValue(model)).Settings).Model, resolved);
            network.Module.LoadSafetensors(weights);
            Print(pixels, Probabilities(network, pixels, resolved));
            return ExitCode.Success;
        });
        return command;
    }

    private static string FindWeights(string model)
    {
        var checkpoints = new CheckpointFolder(new RunFolder(model).Checkpoint);
        return checkpoints.HasCheckpoint
            ? checkpoints.LatestWeights()
            : throw new UsageException($"--model {model}: there is no trained model in this folder. Train one with '{CommandText.Of($"mnist --out {model}")}', or name the folder of a run.");
    }

    private static byte[] TestImage(string? data, int number)
    {
        using var test = MnistData.ReadTest(MnistData.Find(data), CPU);
        if (number >= test.Count)
            throw new UsageException($"--index {number}: there are {Show.Count(test.Count)} test images, counted from 0.");
        Show.Line($"Test image {number}, labelled {test.Labels.Span[number]}");
        var size = test.Rows * test.Columns;
        return test.Pixels.Span.Slice(number * size, size).ToArray();
    }

    private static double[] Probabilities(ImageModel network, byte[] pixels, Device device)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        network.Module.eval();
        var image = tensor(pixels, [1, DrawnDigits.Size, DrawnDigits.Size], device: device).to(ScalarType.Float32) / byte.MaxValue;
        return network.Scores(MnistData.Normalised(image)).softmax(1).to(ScalarType.Float64).cpu().data<double>().ToArray();
    }

    private static void Print(byte[] pixels, double[] probabilities)
    {
        // Two characters per pixel are about square.
        const string Shades = " .:-=+*#%@";
        foreach (var row in pixels.Chunk(DrawnDigits.Size))
            Show.Line(string.Concat(row.Select(static pixel => new string(Shades[pixel * Shades.Length / 256], 2))).TrimEnd());

        for (var digit = 0; digit < probabilities.Length; digit++)
            Show.Line(string.Create(CultureInfo.InvariantCulture, $"{digit}  {Show.Percent(probabilities[digit]),7}  {new string('#', (int)Math.Round(40 * probabilities[digit]))}").TrimEnd());
        var best = Array.IndexOf(probabilities, probabilities.Max());
        Show.Line($"Prediction: {best}");
    }
}
