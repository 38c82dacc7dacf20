using System.CommandLine;
using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Examples.Mnist;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary><c>caption predict</c>: captions an image with a trained model.</summary>
internal static class CaptionPredictCommand
{
    public const string Path = CaptionCommand.Name + " " + Name;

    private const string Name = "predict";

    public const string Notes =
        """
        Images:
          PNG, JPEG, BMP, GIF or WebP with two or three separate digits of similar size, dark on light or light on dark. The digits
          are scaled to 20 pixels and centred in 64 × 64 pixels; a dark image of 64 × 64 pixels is used unchanged.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- caption predict my-digits.png
          dotnet run -c Release --project Examples/RnnDsl.Examples -- caption predict my-digits.png --attention attention.png
          dotnet run -c Release --project Examples/RnnDsl.Examples -- caption predict --index 8 --nbest 3 --model runs/short
        """;

    public static Command Create()
    {
        var file = new Argument<string?>("file") { Description = "Image file with two or three digits.", Arity = ArgumentArity.ZeroOrOne };
        var index = CommandOptions.Optional<int>("--index", "Test canvas instead of a file, by index from 0.", static number => number is >= 0 and < int.MaxValue, "a whole number from 0 on");
        var model = CommandOptions.Model(CaptionCommand.DefaultFolder);
        var beam = CommandOptions.Count("--beam", CaptionEvaluation.BeamWidth, "Beam width; 1 is greedy decoding.");
        var nBest = CommandOptions.Count("--nbest", 1, "Number of captions to print, with log-probabilities; at most --beam.");
        var picture = new Option<string?>("--attention") { Description = "Save the attention weights of each word over the image as PNG.", HelpName = "file" };
        var data = MnistCommand.DataOption();
        var device = CommandOptions.Device();

        var command = new Command(Name, "Captions an image with a trained model.") { file, index, model, beam, nBest, picture, data, device };
        command.SetAction(parsed =>
        {
            var (folder, width, count, drawing) = (parsed.GetRequiredValue(model), parsed.GetValue(beam), parsed.GetValue(nBest), parsed.GetValue(picture));
            if (count > width)
                throw new UsageException($"--nbest {count}: a beam of {width} has at most {width} captions. Take a larger --beam.");
            var resolved = Devices.Resolve(parsed.GetRequiredValue(device));
            using var network = Load(folder, resolved, draws: drawing is not null);
            var pixels = (parsed.GetValue(file), parsed.GetValue(index)) switch
            {
                ({ } path, null) => CanvasPicture.Read(path),
                (null, { } number) => Test(parsed.GetValue(data), number),
                _ => throw new UsageException("Give an image file, or the index of a test canvas with --index: one of the two."),
            };

            using var image = CanvasBatch.ImagesOf([pixels], resolved);
            var captions = network.Search(image, width == 1 ? CaptionModel.Greedy : CaptionModel.Beam(width, count))[0];
            Print(pixels, captions, count);
            if (drawing is not null)
                AttentionPictures.Save(drawing, pixels, captions[0]);
            return ExitCode.Success;
        });
        return command;
    }

    private static CaptionModel Load(string model, Device device, bool draws)
    {
        var folder = new RunFolder(model);
        var weights = folder.TrainedWeights($"--model {model}", $"caption --out {model}");
        var settings = CaptionSettings.Load(folder.Settings);
        if (draws && !settings.Attention)
            throw new UsageException($"--attention: the model in {model} was trained without attention, so there are no attention weights to plot.");
        var network = CaptionModel.Create(settings.Attention, settings.Hidden, device);
        network.Module.LoadSafetensors(weights);
        return network;
    }

    private static byte[] Test(string? data, int number)
    {
        var canvas = CanvasData.ReadTest(data, number + 1)[number];
        Show.Line($"Canvas {number}: {Captions.Text(canvas.Words)}");
        return canvas.Pixels;
    }

    private static void Print(byte[] pixels, IReadOnlyList<Hypothesis> captions, int count)
    {
        // Two pixel rows per text row, since a character is about twice as high as wide.
        const string Shades = " .:-=+*#%@";
        foreach (var rows in pixels.Chunk(2 * Canvas.Size))
            Show.Line(string.Concat(rows[..Canvas.Size].Zip(rows[Canvas.Size..], static (upper, lower) => Shades[(upper + lower) * Shades.Length / 512])).TrimEnd());
        foreach (var caption in captions)
        {
            var text = Captions.Text(CaptionScore.WordsOf(caption));
            Show.Line(count == 1 ? text : string.Create(CultureInfo.InvariantCulture, $"{Show.Percent(Math.Exp(caption.LogProbability)),7}  {text}"));
        }
    }
}
