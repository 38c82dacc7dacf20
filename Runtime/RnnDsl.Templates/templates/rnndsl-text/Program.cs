using RnnDslApp._1;

try
{
    switch (args)
    {
        case ["train", .. { Length: <= 1 } rest]:
            var result = Training.Train(Path.Combine(AppContext.BaseDirectory, "data", "text.txt"), "run", Steps(rest));
            Console.WriteLine(result.Outcome == TrainingOutcome.Interrupted ? "Interrupted; the same command resumes." : $"Validation loss: {result.History.Validation[^1].Loss:0.000} nats per character. Weights: run/model.safetensors");
            return 0;

        case ["generate", var prompt]:
            Console.WriteLine(prompt + Training.Generate("run", prompt, length: 200, temperature: 0.8, seed: 1));
            return 0;

        default:
            Console.WriteLine("""
                Commands:
                  train [steps]          train on data/text.txt and validate; run again to resume
                  generate "the cat "    continue a text with the trained model; it knows the characters of data/text.txt
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
