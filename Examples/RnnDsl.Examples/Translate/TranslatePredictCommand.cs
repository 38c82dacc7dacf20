using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Translate;

/// <summary><c>translate predict</c>: translates texts with a trained model.</summary>
internal static class TranslatePredictCommand
{
    public const string Path = TranslateCommand.Name + " " + Name;

    private const string Name = "predict";

    public const string Notes =
        """
        Translates one text, or with --interactive the lines of the input up to an empty one or its end.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- translate predict 'je suis fatigué .'
          dotnet run -c Release --project Examples/RnnDsl.Examples -- translate predict 'je suis fatigué .' --model runs/short --beam 5 --nbest 3
          dotnet run -c Release --project Examples/RnnDsl.Examples -- translate predict --interactive
        """;

    public static Command Create()
    {
        var text = CommandOptions.Text("French text to translate.");
        var interactive = new Option<bool>("--interactive") { Description = "Translate lines as they are typed." };
        var model = CommandOptions.Model(TranslateCommand.DefaultFolder);
        var beam = CommandOptions.Count("--beam", TranslationEvaluation.BeamWidth, "Beam width; 1 is greedy decoding.");
        var lengthPenalty = TranslateCommand.LengthPenaltyOption();
        var nBest = CommandOptions.Count("--nbest", 1, "Number of translations to print, with scores; at most --beam.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Translates French texts with a trained model.") { text, interactive, model, beam, lengthPenalty, nBest, device };
        command.SetAction(parsed => new TranslateText(new TranslateTextOptions
        {
            Text = parsed.GetValue(text),
            Interactive = parsed.GetValue(interactive),
            Model = parsed.GetRequiredValue(model),
            Beam = parsed.GetValue(beam),
            LengthPenalty = parsed.GetValue(lengthPenalty),
            NBest = parsed.GetValue(nBest),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }
}
