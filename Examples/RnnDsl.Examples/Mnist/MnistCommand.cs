using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Mnist;

/// <summary><c>mnist</c>: trains a classifier that reads handwritten digits row by row.</summary>
internal static class MnistCommand
{
    public const string DefaultFolder = "runs/mnist";

    public const string Name = "mnist";

    public static string Notes { get; } =
        $"""
        Data:
          The data set (MNIST, 12 MB) is found in the folder of RNNDSL_DATA, in the user's cache, or downloaded; otherwise
          generated sample digits replace it. --data takes a folder with its four files, with or without gzip:
          train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz. Other
          data sets of this format, such as Fashion-MNIST, work as well.

        Output folder:
          checkpoint/            weights (safetensors), optimizer state, training step; read by --resume and 'predict'
          settings.json          name of the model
          image-as-sequence.png  a test image, its reading order, and its rows as input vectors
          training.png           training loss and test accuracy by epoch
          hidden-states.png      hidden states of the last recurrent layer after each row of that image
          results.json           metrics, options, versions, all recorded losses

        Ctrl-C finishes the step, saves a checkpoint and prints the command to resume; a second Ctrl-C exits at once.

        {Ranks.Notes(Name)}

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- mnist
          dotnet run -c Release --project Examples/RnnDsl.Examples -- mnist --limit 10000 --epochs 2 --out runs/short
          dotnet run -c Release --project Examples/RnnDsl.Examples -- mnist --model rows --out runs/mnist-rows
          dotnet run -c Release --project Examples/RnnDsl.Examples -- mnist --limit 10000 --epochs 4 --out runs/short --resume
          dotnet run -c Release --project Examples/RnnDsl.Examples -- mnist predict my-digit.png
          dotnet run -c Release --project Examples/RnnDsl.Examples -- mnist predict --index 8 --model runs/short
        """;

    public static Command Create()
    {
        var model = CommandOptions.Choice("--model", ImageModels.Names, "The bidirectional model of the article, or a small unidirectional one that also runs as a stream (Examples/Playground).");
        var epochs = CommandOptions.Count("--epochs", 10, "Number of epochs in total, those before --resume included.");
        var data = DataOption();
        var limit = CommandOptions.Optional<int>("--limit", "Train on the first N images only. Default: all.", static count => count >= 1, "a whole number from 1 on");
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume("; --epochs may grow");
        var seed = CommandOptions.Seed("Random seed of weights, shuffling and dropout.");
        var device = CommandOptions.Device();
        var precision = CommandOptions.Precision();
        var batch = CommandOptions.Count("--batch", 128, "Batch size, in images; the last batch of an epoch may be smaller.");
        var distributed = Ranks.Option();
        var learningRate = CommandOptions.Positive("--learning-rate", 0.001, "Learning rate of Adam.");
        var clip = CommandOptions.Positive("--clip", 5.0, "Gradient clipping: the maximum norm of all gradients together.");
        var logEvery = CommandOptions.LogEvery(100);
        var checkpointEvery = CommandOptions.CheckpointEvery(200);
        var tensorBoard = CommandOptions.TensorBoard();

        var command = new Command(Name, "Trains a recurrent network that reads handwritten digits row by row.")
        {
            model, epochs, data, limit, output, resume, distributed, seed, device, precision, batch, learningRate, clip, logEvery, checkpointEvery, tensorBoard,
            PredictCommand.Create(),
        };
        command.SetAction(parsed => new MnistTraining(new MnistOptions
        {
            Model = parsed.GetRequiredValue(model),
            Epochs = parsed.GetValue(epochs),
            Data = parsed.GetValue(data),
            Limit = parsed.GetValue(limit),
            Out = parsed.GetRequiredValue(output),
            Resume = parsed.GetValue(resume),
            Distributed = parsed.GetValue(distributed),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
            Precision = CommandOptions.PrecisionOf(parsed.GetRequiredValue(precision)),
            Batch = parsed.GetValue(batch),
            LearningRate = parsed.GetValue(learningRate),
            Clip = parsed.GetValue(clip),
            LogEvery = parsed.GetValue(logEvery),
            CheckpointEvery = parsed.GetValue(checkpointEvery),
            TensorBoard = parsed.GetValue(tensorBoard),
        }).Run());
        return command;
    }

    public static Option<string?> DataOption() => new("--data") { Description = "A folder with MNIST's four files, or with others of their format.", HelpName = "folder" };
}
