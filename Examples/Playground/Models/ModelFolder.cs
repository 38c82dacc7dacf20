using RnnDsl.Examples.Mnist;
using RnnDsl.Examples.Shakespeare;
using RnnDsl.Playground.Digits;
using RnnDsl.Playground.Text;
using RnnDsl.Playground.Translation;

namespace RnnDsl.Playground.Models;

/// <summary>The models of the server.</summary>
internal sealed record LoadedModels(TextModel Text, DigitModel Digits, TranslationModel Translation);

/// <summary>Loads the models of a folder of runs; those that it lacks are embedded in the program.</summary>
internal static class ModelFolder
{
    public const string TextRun = "shakespeare";
    public const string DigitRun = "mnist-rows";
    public const string TranslationRun = "translate";

    public const string TextWeights = "text.safetensors";
    public const string TextVocabulary = "text-vocabulary.json";
    public const string DigitWeights = "digits.safetensors";

    private const string Command = "dotnet run -c Release --project Examples/RnnDsl.Examples -- ";

    /// <summary>Loads the models.</summary>
    /// <param name="folder">The folder; it may be missing.</param>
    /// <exception cref="IOException">A file cannot be read, or does not hold the weights of its model.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the model of a run does not stream.</exception>
    public static LoadedModels Load(string folder) => new(Text(folder), Digits(folder), Translation(folder));

    private static TextModel Text(string folder)
    {
        var path = Path.Combine(folder, TextRun);
        var command = $"{Command}shakespeare --out {path}";
        if (new TrainedRun(path) is not { HasCheckpoint: true } run)
        {
            using var vocabulary = new StreamReader(Embedded(TextVocabulary));
            return TextModel.Create("small", CharacterVocabulary.FromJson(vocabulary.ReadToEnd(), TextVocabulary), _ => TextStream.Of(SmallCharGru.Streaming.Load(Embedded(TextWeights), TextWeights)), new ModelSource(null, command));
        }

        if (run.Setting("tokens", "characters") is var tokens and not "characters")
            throw new InvalidDataException($"{path} holds a model of {tokens}; the page needs one of characters. Train one with '{command}', or name another folder with --models.");
        Func<string, TextStream> load = run.Setting("model", "lab") switch
        {
            "lab" => static file => TextStream.Of(CharLstm.Streaming.Load(file)),
            "best" => static file => TextStream.Of(RegularisedCharLstm.Streaming.Load(file)),
            "small" => static file => TextStream.Of(SmallCharGru.Streaming.Load(file)),
            var other => throw new InvalidDataException($"{path} holds the model '{other}'; the page runs the character models lab, best and small of the shakespeare example."),
        };
        return TextModel.Create(run.Setting("model", "lab"), CharacterVocabulary.Load(run.Vocabulary), load, new ModelSource(run.Weights, command));
    }

    private static DigitModel Digits(string folder)
    {
        var path = Path.Combine(folder, DigitRun);
        var command = $"{Command}mnist --model rows --out {path}";
        if (new TrainedRun(path) is not { HasCheckpoint: true } run)
            return new DigitModel(RowGru.Streaming.Load(Embedded(DigitWeights), DigitWeights), new ModelSource(null, command));
        if (run.Setting("model", "lab") is var model and not "rows")
            throw new InvalidDataException($"{path} holds the model '{model}', which does not run as a stream. Train one that does with '{command}', or name another folder with --models.");
        return new DigitModel(RowGru.Streaming.Load(run.Weights), new ModelSource(run.Weights, command));
    }

    private static TranslationModel Translation(string folder)
    {
        var path = Path.Combine(folder, TranslationRun);
        var command = $"{Command}translate --out {path}";
        if (new TrainedRun(path) is not { HasCheckpoint: true } run)
            return new TranslationModel(null, new ModelSource(null, command));
        if (run.Flag("subwords"))
            throw new InvalidDataException($"{path} holds a model of subwords; the page needs one of words. Train one with '{command}', or name another folder with --models.");
        if (!run.Flag("attention"))
            throw new InvalidDataException($"{path} holds a model without attention, which has no alignment. Train one with '{command}', or name another folder with --models.");
        var source = new ModelSource(run.Weights, command);
        return new TranslationModel(Translator.Create(run, source), source);
    }

    private static Stream Embedded(string name) => typeof(ModelFolder).Assembly.GetManifestResourceStream("Models/" + name) ?? throw new InvalidOperationException($"The program lacks its resource {name}.");
}

/// <summary>Where a model is from.</summary>
/// <param name="File">The file of its weights; <c>null</c> for a model that the program embeds.</param>
/// <param name="Command">The command that trains one.</param>
internal sealed record ModelSource(string? File, string Command)
{
    public override string ToString() => File ?? $"embedded small model; train a larger one with '{Command}'";
}
