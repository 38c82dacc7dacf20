using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The sentiment command on the embedded reviews with a small model.</summary>
[Collection(nameof(SentimentCommandTests))]
public sealed class SentimentCommandTests
{
    [Fact]
    public void Two_folds_are_evaluated_with_their_baselines_and_a_sentence_is_classified()
    {
        using var folder = new TemporaryFolder();
        var record = folder["record.json"];
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, SampleReviewsFile.Options(folder, "run", epochs: 6, "--embedding", "8", "--folds", "3", "10", "--record", record));
        Assert.True(exitCode == 0, errors);

        Assert.Contains("Fold 3 of 10: 800 training reviews, 100 validation, 100 test", output, StringComparison.Ordinal);
        Assert.Contains("Fold 10 of 10: 800 training reviews, 100 validation, 100 test", output, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(output, @"(?m)^Bag of words: \d+\.\d\d% of the test reviews \(\d+\.\d\d% of validation\), [\d,]+ unigrams and bigrams, penalty \S+$"));
        Assert.Equal(2, Regex.Count(output, @"(?m)^BiLSTM with attention: \d+\.\d\d% of the test reviews \(\d+\.\d\d% of validation\), after epoch \d$"));
        Assert.Equal(10, Regex.Count(output, @"(?m)^(positive|negative) \d+%(, correct|, wrong: (positive|negative))\n  \S.*\n  largest attention weights: \S+ \d+%, "));
        Assert.Matches(@"(?m)^ +3 +\d+\.\d\d% +\d+\.\d\d% +\d\n +10 +\d+\.\d\d% +\d+\.\d\d% +\d\nmean +\d+\.\d\d% +\d+\.\d\d%\ndev\. +\d+\.\d\d% +\d+\.\d\d%$", output);
        Assert.DoesNotContain('\u001b', output);

