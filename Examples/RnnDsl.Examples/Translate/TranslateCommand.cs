using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Translate;

/// <summary><c>translate</c>: trains a translator from French to English, and translates with it.</summary>
internal static class TranslateCommand
{
    public const string DefaultFolder = "runs/translate";

    public const string Name = "translate";

    public const string WordVocabularies = "words";
    public const string SubwordVocabularies = "subwords";

    private const int MostWords = 30_000;
    private const int MostSubwords = 8_000;

    public const string Notes =
        """
        Two ways to use it:
          translate                trains a translator
          translate TEXT           translates with one that is trained; --interactive reads lines, up to an empty one or Ctrl-D.
                                   Of the options these read --model, --beam, --length-penalty, --nbest and --device.

        Data:
          The pairs (143,000 sentences of Tatoeba, 3 MB) are found in the folder that RNNDSL_DATA names, in the user's cache, or
          downloaded; where they cannot be had, two hundred embedded ones stand in. 2,000 French sentences with all their
          translations are held out to judge by, and no sentence connected with them is learned from.

        The run's folder:
          checkpoint/         weights (safetensors), optimizer, position: what --resume reads, and what translates
          settings.json       what the translator is made of
          vocabulary-*        the words of both languages
          alignment-*.png     what was attended to while some held-out sentences were translated
          loss.png            the losses over the steps
          results.json        figures, options, versions, every loss recorded

        Ctrl-C finishes the step, saves and says how to go on; a second one ends at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          RnnDsl.Examples translate
          RnnDsl.Examples translate --attention none --out runs/translate-none
          RnnDsl.Examples translate --epochs 0.3 --out runs/short
          RnnDsl.Examples translate --epochs 0.3 --out runs/short --resume
          RnnDsl.Examples translate 'je suis fatigué .' --model runs/short --beam 5 --nbest 3
          RnnDsl.Examples translate --interactive
        """;

