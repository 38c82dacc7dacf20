using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Speech;

/// <summary><c>speech predict</c>: transcribes a recording with a trained model.</summary>
internal static class SpeechPredictCommand
{
    public const string Path = SpeechCommand.Name + " " + Name;

    private const string Name = "predict";

    public const string Notes =
        """
        Recordings:
          WAV of any sample rate and number of channels, PCM of 8, 16, 24 or 32 bits or floating point, up to ten minutes. The
          channels are mixed to mono and resampled to 8,000 Hz, the rate of the training data.

        Language model:
          --numbers takes a text file with one string of digits per line. A trigram model of these digits is added to the prefix beam
          search with the weight --numbers-weight.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- speech predict my-number.wav
          dotnet run -c Release --project Examples/RnnDsl.Examples -- speech predict my-number.wav --nbest 3 --picture posteriors.png
          dotnet run -c Release --project Examples/RnnDsl.Examples -- speech predict my-number.wav --numbers customers.txt
          dotnet run -c Release --project Examples/RnnDsl.Examples -- speech predict --index 8 --save string.wav
        """;

    public static Command Create()
    {
        var file = new Argument<string?>("file") { Description = "A WAV file.", Arity = ArgumentArity.ZeroOrOne };
        var index = CommandOptions.Optional<int>("--index", "Test string instead of a file, by index from 0.", static number => number is >= 0 and < 10_000, "a whole number from 0 to 9,999");
        var model = CommandOptions.Model(SpeechCommand.DefaultFolder);
        var beam = CommandOptions.Count("--beam", 16, "Beam width of the prefix search; 1 is greedy decoding.");
        var nBest = CommandOptions.Count("--nbest", 1, "Number of transcriptions to print, with log-probabilities; at most --beam.");
        var numbers = new Option<string?>("--numbers") { Description = "Text file of digit strings for a language model, one per line.", HelpName = "file" };
        var weight = CommandOptions.Number("--numbers-weight", 0.5, "Weight of that language model.", static number => double.IsFinite(number) && number >= 0, "a number from 0 on");
        var picture = new Option<string?>("--picture") { Description = "Save the waveform features and the frame posteriors as PNG.", HelpName = "file" };
        var save = new Option<string?>("--save") { Description = "Save the sound that the model reads as WAV.", HelpName = "file" };
        var data = SpeechCommand.DataOption();
        var device = CommandOptions.Device();

        var command = new Command(Name, "Transcribes a recording with a trained model.") { file, index, model, beam, nBest, numbers, weight, picture, save, data, device };
        command.SetAction(parsed => new SpeechPrediction(new PredictOptions
        {
            File = parsed.GetValue(file),
            Index = parsed.GetValue(index),
            Model = parsed.GetRequiredValue(model),
            Beam = parsed.GetValue(beam),
            NBest = parsed.GetValue(nBest),
            Numbers = parsed.GetValue(numbers),
            NumbersWeight = parsed.GetValue(weight),
            Picture = parsed.GetValue(picture),
            Save = parsed.GetValue(save),
            Data = parsed.GetValue(data),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }
}
