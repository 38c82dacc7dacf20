using System.Text.Json;
using System.Text.RegularExpressions;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The translate command on the embedded pairs with a small model.</summary>
[Collection(nameof(TranslateCommandTests))]
public sealed class TranslateCommandTests
{
    [Fact]
    public void A_short_run_logs_its_training_writes_all_files_and_translates()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, SamplePairsFolder.Options(folder, "run"));
        Assert.True(exitCode == 0, errors);

        Assert.Contains("Sentence pairs: training 196, test 10 source sentences, validation 5", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^French: 315 words; unknown in the test set: \d+ of \d+ tokens \(\d+\.\d\d %\)$", output);
        Assert.Matches(@"(?m)^English: 266 words; ", output);
        Assert.Contains("Attention: additive", output, StringComparison.Ordinal);

        // From the parameter table of the generated model.
        var parameters = (21 * 8) + (2 * 8) + 266 + (11 * 64) + (8 * 315) + (8 * 266) + (26 * 64) + (8 * 266);
        Assert.Contains($"Parameters: {parameters:N0}", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^step 16/16  loss \d\.\d{4}  validation \d\.\d{4}  \S+ steps/s  \S+ tokens/s  0:00:00 left$", output);
        Assert.Equal(4, Regex.Count(output, @"(?m)^  perplexity \d+\.\d\d  BLEU \d+\.\d\d$"));
        Assert.Equal(16, Regex.Count(output, @"(?m)^    = .*\n    \(.+\)$"));
        Assert.Matches(@"(?m)^Perplexity: \d+\.\d\d$", output);
        Assert.Matches(@"(?m)^BLEU, greedy: \d+\.\d\d$", output);
        Assert.Matches(@"(?m)^BLEU, beam of 5, length penalty 1: \d+\.\d\d$", output);
        Assert.Matches(@"(?m)^1-5 +5 +\d+\.\d\d$", output);
        Assert.Matches(@"(?m)^21\+ +0 +-$", output);
        Assert.DoesNotContain('\u001b', output);

        foreach (var picture in (string[])["loss.png", "alignment-1.png"])
            Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["run"], picture)).AsSpan(1, 3));
        Assert.Equal(315, WordVocabulary.Load(Path.Combine(folder["run"], "vocabulary-french.json")).Count);
        Assert.Equal(266, WordVocabulary.Load(Path.Combine(folder["run"], "vocabulary-english.json")).Count);
        CheckResults(Path.Combine(folder["run"], "results.json"), parameters);

        Translates(folder);
        Converses(folder);
    }

    [Fact]
    public void Subwords_are_learned_saved_and_read_again()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, SamplePairsFolder.Options(folder, "run", "--vocabulary", "subwords", "--vocabulary-size", "150"));
        Assert.True(exitCode == 0, errors);
        Assert.Contains("French: 150 subwords; unknown in the test set: 0 of ", output, StringComparison.Ordinal);
        Assert.Equal(150, SubwordVocabulary.Load(Path.Combine(folder["run"], "vocabulary-english")).Count);

        var translated = SharedExampleProcess.Run(folder.Path, "translate", "predict", "Bonjour, Tom !", "--model", folder["run"], "--device", "cpu");
        Assert.True(translated.ExitCode == 0, translated.Errors);
        Assert.NotEmpty(translated.Output.Trim());
    }

    [Fact]
    public void One_file_records_the_runs_with_and_without_attention()
    {
        using var folder = new TemporaryFolder();
        var record = folder["record.json"];
        var without = SharedExampleProcess.Run(folder.Path, SamplePairsFolder.Options(folder, "without", "--attention", "none", "--record", record));
        Assert.True(without.ExitCode == 0, without.Errors);
        Assert.Contains("Attention: none, one context vector", without.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder["without"], "alignment-*"));
        Assert.Equal(["withoutAttention"], Names(record));

        // It translates without attention.
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, "translate", "predict", "Bonjour !", "--model", folder["without"], "--device", "cpu").ExitCode);

        var with = SharedExampleProcess.Run(folder.Path, SamplePairsFolder.Options(folder, "with", "--record", record));
        Assert.True(with.ExitCode == 0, with.Errors);
        using var both = JsonDocument.Parse(File.ReadAllText(record));
        Assert.Equal(Metrics(folder["with"]), both.RootElement.GetProperty("metrics").GetRawText(), ignoreWhiteSpaceDifferences: true, ignoreLineEndingDifferences: true);
        Assert.Equal("none", both.RootElement.GetProperty("withoutAttention").GetProperty("options").GetProperty("attention").GetString());
        Assert.True(both.RootElement.GetProperty("withoutAttention").GetProperty("metrics").GetProperty("perplexity").GetDouble() > 1);

        File.WriteAllText(record, "[1, 2]");
        var refused = SharedExampleProcess.Run(folder.Path, SamplePairsFolder.Options(folder, "third", "--record", record));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"--record {record}: this file does not hold results.", refused.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["third"]));
    }

    [Fact]
    public void A_killed_run_resumes_to_the_same_losses_and_weights_and_only_with_its_own_options()
    {
        using var folder = new TemporaryFolder();
        string[] Longer(string run, params string[] more) => SamplePairsFolder.Options(folder, run, epochs: 10, evaluateEvery: 40, more);
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, Longer("whole")).ExitCode);
        using (var run = ExampleProcess.Start(folder.Path, Longer("killed", "--resume")))
        {
            Assert.True(run.WaitForLine("step 10/"), run.Output + run.Errors);
            run.Kill();
            run.WaitForExit();
        }

        var other = SharedExampleProcess.Run(folder.Path, Longer("killed", "--resume", "--learning-rate", "0.1"));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("this checkpoint is of another run: learning rate was 0.002 and is now 0.1", other.Errors, StringComparison.Ordinal);

        var last = SharedExampleProcess.Run(folder.Path, Longer("killed", "--resume"));
        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.Contains("Resuming after step", last.Output, StringComparison.Ordinal);
        Assert.Equal(Metrics(folder["whole"]), Metrics(folder["killed"]));
        Assert.Equal(Weights("whole"), Weights("killed"));

        byte[] Weights(string run) => File.ReadAllBytes(new CheckpointFolder(Path.Combine(folder[run], "checkpoint")).LatestWeights());
    }

    [UnixFact]
    public void Ctrl_C_saves_a_checkpoint_and_prints_the_resume_command()
    {
        using var folder = new TemporaryFolder();
        using var run = ExampleProcess.Start(folder.Path, SamplePairsFolder.Options(folder, "run", epochs: 100_000, evaluateEvery: 1_000_000));
        Assert.True(run.WaitForLine("step 4/"), run.Errors);
        run.Send("INT");
        Assert.Equal(130, run.WaitForExit());
        Assert.Matches(@"Resume with: dotnet run -c \w+ --project \S*RnnDsl\.Examples -- translate .*--resume", run.Output);
        Assert.False(File.Exists(Path.Combine(folder["run"], "results.json")));

        // The saved checkpoint translates.
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, "translate", "predict", "Merci.", "--model", folder["run"], "--device", "cpu").ExitCode);
    }

    [Fact]
    public void A_damaged_folder_is_an_error_that_names_the_file()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, SamplePairsFolder.Options(folder, "run")).ExitCode);

        Damaged("settings.json", text => text[..10], "settings.json does not hold the settings of such a model, or is cut short");
        Damaged("settings.json", _ => "{\"attention\":true}", "settings.json does not hold the settings of such a model");
        Damaged("settings.json", text => text.Replace("\"hidden\": 8", "\"hidden\": 9", StringComparison.Ordinal), "weights.safetensors");
        Damaged("vocabulary-french.json", text => text[..100], "vocabulary-french.json cannot be read as a word vocabulary");
        Damaged("vocabulary-english.json", text => text.Replace("\"close\",", "", StringComparison.Ordinal), "265");
        Damaged("vocabulary-english.json", _ => null, "vocabulary-english.json");
        var weights = new CheckpointFolder(Path.Combine(folder["run"], "checkpoint")).LatestWeights();
        using (var file = File.OpenWrite(weights))
            file.SetLength(file.Length - 100);
        Assert.Contains("weights.safetensors: this file is cut short", Refused(), StringComparison.Ordinal);

        void Damaged(string name, Func<string, string?> damage, string message)
        {
            var path = Path.Combine(folder["run"], name);
            var whole = File.ReadAllText(path);
            if (damage(whole) is { } text)
                File.WriteAllText(path, text);
            else
                File.Delete(path);
            Assert.Contains(message, Refused(), StringComparison.Ordinal);
            File.WriteAllText(path, whole);
        }

        string Refused()
        {
            var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, "translate", "predict", "Bonjour !", "--model", folder["run"], "--device", "cpu");
            Assert.Equal(1, exitCode);
            Assert.Empty(output);
            Assert.StartsWith("Error: ", errors, StringComparison.Ordinal);
            return errors;
        }
    }

    [Fact]
    public void Help_explains_every_option_with_its_default_and_gives_examples()
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), "translate", "--help");
        Assert.Equal(0, exitCode);
        CommandChecks.Explains(output, "--preset", "--attention", "--vocabulary", "--epochs", "--batch-tokens", "--data", "--test", "--validation", "--length-penalty", "--tensorboard", "--out", "--resume", "--record", "--seed", "--device");
        Assert.Contains("[default: runs/translate]", output, StringComparison.Ordinal);
        Assert.Contains("[default: additive]", output, StringComparison.Ordinal);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
        CommandChecks.Explains(SharedExampleProcess.Run(Path.GetTempPath(), "translate", "predict", "--help").Output, "--interactive", "--model", "--beam", "--length-penalty", "--nbest", "--device");
    }

    [Theory]
    [InlineData("--attention is one of additive, none, not 'dot'", "--attention", "dot")]
    [InlineData("--vocabulary is one of words, subwords, not 'letters'", "--vocabulary", "letters")]
    [InlineData("--preset is one of small, paper, not 'huge'", "--preset", "huge")]
    [InlineData("--epochs is a number above 0, not '0'", "--epochs", "0")]
    [InlineData("--hidden is a whole number from 1 on, not 'many'", "--hidden", "many")]
    [InlineData("There is no device 'gpu'", "--device", "gpu")]
    [InlineData("'missing', where English-French should be, does not exist", "--data", "missing")]
    [InlineData("'--epoch' was not matched", "--epoch")]
    [InlineData("There is no option '--epoch'", "predict", "--epoch")]
    [InlineData("there is no trained model in this folder", "predict", "Bonjour !", "--model", "missing")]
    [InlineData("there is no trained model in this folder", "predict", "--interactive", "--model", "missing")]
    [InlineData("Give a text, or --interactive: one of the two.", "predict")]
    [InlineData("Give a text, or --interactive: one of the two.", "predict", "Bonjour !", "--interactive")]
    [InlineData("The text is empty: there is nothing to translate.", "predict", " ")]
    [InlineData("--nbest 6: a beam of 5 has at most 5 translations. Take a larger --beam.", "predict", "Bonjour !", "--nbest", "6")]
    [InlineData("--length-penalty is a number from 0 on, not '-1'", "predict", "Bonjour !", "--length-penalty", "-1")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments) => CommandChecks.Refuses(message, ["translate", .. arguments]);

    [Fact]
    public void Files_with_too_few_sentence_pairs_are_rejected()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["pairs"]);
        Assert.Contains("has no pair of sentences with a tab between", Refused("Hello.\nThank you.\n"), StringComparison.Ordinal);
        Assert.Contains("source sentences cannot be held out", Refused("Hello.\tBonjour.\n"), StringComparison.Ordinal);

        string Refused(string text)
        {
            File.WriteAllText(Path.Combine(folder["pairs"], "fra.txt"), text);
            var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, "translate", "--data", folder["pairs"], "--device", "cpu");
            Assert.Equal(2, exitCode);
            return errors;
        }
    }

    private static void Translates(TemporaryFolder folder)
    {
        string[] translate = ["translate", "predict", "Je suis fatigué.", "--model", folder["run"], "--device", "cpu"];
        var beam = SharedExampleProcess.Run(folder.Path, translate);
        Assert.True(beam.ExitCode == 0, beam.Errors);
        Assert.Single(beam.Output.Trim().Split('\n'));
        Assert.Equal(beam, ExampleProcess.Run(folder.Path, translate));
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, [.. translate, "--beam", "1"]).ExitCode);

        var best = SharedExampleProcess.Run(folder.Path, [.. translate, "--nbest", "3"]).Output.Split('\n');
        Assert.Equal(3, best.Length);
        Assert.All(best, static line => Assert.Matches(@"^ *-\d+\.\d{3}  ", line));
        Assert.EndsWith("  " + beam.Output, best[0], StringComparison.Ordinal);
    }

    private static void Converses(TemporaryFolder folder)
    {
        string[] converse = ["translate", "predict", "--interactive", "--model", folder["run"], "--device", "cpu"];
        var spoken = SharedExampleProcess.Run(folder.Path, ["translate", "predict", "Il a une voiture.", "--model", folder["run"], "--device", "cpu"]).Output;

        // Up to an empty line, or the end of the input.
        var emptyLine = ExampleProcess.RunWithInput(folder.Path, "Bonjour !\nIl a une voiture.\n\nMerci.\n", converse);
        Assert.True(emptyLine.ExitCode == 0, emptyLine.Errors);
        Assert.Equal(2, emptyLine.Output.Split('\n').Length);
        Assert.EndsWith("\n" + spoken, emptyLine.Output, StringComparison.Ordinal);
        var end = SharedExampleProcess.RunWithInput(folder.Path, "Il a une voiture.", converse);
        Assert.Equal((0, spoken), (end.ExitCode, end.Output));
        Assert.Equal((0, ""), (SharedExampleProcess.RunWithInput(folder.Path, "", converse) is var nothing ? nothing.ExitCode : -1, nothing.Output));
    }

    private static void CheckResults(string path, int parameters)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var metrics = document.RootElement.GetProperty("metrics");
        foreach (var score in (string[])["bleuGreedy", "bleuBeam5"])
            Assert.InRange(metrics.GetProperty(score).GetDouble(), 0, 100);
        Assert.InRange(metrics.GetProperty("perplexity").GetDouble(), 1, 1_000);
        Assert.Equal(["1-5", "6-10"], metrics.GetProperty("bleuGreedyByLength").EnumerateObject().Select(static one => one.Name));
        Assert.Equal(10, metrics.GetProperty("sentencesByLength").EnumerateObject().Sum(static one => one.Value.GetDouble()));
        Assert.Equal(parameters, metrics.GetProperty("parameters").GetInt64());
        Assert.Equal("additive", document.RootElement.GetProperty("options").GetProperty("attention").GetString());
        Assert.Equal(4, document.RootElement.GetProperty("history").GetProperty("heldOut").GetArrayLength());
    }

    private static IEnumerable<string> Names(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.EnumerateObject().Select(static property => property.Name)];
    }

    private static string Metrics(string run)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "results.json")));
        return results.RootElement.GetProperty("metrics").GetRawText();
    }
}
