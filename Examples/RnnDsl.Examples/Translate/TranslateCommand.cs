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
        var text = CommandOptions.Text("French text to translate with a trained model, instead of training.");
        var interactive = new Option<bool>("--interactive") { Description = "Translate lines as they are typed." };
        var modelFolder = CommandOptions.Model(DefaultFolder, ", to translate with");
        var beam = CommandOptions.Count("--beam", 5, "Beam width; 1 is greedy decoding.");
        var lengthPenalty = CommandOptions.Number("--length-penalty", 1.0, "Length penalty α of beam search (Wu et al. 2016); 0 for none.", static alpha => double.IsFinite(alpha) && alpha >= 0, "a number from 0 on");
        var nBest = CommandOptions.Count("--nbest", 1, "Number of translations to print, with scores; at most --beam.");

        var preset = CommandOptions.Choice("--preset", [.. TranslatePreset.All.Select(static preset => preset.Name)], "Model sizes: small trains in half an hour on two CPU cores; paper is Bahdanau et al. 2015.");
        var attention = AttentionOption.Create("Decode with attention over the source, or from one vector.");
        var vocabulary = CommandOptions.Choice("--vocabulary", [WordVocabularies, SubwordVocabularies], "Tokens: words, or subwords by byte-pair encoding.");
        var minimumFrequency = OptionalCount("--min-frequency", "Minimum frequency of a word. Default: 3 (small), 1 (paper).");
        var vocabularySize = OptionalCount("--vocabulary-size", "Maximum vocabulary size per language. Default: 30,000 words or 8,000 subwords.");
        var embedding = OptionalCount("--embedding", "Embedding size. Default: 256 (small), 620 (paper).");
        var hidden = OptionalCount("--hidden", "Hidden size of each encoder direction, of the attention and of the decoder. Default: 256 (small), 1,000 (paper).");
        var readout = OptionalCount("--readout", "Maxout units before the output layer. Default: 256 (small), 500 (paper).");
        var epochs = CommandOptions.Positive("--epochs", 5, "Number of epochs; may be a fraction.");
        var batchTokens = CommandOptions.Count("--batch-tokens", 800, "Batch size in tokens of the longer side, padding included.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.002, "Peak learning rate of Adam; cosine decay to zero.");
        var warmup = CommandOptions.Count("--warmup", 200, "Warm-up steps of the learning rate.");
        var clip = CommandOptions.Positive("--clip", 1.0, "Gradient clipping: the maximum norm of all gradients together.");
        var data = new Option<string?>("--data") { Description = "A folder with fra-eng.zip or fra.txt: lines of an English and a French sentence with a tab between.", HelpName = "folder" };
        var limit = OptionalCount("--limit", "Train on a random sample of N sentence pairs only. Default: all.");
        var heldOut = CommandOptions.Count("--held-out", 2_000, "Size of the test set, in French sentences; at most a tenth of the pairs.");
        var validation = CommandOptions.Count("--validation", 500, "Size of the validation set; at most a tenth of the pairs.");
        var logEvery = CommandOptions.LogEvery(100);
        var evaluateEvery = CommandOptions.Count("--eval-every", 500, "Evaluate loss and BLEU on the validation set and show translations every N steps.");
        var checkpointEvery = CommandOptions.CheckpointEvery(500);
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var record = CommandOptions.Record("; those without attention become a part of those with it");
        var seed = CommandOptions.Seed("Random seed of weights, shuffling and dropout; the data split does not depend on it.");
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
