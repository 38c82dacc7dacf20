using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Sentiment;

/// <summary><c>sentiment</c>: trains sentiment classifiers of film reviews, one per fold.</summary>
internal static class SentimentCommand
{
    public const string DefaultFolder = "runs/sentiment";

    public const string Name = "sentiment";

    private const string AllFolds = "all";

    public const string Notes =
        """
        Data:
          The movie reviews (MR, 10,662 sentences, 0.5 MB) are found in the folder of RNNDSL_DATA, in the user's cache, or
          downloaded. If they are not available, a thousand generated sentences replace them. --data also takes a text file: on
          each line 'positive' or 'negative', a tab and a sentence.

        Folds:
          Ten stratified folds, the same in every run; sentences with the same words stay in one fold. Fold K is the test set, the
          next fold is the validation set for the epoch and the baseline's penalty, the other eight are the training set. The
          baseline is a logistic regression over unigrams and bigrams of the same reviews.

        Word vectors:
          --vectors reads GloVe, word2vec (text format) and fastText (.vec): a word and its vector on each line, with or without the
          header 'words dimensions', with or without gzip. Other words of the reviews are initialised randomly.

        Output folder:
          checkpoint/         one folder per fold: weights (safetensors), optimizer state, training step; read by --resume and 'predict'
          vocabulary-*.json   vocabulary of each fold
          settings.json       architecture of the models
          reviews.html, .png  some test reviews, shaded by attention weight
          loss.png            loss curves of the first fold
          results.json        metrics, options, versions, all recorded losses

        Ctrl-C finishes the step, saves a checkpoint and prints the command to resume; a second Ctrl-C exits at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- sentiment
          dotnet run -c Release --project Examples/RnnDsl.Examples -- sentiment --folds all --out runs/sentiment-cv
          dotnet run -c Release --project Examples/RnnDsl.Examples -- sentiment --folds all --out runs/sentiment-cv --resume
          dotnet run -c Release --project Examples/RnnDsl.Examples -- sentiment --vectors glove.6B.100d.txt --out runs/sentiment-glove
          dotnet run -c Release --project Examples/RnnDsl.Examples -- sentiment predict 'a warm and funny film'
          dotnet run -c Release --project Examples/RnnDsl.Examples -- sentiment predict --file reviews.txt --html reviews.html
        """;

    public static Command Create()
    {
        var folds = FoldsOption();
        var vectors = new Option<string?>("--vectors") { Description = "Pretrained word vectors. Default: random initialisation.", HelpName = "file" };
        var minimumFrequency = CommandOptions.Count("--min-frequency", 2, "Minimum frequency of a word in the training data.");
        var embedding = CommandOptions.Optional<int>("--embedding", "Embedding size. Default: that of --vectors, or 100.", static count => count >= 1, "a whole number from 1 on");
        var hidden = CommandOptions.Count("--hidden", 64, "Hidden size of each direction and of the attention.");
        var epochs = CommandOptions.Count("--epochs", 20, "Maximum number of epochs per fold.");
        var patience = CommandOptions.Count("--patience", 3, "Early stopping: epochs without a lower validation loss before training stops.");
        var batch = CommandOptions.Count("--batch", 50, "Batch size, in reviews.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.001, "Learning rate of AdamW.");
        var weightDecay = CommandOptions.Number("--weight-decay", 0.01, "Weight decay of AdamW.", static decay => double.IsFinite(decay) && decay >= 0, "a number from 0 on");
        var clip = CommandOptions.Positive("--clip", 1.0, "Gradient clipping: the maximum norm of all gradients together.");
        var data = new Option<string?>("--data") { Description = "A folder with sentence_polarity.zip, or a file: that one, or lines of 'positive' or 'negative', a tab and a sentence.", HelpName = "path" };
        var limit = CommandOptions.Optional<int>("--limit", "Train on a random sample of N reviews only. Default: all.", static count => count >= 1, "a whole number from 1 on");
        var logEvery = CommandOptions.LogEvery(50);
        var checkpointEvery = CommandOptions.CheckpointEvery(200);
        var threads = CommandOptions.Threads();
        var tensorBoard = CommandOptions.TensorBoard();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume("; --folds may grow");
        var record = CommandOptions.Record();
        var seed = CommandOptions.Seed("Random seed of weights, shuffling and dropout; the folds do not depend on it.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Trains a bidirectional LSTM with attention pooling that classifies film reviews as positive or negative.")
        {
            folds, vectors, minimumFrequency, embedding, hidden, epochs, patience, batch, learningRate, weightDecay, clip,
            data, limit, logEvery, checkpointEvery, threads, tensorBoard, output, resume, record, seed, device,
            SentimentPredictCommand.Create(),
        };
        command.SetAction(parsed => new SentimentRun(new SentimentOptions
        {
            Folds = parsed.GetRequiredValue(folds),
            Vectors = parsed.GetValue(vectors),
            MinimumFrequency = parsed.GetValue(minimumFrequency),
            Embedding = parsed.GetValue(embedding),
            Hidden = parsed.GetValue(hidden),
            Epochs = parsed.GetValue(epochs),
            Patience = parsed.GetValue(patience),
            Batch = parsed.GetValue(batch),
            LearningRate = parsed.GetValue(learningRate),
            WeightDecay = parsed.GetValue(weightDecay),
            Clip = parsed.GetValue(clip),
            Data = parsed.GetValue(data),
            Limit = parsed.GetValue(limit),
            LogEvery = parsed.GetValue(logEvery),
            CheckpointEvery = parsed.GetValue(checkpointEvery),
            Threads = parsed.GetValue(threads),
            TensorBoard = parsed.GetValue(tensorBoard),
            Out = parsed.GetRequiredValue(output),
            Resume = parsed.GetValue(resume),
            Record = parsed.GetValue(record),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }

    private static Option<int[]> FoldsOption() => new("--folds", "--fold")
    {
        Description = $"Cross-validation folds to test, one model each: numbers from 1 to {ReviewData.FoldCount}, or 'all'.",
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [1],
        CustomParser = ParseFolds,
    };

    private static int[] ParseFolds(ArgumentResult result)
    {
        if (result.Tokens is [{ Value: AllFolds }])
            return [.. Enumerable.Range(1, ReviewData.FoldCount)];
        var folds = new List<int>();
        foreach (var token in result.Tokens)
        {
            if (int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var fold) && fold is >= 1 and <= ReviewData.FoldCount)
                folds.Add(fold);
            else
                result.AddError($"--folds is numbers from 1 to {ReviewData.FoldCount}, or '{AllFolds}', not '{token.Value}'.");
        }
        return [.. folds.Distinct()];
    }
}
