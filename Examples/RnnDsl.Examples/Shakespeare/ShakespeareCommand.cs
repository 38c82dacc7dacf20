using System.CommandLine;
using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary><c>shakespeare</c>: trains a language model of characters, words or subwords on Shakespeare's plays and samples from it.</summary>
internal static class ShakespeareCommand
{
    public const string DefaultFolder = "runs/shakespeare";

    public const string Name = "shakespeare";

    private const int MaximumWords = 10_000;
    private const int MaximumSubwords = 2_000;
    private const int MinimumFrequency = 2;

    public static string Notes { get; } =
        $"""
        Data:
          tinyshakespeare (1.1 MB) is found in the folder of RNNDSL_DATA, in the user's cache, or downloaded. If it is not
          available, a short embedded play replaces it. The first 90% are the training set, the rest is the validation set.

        Models with their default training options ([default] above shows those of the lab model):
        {RecipeTable()}

        Output folder:
          checkpoint/      weights (safetensors), optimizer state, training step; read by --resume and 'generate'
          settings.json    name of the model
          vocabulary.json  characters or words; for subwords the folder vocabulary-subwords
          samples/         a short sample at each evaluation
          samples.txt      the final samples
          loss.png         loss curves
          results.json     metrics, options, versions, all recorded losses

        Ctrl-C finishes the step, saves a checkpoint and prints the command to resume; a second Ctrl-C exits at once.

        {Ranks.Notes(Name)}

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare --steps 500 --out runs/short --seed 7
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare --steps 500 --out runs/short --seed 7 --resume
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare --data my-novel.txt --prompt 'Chapter 1\n' --temperature 0.7 1.0
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare --model best --out runs/best
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare --tokens words --out runs/words
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare generate --temperature 0.6 --length 1000
        """;

    public static Command Create()
    {
        var tokens = CommandOptions.Choice("--tokens", TextTokens.Kinds, "Tokens: characters, words, or subwords by byte-pair encoding. The end of a line is a token.");
        var model = CommandOptions.Choice("--model", [.. Recipe.OfCharacters.Select(static recipe => recipe.Name)], "Character model: that of the article, a larger, regularised one, or a small one that trains within minutes. Words and subwords have a model of their own.");
        var minimumFrequency = OptionalCount("--min-frequency", $"Minimum frequency of a word. Default: {MinimumFrequency}.");
        var vocabularySize = OptionalCount("--vocabulary-size", $"Maximum vocabulary size. Default: {Show.Count(MaximumWords)} words or {Show.Count(MaximumSubwords)} subwords.");
        var steps = CommandOptions.Count("--steps", Recipe.Lab.Steps, "Number of training steps in total, those before --resume included.");
        var data = new Option<string?>("--data") { Description = "A text file, or a folder with tinyshakespeare's input.txt.", HelpName = "file or folder" };
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume("; with a constant learning rate --steps may grow");
        var distributed = Ranks.Option();
        var record = CommandOptions.Record(". If it holds another run on the same tokens, the run with the lower validation loss comes first");
        var seed = CommandOptions.Seed("Random seed of weights, data order, dropout and samples.");
        var device = CommandOptions.Device();
        var precision = CommandOptions.Precision();
        var batch = CommandOptions.Count("--batch", Recipe.Lab.Batch, "Batch size, in windows.");
        var sequence = CommandOptions.Count("--sequence", Recipe.Lab.Sequence, "Window length, in tokens.");
        var carryState = new Option<bool>("--carry-state") { Description = "Read consecutive windows and carry the state (truncated backpropagation through time), instead of random windows." };
        var learningRate = CommandOptions.Positive("--learning-rate", Recipe.Lab.LearningRate, "Peak learning rate of Adam.");
        var schedule = CommandOptions.Choice("--schedule", [Recipe.Constant, Recipe.Cosine], "Learning rate schedule: constant, or cosine decay to zero.");
        var warmup = CommandOptions.Number("--warmup", Recipe.Lab.Warmup, "Warm-up steps of the learning rate.", static count => count >= 0, "a whole number from 0 on");
        var average = CommandOptions.Number("--average", Recipe.Lab.Average, "Decay of an exponential moving average of the weights, such as 0.995, for evaluation, sampling and saving; 0 for none.", static decay => decay is >= 0 and < 1, "a number from 0 on and below 1");
        var clip = CommandOptions.Positive("--clip", Recipe.Lab.Clip, "Gradient clipping: the maximum norm of all gradients together.");
        var logEvery = CommandOptions.LogEvery(100);
        var evaluateEvery = CommandOptions.Count("--eval-every", 500, "Evaluate the validation loss and show a sample every N steps.");
        var checkpointEvery = CommandOptions.CheckpointEvery(500);
        var patience = CommandOptions.Optional<int>("--patience", "Early stopping: evaluations without a lower validation loss before training stops. Default: never.", static count => count >= 1, "a whole number from 1 on");
        var tensorBoard = CommandOptions.TensorBoard();
        var prompt = Prompt.Option();
        var temperature = CommandOptions.Numbers("--temperature", [0.5, 0.8, 1.2], "Temperatures of the final samples; 0 is greedy decoding.", ValidTemperature, TemperatureRange);
        var length = LengthOption();

        var command = new Command(Name, "Trains a character, word or subword LSTM language model on Shakespeare's plays and samples from it.")
        {
            tokens, model, minimumFrequency, vocabularySize,
            steps, data, output, resume, distributed, record, seed, device, precision, batch, sequence, carryState, learningRate, schedule, warmup, average, clip,
            logEvery, evaluateEvery, checkpointEvery, patience, tensorBoard, prompt, temperature, length,
            GenerateCommand.Create(),
            ExportCommand.Create(),
        };
        command.SetAction(parsed =>
        {
            var kind = parsed.GetRequiredValue(tokens);
            var recipe = Recipe.Of(kind, IsGiven(parsed, model) ? parsed.GetValue(model) : null);
            CheckVocabulary(kind, parsed.GetValue(minimumFrequency), parsed.GetValue(vocabularySize));
            return new ShakespeareTraining(new ShakespeareOptions
            {
                Tokens = kind,
                Recipe = recipe,
                MinimumFrequency = kind == TextTokens.Words ? parsed.GetValue(minimumFrequency) ?? MinimumFrequency : null,
                VocabularySize = kind == TextTokens.Characters ? null : parsed.GetValue(vocabularySize) ?? (kind == TextTokens.Words ? MaximumWords : MaximumSubwords),
                Steps = Given(parsed, steps, recipe.Steps),
                Data = parsed.GetValue(data),
                Out = parsed.GetRequiredValue(output),
                Resume = parsed.GetValue(resume),
                Distributed = parsed.GetValue(distributed),
                Record = parsed.GetValue(record),
                Seed = parsed.GetValue(seed),
                Device = parsed.GetRequiredValue(device),
                Precision = CommandOptions.PrecisionOf(parsed.GetRequiredValue(precision)),
                Batch = Given(parsed, batch, recipe.Batch),
                Sequence = Given(parsed, sequence, recipe.Sequence),
                CarryState = parsed.GetValue(carryState),
                LearningRate = Given(parsed, learningRate, recipe.LearningRate),
                Schedule = Given(parsed, schedule, recipe.Schedule),
                Warmup = Given(parsed, warmup, recipe.Warmup),
                Average = Given(parsed, average, recipe.Average),
                Clip = Given(parsed, clip, recipe.Clip),
                LogEvery = parsed.GetValue(logEvery),
                EvaluateEvery = parsed.GetValue(evaluateEvery),
                CheckpointEvery = parsed.GetValue(checkpointEvery),
                Patience = parsed.GetValue(patience),
                TensorBoard = parsed.GetValue(tensorBoard),
                Prompt = Prompt.Given(parsed, prompt),
                Temperatures = parsed.GetRequiredValue(temperature),
                Length = parsed.GetValue(length),
            }).Run();
        });
        return command;
    }

