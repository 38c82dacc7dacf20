using RnnDslApp._1;
using TorchSharp;
using static TorchSharp.torch;

var data = Path.Combine(AppContext.BaseDirectory, "data");
try
{
    switch (args)
    {
        case ["train", .. { Length: <= 1 } rest]:
            var result = Training.Train(Path.Combine(data, "train.csv"), Path.Combine(data, "validation.csv"), "run", Steps(rest));
            Console.WriteLine(result.Outcome == TrainingOutcome.Interrupted ? "Interrupted; the same command resumes." : $"Best validation loss: {result.Best?.Loss:0.000}. Weights: run/model.safetensors");
            return 0;

        case ["evaluate", var file]:
        {
            var (model, classes) = Training.Load("run");
            var evaluation = Training.Evaluate(model, SequenceData.Read(file, classes));
            Console.WriteLine($"Loss {evaluation.Loss:0.000}, accuracy {evaluation.Accuracy:0.0%}");
            return 0;
        }

        case ["predict", var values]:
        {
            var (model, classes) = Training.Load("run");
            using var inference = no_grad();
            var probabilities = model.call(tensor(SequenceData.Parse(values.Split(','), "The argument")).reshape(1, -1, 1)).softmax(1)[0];
            Console.WriteLine(string.Join(", ", classes.Select((name, i) => $"{name} {probabilities[i].item<float>():0.00}")));
            return 0;
        }

        default:
            Console.WriteLine("""
                Commands:
                  train [steps]          train on data/train.csv, validate on data/validation.csv; run again to resume
                  evaluate FILE.csv      loss and accuracy of the trained model on a file
                  predict 0.1,0.5,0.9    classify one sequence
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