        foreach (var picture in (string[])["loss.png", "reviews.png"])
            Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["run"], picture)).AsSpan(1, 3));
        Assert.Equal(10, Regex.Count(File.ReadAllText(Path.Combine(folder["run"], "reviews.html")), "<h2>"));
        CheckResults(Path.Combine(folder["run"], "results.json"));
        Assert.Equal(File.ReadAllText(Path.Combine(folder["run"], "results.json")), File.ReadAllText(record));
        Predicts(folder);
    }

    [Fact]
    public void Word_vectors_are_read_and_determine_the_embedding_size()
    {
        using var folder = new TemporaryFolder();
        string[] words = ["the", "film", "witty", "dull", "superfluous"];
        File.WriteAllLines(folder["vectors.txt"], [$"{words.Length} 5", .. words.Select(static (word, i) => string.Create(CultureInfo.InvariantCulture, $"{word} 0.{i} -0.{i} 1 2 3"))]);
        string[] With(params string[] more) => SampleReviewsFile.Options(folder, "run", ["--vectors", folder["vectors.txt"], "--limit", "100", .. more]);
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, With());
        Assert.True(exitCode == 0, errors);
        Assert.Matches(@"(?m)^Word vectors: 5 dimensions, for 4 of \d+ words \(\d+\.\d\d% of the training text\)$", output);
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, "sentiment", "predict", "a witty film", "--model", folder["run"], "--device", "cpu").ExitCode);

        Refused(2, "--embedding 7: the vectors in", With("--embedding", "7"));
        Refused(2, "there is no such file", SampleReviewsFile.Options(folder, "run", "--vectors", folder["absent.txt"]));
        File.WriteAllText(folder["vectors.txt"], "le 1 2\nfilm 1 x\n");
        Refused(1, "Line 2 of", With());
        File.WriteAllText(folder["vectors.txt"], "zut 1 2\n");
        Refused(2, "none of its 1 words is a word of the reviews", With());

        void Refused(int code, string message, string[] arguments)
        {
            var refused = SharedExampleProcess.Run(folder.Path, arguments);
            Assert.Equal(code, refused.ExitCode);
            Assert.Contains(message, refused.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_seed_changes_the_weights_and_not_the_data_split()
    {
        using var folder = new TemporaryFolder();
        var (first, again, other) = (Results("first", "1"), Results("again", "1"), Results("other", "2"));
        Assert.Equal(first, again);
        Assert.NotEqual(first.Loss, other.Loss);
        Assert.Equal(first.Baseline, other.Baseline);

        (double Loss, double Baseline) Results(string run, string seed)
        {
            Assert.Equal(0, SharedExampleProcess.Run(folder.Path, SampleReviewsFile.Options(folder, run, "--embedding", "8", "--seed", seed, "--limit", "60")).ExitCode);
            using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder[run], "results.json")));
            var metrics = results.RootElement.GetProperty("metrics");
            return (metrics.GetProperty("loss").GetDouble(), metrics.GetProperty("baselineAccuracy").GetDouble());
        }
    }

    [Fact]
    public void A_killed_run_resumes_to_the_same_results_and_only_with_its_own_options()
    {
        using var folder = new TemporaryFolder();
        string[] Longer(string run, params string[] more) => SampleReviewsFile.Options(folder, run, epochs: 10, ["--embedding", "8", "--folds", "1", "2", .. more]);
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, Longer("whole")).ExitCode);
        using (var run = ExampleProcess.Start(folder.Path, Longer("killed", "--resume")))
        {
            Assert.True(run.WaitForLine("Fold 2 of 10") && run.WaitForLine("BiLSTM with attention"), run.Output + run.Errors);
            run.Kill();
            run.WaitForExit();
        }

        var other = SharedExampleProcess.Run(folder.Path, Longer("killed", "--resume", "--weight-decay", "0.5"));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("this checkpoint is of another run: ", other.Errors, StringComparison.Ordinal);
        Assert.Contains("weight decay was", other.Errors, StringComparison.Ordinal);

        var last = SharedExampleProcess.Run(folder.Path, Longer("killed", "--resume"));
        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.Contains("Resuming after step 200 of 200.", last.Output, StringComparison.Ordinal);
        Assert.Equal(Metrics("whole"), Metrics("killed"));

        string Metrics(string run)
        {
            using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder[run], "results.json")));
            return results.RootElement.GetProperty("metrics").GetRawText();
        }
    }

    [UnixFact]
    public void Ctrl_C_saves_a_checkpoint_and_prints_the_resume_command()
    {
        using var folder = new TemporaryFolder();
        using var run = ExampleProcess.Start(folder.Path, SampleReviewsFile.Options(folder, "run", epochs: 100_000, "--embedding", "8"));
        Assert.True(run.WaitForLine("step 8/"), run.Errors);
        run.Send("INT");
        Assert.Equal(130, run.WaitForExit());
        Assert.Matches(@"Resume with: dotnet run -c \w+ --project \S*RnnDsl\.Examples -- sentiment .*--resume", run.Output);
        Assert.False(File.Exists(Path.Combine(folder["run"], "results.json")));
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, "sentiment", "predict", "fine", "--model", folder["run"], "--device", "cpu").ExitCode);
    }

    [Theory]
    [InlineData("--folds is numbers from 1 to 10, or 'all', not '11'.", "--folds", "11")]
    [InlineData("--folds is numbers from 1 to 10, or 'all', not 'all'.", "--folds", "1", "all")]
    [InlineData("--weight-decay is a number from 0 on, not '-1'.", "--weight-decay", "-1")]
    [InlineData("--patience is a whole number from 1 on, not '0'.", "--patience", "0")]
    [InlineData("'absent.tsv', where MR should be, does not exist.", "--data", "absent.tsv")]
    [InlineData("RnnDsl.Examples -- sentiment --out nowhere'", "predict", "fine", "--model", "nowhere")]
    [InlineData("Give a text, or a file of sentences with --file: one of the two.", "predict")]
    [InlineData("Give a text, or a file of sentences with --file: one of the two.", "predict", "fine", "--file", "reviews.txt")]
    [InlineData("The text has no word to classify.", "predict", " ")]
    [InlineData("--file absent.txt: there is no such file.", "predict", "--file", "absent.txt")]
    [InlineData("--fold is a whole number from 1 to 10, not '0'.", "predict", "fine", "--fold", "0")]
    public void Invalid_command_lines_are_rejected_with_a_correction(string message, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, ["sentiment", .. arguments]);
        Assert.Equal(2, exitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_reviews_for_the_folds_are_rejected()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["few.tsv"], "positive\tfine\nnegative\tdull\n");
        var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, "sentiment", "--data", folder["few.tsv"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("2 items are too few for 10 folds", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_predict_command_has_its_own_help()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("sentiment --folds all", SharedExampleProcess.Run(folder.Path, "sentiment", "--help").Output, StringComparison.Ordinal);
        Assert.Contains("sentiment predict --file", SharedExampleProcess.Run(folder.Path, "sentiment", "predict", "--help").Output, StringComparison.Ordinal);
        Assert.Contains("mnist predict my-digit.png", SharedExampleProcess.Run(folder.Path, "mnist", "predict", "--help").Output, StringComparison.Ordinal);
    }

    private static void Predicts(TemporaryFolder folder)
    {
        string[] options = ["--model", folder["run"], "--device", "cpu"];
        var praise = SharedExampleProcess.Run(folder.Path, ["sentiment", "predict", "The plot is CLEVER & <witty>.", "--fold", "10", .. options]);
        Assert.True(praise.ExitCode == 0, praise.Errors);
        Assert.Matches(@"^positive \d+% \(unknown: & < >\)\n  the plot is clever & < witty > \.\n  largest attention weights: ", praise.Output);

        File.WriteAllText(folder["own.txt"], "the cast is witty and the song is warm .\n\nthe cast is wooden and the song is dull .\n");
        var own = SharedExampleProcess.Run(folder.Path, ["sentiment", "predict", "--file", folder["own.txt"], "--html", folder["own.html"], "--png", folder["own.png"], .. options]);
        Assert.True(own.ExitCode == 0, own.Errors);
        Assert.Equal(["positive", "negative"], Regex.Matches(own.Output, @"(?m)^(positive|negative) \d+%$").Select(static match => match.Groups[1].Value));
        Assert.Equal(2, Regex.Count(File.ReadAllText(folder["own.html"]), "<h2>"));
        Assert.Equal("PNG"u8, File.ReadAllBytes(folder["own.png"]).AsSpan(1, 3));

        var absent = SharedExampleProcess.Run(folder.Path, ["sentiment", "predict", "fine", "--fold", "4", .. options]);
        Assert.Equal(2, absent.ExitCode);
        Assert.Contains($"--fold 4: the run in {folder["run"]} has not trained this fold.", absent.Errors, StringComparison.Ordinal);
    }

    private static void CheckResults(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var metrics = document.RootElement.GetProperty("metrics");
        double Of(string name) => metrics.GetProperty(name).GetDouble();

        // Both kinds of words occur in sentences of both kinds, so the task needs more than single words.
        Assert.InRange(Of("accuracy"), 0.9, 1);
        Assert.InRange(Of("baselineAccuracy"), 0.9, 1);
        Assert.Equal(["3", "10"], metrics.GetProperty("accuracyByFold").EnumerateObject().Select(static fold => fold.Name));
        Assert.Equal(Of("accuracy"), metrics.GetProperty("accuracyByFold").EnumerateObject().Average(static fold => fold.Value.GetDouble()), 12);

        // From the parameter table of the generated model: embedding, two directions with two biases, attention, linear.
        var parameters = (8 * Of("vocabulary")) + (2 * 4 * 8 * (8 + 8 + 2)) + (8 * 16) + 8 + 8 + (2 * 16) + 2;
        Assert.Equal(parameters, Of("parameters"));
        Assert.Equal([3, 10], document.RootElement.GetProperty("options").GetProperty("folds").EnumerateArray().Select(static fold => fold.GetInt32()));
        Assert.Equal(["fold-3", "fold-10"], document.RootElement.GetProperty("histories").EnumerateObject().Select(static history => history.Name));
        Assert.Equal(6, document.RootElement.GetProperty("histories").GetProperty("fold-3").GetProperty("heldOut").GetArrayLength());
    }
}
