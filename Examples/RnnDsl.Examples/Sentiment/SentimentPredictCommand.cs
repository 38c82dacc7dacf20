using System.CommandLine;
using RnnDsl.Examples.Common;
using RnnDsl.Plots;

namespace RnnDsl.Examples.Sentiment;

/// <summary><c>sentiment predict</c>: what a trained network thinks of the user's own sentences.</summary>
internal static class SentimentPredictCommand
{
    public const string Path = SentimentCommand.Name + " " + Name;

    private const string Name = "predict";

    public const string Notes =
        """
        Each sentence comes with the verdict, how sure the network is of it, and its words: on a terminal with colours shaded by the
        attention they got, elsewhere with the ones that got the most. Words that the network does not know are named.

        Examples:
          RnnDsl.Examples sentiment predict 'a warm and funny film'
          RnnDsl.Examples sentiment predict --file reviews.txt
          RnnDsl.Examples sentiment predict --file reviews.txt --html reviews.html --png reviews.png
        """;

    public static Command Create()
    {
        var text = CommandOptions.Text("English review sentence.");
        var file = new Option<string?>("--file") { Description = "Text file instead, one sentence per line.", HelpName = "file" };
        var html = new Option<string?>("--html") { Description = "Save the sentences, shaded by attention weight, as HTML.", HelpName = "file" };
        var png = new Option<string?>("--png") { Description = "Save the sentences, shaded by attention weight, as PNG.", HelpName = "file" };
        var model = CommandOptions.Model(SentimentCommand.DefaultFolder);
        var fold = CommandOptions.Optional<int>(
            "--fold", "Fold whose model to use. Default: the first fold of the run.", static fold => fold is >= 1 and <= ReviewData.FoldCount, $"a whole number from 1 to {ReviewData.FoldCount}");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Classifies sentences with a trained model.") { text, file, html, png, model, fold, device };
        command.SetAction(parsed =>
        {
            var sentences = (parsed.GetValue(text), parsed.GetValue(file)) switch
            {
                ({ } given, null) => Words([given], "The text"),
                (null, { } path) => Words(Lines(path), $"--file {path}"),
                _ => throw new UsageException("Give a text, or a file of sentences with --file: one of the two."),
            };
            var place = Devices.Resolve(parsed.GetRequiredValue(device));
            var verdicts = SentimentModelFolder.Use(parsed.GetRequiredValue(model), parsed.GetValue(fold), place, reader => reader.Read(sentences));
            ShadedText[] shaded = [.. verdicts.Select(static verdict => verdict.Shaded())];
            ShadedReviews.Print(shaded);
            if (parsed.GetValue(html) is { } page)
                ShadedReviews.SavePage(page, shaded);
            if (parsed.GetValue(png) is { } picture)
                ShadedTextPicture.Save(picture, shaded);
            return ExitCode.Success;
        });
        return command;
    }

    private static string[] Lines(string path) => File.Exists(path) ? File.ReadAllLines(path) : throw new UsageException($"--file {path}: there is no such file.");

    private static List<string[]> Words(IEnumerable<string> lines, string source)
    {
        List<string[]> sentences = [.. lines.Select(line => ReviewData.Tokenizer.Split(line)).Where(static words => words.Length > 0)];
        return sentences.Count > 0 ? sentences : throw new UsageException($"{source} has no word to classify.");
    }
}
