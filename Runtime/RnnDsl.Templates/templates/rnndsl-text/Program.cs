using RnnDslApp._1;

switch (args)
{
    case ["train", .. var rest]:
        var result = Training.Train(Path.Combine(AppContext.BaseDirectory, "data", "text.txt"), "run", rest is [var steps] ? long.Parse(steps) : 600);
        Console.WriteLine(result.Outcome == TrainingOutcome.Interrupted ? "Interrupted; the same command resumes." : $"Validation loss: {result.History.Validation[^1].Loss:0.000} nats per character. Weights: run/model.safetensors");
        return 0;

    case ["generate", var prompt]:
        Console.WriteLine(prompt + Training.Generate("run", prompt, length: 200, temperature: 0.8, seed: 1));
        return 0;

    default:
        Console.WriteLine("""
            Commands:
              train [steps]      train on data/text.txt; run again to resume
              generate PROMPT    continue a text with the trained model
            """);
        return args.Length == 0 ? 0 : 1;
}
