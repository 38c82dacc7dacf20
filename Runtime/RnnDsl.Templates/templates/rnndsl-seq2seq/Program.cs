using RnnDslApp._1;

var data = Path.Combine(AppContext.BaseDirectory, "data");
try
{
    switch (args)
    {
        case ["train", .. { Length: <= 1 } rest]:
            var result = Training.Train(Path.Combine(data, "train.tsv"), "run", Steps(rest));
            Console.WriteLine(result.Outcome == TrainingOutcome.Interrupted ? "Interrupted; the same command resumes." : $"Exact match on data/validation.tsv: {Training.ExactMatch("run", Path.Combine(data, "validation.tsv")):0.0%}");
            return 0;

        case ["evaluate", var file]:
            Console.WriteLine($"Exact match: {Training.ExactMatch("run", file):0.0%}");
            return 0;

        case ["predict", var text]:
            Console.WriteLine(Training.Translate("run", text));
            return 0;

        default:
            Console.WriteLine("""
                Commands:
                  train [steps]        train on data/train.tsv, evaluate on data/validation.tsv; run again to resume
                  evaluate FILE.tsv    share of exact translations of the trained model on a file
                  predict "4 2"        decode one source with the trained model
                """);
            return args.Length == 0 ? 0 : 1;
    }
}
catch (Exception problem) when (problem is CheckpointException or WeightsMismatchException)
{
    Console.Error.WriteLine($"Error: {problem.Message}\nTo start over, delete the folder run: it holds the checkpoints and the trained model.");
    return 1;
}
catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException or TrainingDivergedException)
{
    Console.Error.WriteLine($"Error: {problem.Message}");
    return 1;
}

static long Steps(string[] rest) => rest switch
{
    [] => 600,
    [var text] when long.TryParse(text, out var steps) && steps > 0 => steps,
    _ => throw new InvalidDataException($"'{rest[0]}' is not a number of steps: write a whole number above 0, such as train 600."),
};