    public const string TemperatureRange = "a number from 0 on, such as 0.8";

    public static bool ValidTemperature(double temperature) => double.IsFinite(temperature) && temperature >= 0;

    public static Option<int> LengthOption() => CommandOptions.Count("--length", 500, "Tokens to generate after the prompt.");

    private static Option<int?> OptionalCount(string name, string description) => CommandOptions.Optional<int>(name, description, static count => count >= 1, "a whole number from 1 on");

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static T Given<T>(ParseResult parsed, Option<T> option, T otherwise) => IsGiven(parsed, option) ? parsed.GetRequiredValue(option) : otherwise;

    private static void CheckVocabulary(string tokens, int? minimumFrequency, int? vocabularySize)
    {
        if (minimumFrequency is not null && tokens != TextTokens.Words)
            throw new UsageException($"--min-frequency is for --tokens {TextTokens.Words}: {(tokens == TextTokens.Subwords ? "subwords spell rare words" : "all characters are known")}.");
        if (vocabularySize is not null && tokens == TextTokens.Characters)
            throw new UsageException($"--vocabulary-size is for --tokens {TextTokens.Words} and {TextTokens.Subwords}: all characters are known.");
    }

    private static string RecipeTable()
    {
        return string.Join('\n', [
            Row("", static recipe => recipe == Recipe.Words ? "words, subwords" : recipe.Name),
            Row("--steps", static recipe => Show.Count(recipe.Steps)),
            Row("--batch x --sequence", static recipe => $"{Show.Count(recipe.Batch)} x {Show.Count(recipe.Sequence)}"),
            Row("--learning-rate", static recipe => recipe.LearningRate.ToString(CultureInfo.InvariantCulture)),
            Row("--schedule, --warmup", static recipe => recipe.Warmup == 0 ? recipe.Schedule : $"{recipe.Schedule}, {Show.Count(recipe.Warmup)}"),
            Row("--average", static recipe => recipe.Average.ToString(CultureInfo.InvariantCulture)),
            Row("--clip", static recipe => recipe.Clip.ToString(CultureInfo.InvariantCulture)),
        ]);

        static string Row(string options, Func<Recipe, string> cell) =>
            $"  {options,-32}{string.Concat(Recipe.OfCharacters.Append(Recipe.Words).Select(recipe => $"{cell(recipe),-14}"))}".TrimEnd();
    }
}
