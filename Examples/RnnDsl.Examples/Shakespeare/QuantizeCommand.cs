using System.CommandLine;
using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Streaming;
using RnnDsl.Text;

namespace RnnDsl.Examples.Shakespeare;

/// <summary><c>quantize</c>: writes the weights of a trained character model in a smaller format.</summary>
internal static class QuantizeCommand
{
    public const string Name = "quantize";

    public const string Notes =
        """
        Writes a safetensors file with the matrices and embedding tables of a character model of 'shakespeare' in fewer bytes;
        biases stay as they are. Model.Streaming.Load reads it. An int8 tensor NAME has integers from -127 to 127, and the tensor
        NAME.scale a factor for each of its rows.

        Prints the size of both files, the errors of the weights, and the validation loss (the last 10% of the text) of a stream
        with the weights as trained and with those of the new file.

        Exit codes: 0 done, 1 failed, 2 wrong command line.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- quantize --model runs/shakespeare --format int8 --out char-int8.safetensors
          dotnet run -c Release --project Examples/RnnDsl.Examples -- quantize --model runs/best --best --format bfloat16
        """;

    private static readonly (string Name, WeightFormat Format)[] Formats = [("int8", WeightFormat.Int8), ("bfloat16", WeightFormat.BFloat16)];

    public static Command Create()
    {
        var model = CommandOptions.Model(ShakespeareCommand.DefaultFolder, ", of characters");
        var best = GenerateCommand.BestOption();
        var format = CommandOptions.Choice("--format", [.. Formats.Select(static format => format.Name)], "Format of the matrices: 1 or 2 bytes for each element.");
        var output = new Option<string?>("--out") { Description = "The file to write. Default: weights-FORMAT.safetensors in the folder of the run.", HelpName = "file" };
        var data = new Option<string?>("--data") { Description = "The text that the model was trained on: a text file, or a folder with tinyshakespeare's input.txt.", HelpName = "file or folder" };

        var command = new Command(Name, "Writes the weights of a trained character model as int8 or bfloat16, and measures what that changes.")
        {
            model, best, format, output, data,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(model), parsed.GetValue(best), Formats.Single(known => known.Name == parsed.GetRequiredValue(format)), parsed.GetValue(output), parsed.GetValue(data)));
        return command;
    }

    private static int Run(string model, bool best, (string Name, WeightFormat Format) format, string? output, string? data)
    {
        var folder = new RunFolder(model);
        var weights = GenerateCommand.FindWeights(folder, model, best);
        var settings = ShakespeareSettings.Load(folder.Settings);
        var recipe = settings.Recipe.Streaming ?? throw new UsageException($"--model {model}: this is a model of {settings.Tokens}, which has no stream. Name the run of a character model.");
        var path = output ?? folder.Weights(format.Name);
        if (File.Exists(path))
            throw new UsageException($"--out {path}: this file already exists. Name another one, or remove it.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && !Directory.Exists(parent))
            throw new UsageException($"--out {path}: there is no folder {parent}.");

        var text = Validation(CharacterVocabulary.Load(folder.Vocabulary), ShakespeareTraining.ReadText(data), model);
        var conversion = recipe.Convert(weights, path, format.Format);
        foreach (var tensor in conversion.Tensors)
            Show.Line($"{tensor.Name,-20} {Show.Count(tensor.Elements),10} elements  largest error {Number(tensor.LargestError)} of {Number(tensor.LargestMagnitude)}, mean error {Number(tensor.MeanError)}");
        var trained = recipe.Load(weights, WeightFormat.Float32).Loss(text, ProgressLine.Over("Validation loss, float32", CharacterStream.Blocks(text)));
        var converted = recipe.Load(path, null).Loss(text, ProgressLine.Over($"Validation loss, {format.Name}", CharacterStream.Blocks(text)));
        Show.Line($"Bytes: {Show.Count(conversion.BytesBefore)} before, {Show.Count(conversion.BytesAfter)} after ({Show.Percent((double)conversion.BytesAfter / conversion.BytesBefore)})");
        Show.Line($"Error of the weights: at most {Number(conversion.LargestError)}, {Number(conversion.MeanError)} in the mean");
        Show.Line($"Validation loss: {Show.Loss(trained)} nats per character with float32, {Show.Loss(converted)} with {format.Name} (difference {Show.LossDifference(converted - trained)})");
        Show.Line($"Written: {path}");
        return ExitCode.Success;
    }

    /// <summary>The validation tokens: the last 10% of the text.</summary>
    private static int[] Validation(CharacterVocabulary vocabulary, string text, string model)
    {
        foreach (var character in text.EnumerateRunes())
        {
            if (!vocabulary.TryGetToken(character, out _))
                throw new UsageException($"--data: the text has the character '{character}', which the vocabulary of the run in {model} lacks. Name the text that the model was trained on.");
        }

        var tokens = vocabulary.Encode(text);
        var first = (int)(tokens.Length * Corpus.TrainingFraction);
        return tokens.Length - first >= 2
            ? [.. tokens[first..].Select(static token => (int)token)]
            : throw new UsageException($"--data: the text has {Show.Count(tokens.Length)} characters, too few for a validation set. Name a longer text.");
    }

    private static string Number(double number) => number.ToString("G3", CultureInfo.InvariantCulture);
}
