using System.CommandLine;
using RnnDsl.Examples.Common;
using RnnDsl.Plots;

namespace RnnDsl.Examples.Sentiment;

/// <summary><c>sentiment predict</c>: classifies sentences with a trained model.</summary>
internal static class SentimentPredictCommand
{
    public const string Path = SentimentCommand.Name + " " + Name;

    private const string Name = "predict";

    public const string Notes =
        """
        Prints for each sentence the predicted class, its probability, and the words: on a terminal with colours shaded by attention
        weight, otherwise with the largest attention weights. Unknown words are listed.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- sentiment predict 'a warm and funny film'
          dotnet run -c Release --project Examples/RnnDsl.Examples -- sentiment predict --file reviews.txt
          dotnet run -c Release --project Examples/RnnDsl.Examples -- sentiment predict --file reviews.txt --html reviews.html --png reviews.png
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
                (null, { } path) => Words(TextFile.ReadLines(path, "--file"), $"--file {path}"),
                _ => throw new UsageException("Give a text, or a file of sentences with --file: one of the two."),
            };
            var resolved = Devices.Resolve(parsed.GetRequiredValue(device));
            var predictions = SentimentModelFolder.Use(parsed.GetRequiredValue(model), parsed.GetValue(fold), resolved, reader => reader.Read(sentences));
            ShadedText[] shaded = [.. predictions.Select(static prediction => prediction.Shaded())];
            ShadedReviews.Print(shaded);
            if (parsed.GetValue(html) is { } page)
                ShadedReviews.SavePage(page, shaded);
            if (parsed.GetValue(png) is { } picture)
                ShadedTextPicture.Save(picture, shaded);
            return ExitCode.Success;
        });
        return command;
    }

    private static List<string[]> Words(IEnumerable<string> lines, string source)
    {
        List<string[]> sentences = [.. lines.Select(line => ReviewData.Tokenizer.Split(line)).Where(static words => words.Length > 0)];
        return sentences.Count > 0 ? sentences : throw new UsageException($"{source} has no word to classify.");
    }
}