    public static Command Create()
    {
        var text = CommandOptions.Text("A French text to translate with a trained model, instead of training one.");
        var interactive = new Option<bool>("--interactive") { Description = "Translate lines as they are typed." };
        var modelFolder = CommandOptions.Model(DefaultFolder, ", to translate with");
        var beam = CommandOptions.Count("--beam", 5, "How many hypotheses are kept alive while translating; 1 takes the likeliest word at each step.");
        var lengthPenalty = CommandOptions.Number("--length-penalty", 1.0, "How much a beam favours longer translations (Wu et al. 2016): 0 not at all.", static alpha => double.IsFinite(alpha) && alpha >= 0, "a number from 0 on");
        var nBest = CommandOptions.Count("--nbest", 1, "How many translations of each text are printed, with their scores; at most --beam.");

        var preset = CommandOptions.Choice("--preset", [.. TranslatePreset.All.Select(static preset => preset.Name)], "Sizes: small learns in half an hour on two CPU cores, paper has those of Bahdanau et al. 2015.");
        var attention = AttentionOption.Create("Whether the writer attends to the source at each word, or knows it as one vector.");
        var vocabulary = CommandOptions.Choice("--vocabulary", [WordVocabularies, SubwordVocabularies], "Whether a token is a word or a part of one (byte pairs).");
        var minimumFrequency = OptionalCount("--min-frequency", "How often a word must come to be known. 3 with the small preset, 1 with the paper's.");
        var vocabularySize = OptionalCount("--vocabulary-size", "How many tokens a language has at most. 30,000 words or 8,000 subwords, unless given.");
        var embedding = OptionalCount("--embedding", "Numbers for each word. 256 or 620, by the preset.");
        var hidden = OptionalCount("--hidden", "Hidden units, in each direction of the reader, in the attention and in the writer. 256 or 1,000, by the preset.");
        var readout = OptionalCount("--readout", "Maxout units before the words' scores. 256 or 500, by the preset.");
        var epochs = CommandOptions.Positive("--epochs", 5, "How often the whole run sees every pair; it may be a fraction.");
        var batchTokens = CommandOptions.Count("--batch-tokens", 800, "Words in a step, on the longer side and with padding.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.002, "Adam's learning rate at its highest; it falls to zero along a cosine.");
        var warmup = CommandOptions.Count("--warmup", 200, "Over how many steps it rises first.");
        var clip = CommandOptions.Positive("--clip", 1.0, "Largest norm of all gradients together.");
        var data = new Option<string?>("--data") { Description = "A folder with fra-eng.zip or fra.txt: lines of an English and a French sentence with a tab between.", HelpName = "folder" };
        var limit = OptionalCount("--limit", "Learn from so many pairs only, drawn at random, for a quick look. All, unless given.");
        var heldOut = CommandOptions.Count("--held-out", 2_000, "French sentences to judge by in the end; a tenth of the pairs at most.");
        var validation = CommandOptions.Count("--validation", 500, "Others to look at on the way; a tenth of the pairs at most.");
        var logEvery = CommandOptions.LogEvery(100);
        var evaluateEvery = CommandOptions.Count("--eval-every", 500, "Measure loss and BLEU on --validation and show translations every so many steps.");
        var checkpointEvery = CommandOptions.CheckpointEvery(500);
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var record = CommandOptions.Record("; those without attention become a part of those with it");
        var seed = CommandOptions.Seed("Weights, order of the pairs and dropout follow from it; what is held out does not.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Trains a translator from French to English with attention, or translates with it.")
        {
            text, interactive, modelFolder, beam, lengthPenalty, nBest,
            preset, attention, vocabulary, minimumFrequency, vocabularySize, embedding, hidden, readout, epochs, batchTokens, learningRate, warmup, clip,
            data, limit, heldOut, validation, logEvery, evaluateEvery, checkpointEvery, output, resume, record, seed, device,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(text) is not null || parsed.GetValue(interactive))
            {
                return new TranslateText(new TranslateTextOptions
                {
                    Text = parsed.GetValue(text),
                    Interactive = parsed.GetValue(interactive),
                    Model = parsed.GetRequiredValue(modelFolder),
                    Beam = parsed.GetValue(beam),
                    LengthPenalty = parsed.GetValue(lengthPenalty),
                    NBest = parsed.GetValue(nBest),
                    Device = parsed.GetRequiredValue(device),
                }).Run();
            }

            if (parsed.GetResult(modelFolder) is { Implicit: false })
                throw new UsageException("--model names a model to translate with: give a text as well, or --interactive. To train into a folder, name it with --out.");
            var sizes = TranslatePreset.All.Single(one => one.Name == parsed.GetRequiredValue(preset));
            var subwords = parsed.GetRequiredValue(vocabulary) == SubwordVocabularies;
            return new TranslateTraining(new TranslateOptions
            {
                Preset = sizes.Name,
                Attention = AttentionOption.IsGiven(parsed, attention),
                Subwords = subwords,
                MinimumFrequency = parsed.GetValue(minimumFrequency) ?? sizes.MinimumFrequency,
                VocabularySize = parsed.GetValue(vocabularySize) ?? (subwords ? MostSubwords : MostWords),
                Embedding = parsed.GetValue(embedding) ?? sizes.Embedding,
                Hidden = parsed.GetValue(hidden) ?? sizes.Hidden,
                Readout = parsed.GetValue(readout) ?? sizes.Readout,
                Epochs = parsed.GetValue(epochs),
                BatchTokens = parsed.GetValue(batchTokens),
                LearningRate = parsed.GetValue(learningRate),
                Warmup = parsed.GetValue(warmup),
                Clip = parsed.GetValue(clip),
                Data = parsed.GetValue(data),
                Limit = parsed.GetValue(limit),
                HeldOut = parsed.GetValue(heldOut),
                Validation = parsed.GetValue(validation),
                LengthPenalty = parsed.GetValue(lengthPenalty),
                LogEvery = parsed.GetValue(logEvery),
                EvaluateEvery = parsed.GetValue(evaluateEvery),
                CheckpointEvery = parsed.GetValue(checkpointEvery),
                Out = parsed.GetRequiredValue(output),
                Resume = parsed.GetValue(resume),
                Record = parsed.GetValue(record),
                Seed = parsed.GetValue(seed),
                Device = parsed.GetRequiredValue(device),
            }).Run();
        });
        return command;
    }

    private static Option<int?> OptionalCount(string name, string description) => CommandOptions.Optional<int>(name, description, static count => count >= 1, "a whole number from 1 on");
}
