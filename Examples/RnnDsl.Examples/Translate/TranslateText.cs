using System.Globalization;
using RnnDsl.Examples.Common;
using TorchSharp;

namespace RnnDsl.Examples.Translate;

/// <summary>Options of <c>translate predict</c>.</summary>
internal sealed record TranslateTextOptions
{
    public required string? Text { get; init; }

    public required bool Interactive { get; init; }

    public required string Model { get; init; }

    public required int Beam { get; init; }

    public required double LengthPenalty { get; init; }

    public required int NBest { get; init; }

    public required string Device { get; init; }
}

/// <summary><c>translate predict</c>: translates texts with a trained model.</summary>
internal sealed class TranslateText(TranslateTextOptions options)
{
    private readonly RunFolder _folder = new(options.Model);

    public int Run()
    {
        if ((options.Text is null) != options.Interactive)
            throw new UsageException("Give a text, or --interactive: one of the two.");
        if (options.NBest > options.Beam)
            throw new UsageException($"--nbest {options.NBest}: a beam of {options.Beam} has at most {options.Beam} translations. Take a larger --beam.");
        if (options.Text is { } text && Languages.SourceTokenizer.Split(text).Length == 0)
            throw new UsageException("The text is empty: there is nothing to translate.");

        var device = Devices.Resolve(options.Device);
        var weights = _folder.TrainedWeights($"--model {options.Model}", $"translate --out {options.Model}");
        var settings = TranslationSettings.Load(_folder.Settings);
        var languages = Languages.Load(_folder, settings.Subwords);
        using var model = TranslationModel.Create(settings, languages, device);
        model.Module.LoadSafetensors(weights);
        var translator = new SentenceTranslator(model, languages, device);

        if (options.Text is not null)
            Print(translator, options.Text);
        else
            Interact(translator);
        return ExitCode.Success;
    }

    /// <summary>Translates lines until an empty one or the end of the input.</summary>
    private void Interact(SentenceTranslator translator)
    {
        if (!Console.IsInputRedirected)
            Show.Line("French in, English out; an empty line ends it.");
        while (Read() is { } line && Languages.SourceTokenizer.Split(line).Length > 0)
            Print(translator, line);
    }

    private static string? Read()
    {
        if (!Console.IsInputRedirected)
            Console.Out.Write("> ");
        return Console.In.ReadLine();
    }

    private void Print(SentenceTranslator translator, string text)
    {
        var search = options.Beam == 1 ? SentenceTranslator.Greedy : SentenceTranslator.Beam(options.Beam, options.LengthPenalty, options.NBest);
        foreach (var translation in translator.Translate([Languages.SourceTokenizer.Split(text)], search)[0])
            Show.Line(options.NBest == 1 ? translation.Text : $"{translation.Score.ToString("F3", CultureInfo.InvariantCulture),8}  {translation.Text}");
    }
}
