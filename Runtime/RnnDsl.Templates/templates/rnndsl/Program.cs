using RnnDslApp._1;
using TorchSharp;
using static TorchSharp.torch;

var data = Path.Combine(AppContext.BaseDirectory, "data");
switch (args)
{
    case ["train", .. var rest]:
        var result = Training.Train(Path.Combine(data, "train.csv"), Path.Combine(data, "validation.csv"), "run", rest is [var steps] ? long.Parse(steps) : 600);
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
