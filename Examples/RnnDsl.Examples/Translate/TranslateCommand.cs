using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Translate;

/// <summary><c>translate</c>: trains a translator from French to English.</summary>
internal static class TranslateCommand
{
    public const string DefaultFolder = "runs/translate";

    public const string Name = "translate";

    public const string WordVocabularies = "words";
    public const string SubwordVocabularies = "subwords";

    private const int MaximumWords = 30_000;
    private const int MaximumSubwords = 8_000;

    public const string Notes =
        """
        Data:
          The sentence pairs (143,000 of Tatoeba, 3 MB) are found in the folder of RNNDSL_DATA, in the user's cache, or downloaded.
          If they are not available, two hundred embedded pairs replace them. The test set has 2,000 French sentences with all
          their translations; no sentence connected with them is in the training set.

        Output folder:
          checkpoint/         weights (safetensors), optimizer state, training step; read by --resume and 'predict'
          settings.json       architecture of the model
          vocabulary-*        vocabularies of both languages
          alignment-*.png     attention weights of some test sentences
          loss.png            loss curves
          results.json        metrics, options, versions, all recorded losses

        Ctrl-C finishes the step, saves a checkpoint and prints the command to resume; a second Ctrl-C exits at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- translate
          dotnet run -c Release --project Examples/RnnDsl.Examples -- translate --attention none --out runs/translate-none
          dotnet run -c Release --project Examples/RnnDsl.Examples -- translate --epochs 0.3 --out runs/short
          dotnet run -c Release --project Examples/RnnDsl.Examples -- translate --epochs 0.3 --out runs/short --resume
          dotnet run -c Release --project Examples/RnnDsl.Examples -- translate predict 'je suis fatigué .' --model runs/short --beam 5 --nbest 3
          dotnet run -c Release --project Examples/RnnDsl.Examples -- translate predict --interactive
        """;

    public static Command Create()
    {
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
        var test = CommandOptions.Count("--test", 2_000, "Size of the test set, in French sentences; at most a tenth of the pairs.");
        var lengthPenalty = LengthPenaltyOption();
        var validation = CommandOptions.Count("--validation", 500, "Size of the validation set; at most a tenth of the pairs.");
        var logEvery = CommandOptions.LogEvery(100);
        var evaluateEvery = CommandOptions.Count("--eval-every", 500, "Evaluate loss and BLEU on the validation set and show translations every N steps.");
        var checkpointEvery = CommandOptions.CheckpointEvery(500);
        var tensorBoard = CommandOptions.TensorBoard();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var record = CommandOptions.Record("; results without attention are nested under those with it");
        var seed = CommandOptions.Seed("Random seed of weights, shuffling and dropout; the data split does not depend on it.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Trains an encoder-decoder with attention that translates French to English.")
        {
            preset, attention, vocabulary, minimumFrequency, vocabularySize, embedding, hidden, readout, epochs, batchTokens, learningRate, warmup, clip,
            data, limit, test, validation, lengthPenalty, logEvery, evaluateEvery, checkpointEvery, tensorBoard, output, resume, record, seed, device,
            TranslatePredictCommand.Create(),
        };
        command.SetAction(parsed =>
        {
            var sizes = TranslatePreset.All.Single(one => one.Name == parsed.GetRequiredValue(preset));
            var subwords = parsed.GetRequiredValue(vocabulary) == SubwordVocabularies;
            return new TranslateTraining(new TranslateOptions
            {
                Preset = sizes.Name,
                Attention = AttentionOption.IsGiven(parsed, attention),
                Subwords = subwords,
                MinimumFrequency = parsed.GetValue(minimumFrequency) ?? sizes.MinimumFrequency,
                VocabularySize = parsed.GetValue(vocabularySize) ?? (subwords ? MaximumSubwords : MaximumWords),
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
                Test = parsed.GetValue(test),
                Validation = parsed.GetValue(validation),
                LengthPenalty = parsed.GetValue(lengthPenalty),
                LogEvery = parsed.GetValue(logEvery),
                EvaluateEvery = parsed.GetValue(evaluateEvery),
                CheckpointEvery = parsed.GetValue(checkpointEvery),
                TensorBoard = parsed.GetValue(tensorBoard),
                Out = parsed.GetRequiredValue(output),
                Resume = parsed.GetValue(resume),
                Record = parsed.GetValue(record),
                Seed = parsed.GetValue(seed),
                Device = parsed.GetRequiredValue(device),
            }).Run();
        });
        return command;
    }

    public static Option<double> LengthPenaltyOption() =>
        CommandOptions.Number("--length-penalty", 1.0, "Length penalty α of beam search (Wu et al. 2016); 0 for none.", static alpha => double.IsFinite(alpha) && alpha >= 0, "a number from 0 on");

    private static Option<int?> OptionalCount(string name, string description) => CommandOptions.Optional<int>(name, description, static count => count >= 1, "a whole number from 1 on");
}
