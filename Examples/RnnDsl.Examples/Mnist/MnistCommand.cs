using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Mnist;

/// <summary><c>mnist</c>: trains a network that reads handwritten digits row by row.</summary>
internal static class MnistCommand
{
    public const string DefaultFolder = "runs/mnist";

    public const string Name = "mnist";

    public const string Notes =
        """
        Data:
          The data set (MNIST, 12 MB) is found in the folder that RNNDSL_DATA names, in the user's cache, or downloaded; where it
          cannot be had, digits drawn by this program stand in. --data takes a folder with its four files, packed or not:
          train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz. Any
          images of 28 × 28 pixels in ten classes will do, such as Fashion-MNIST.

        The run's folder:
          checkpoint/            weights (safetensors), optimizer, position: what --resume and 'predict' read
          image-as-sequence.png  a test image, how it is read, and its rows as the network gets them
          training.png           the loss over the epochs, and the accuracy on the test images after each
          hidden-states.png      what the last LSTM layer knows after each row of that image, in both directions
          results.json           figures, options, versions, every loss recorded

        Ctrl-C finishes the step, saves and says how to go on; a second one ends at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          RnnDsl.Examples mnist
          RnnDsl.Examples mnist --limit 10000 --epochs 2 --out runs/short
          RnnDsl.Examples mnist --limit 10000 --epochs 4 --out runs/short --resume
          RnnDsl.Examples mnist predict my-digit.png
          RnnDsl.Examples mnist predict --index 8 --model runs/short
        """;

    public static Command Create()
    {
        var epochs = CommandOptions.Count("--epochs", 10, "Number of epochs in total, those before --resume included.");
        var data = DataOption();
        var limit = CommandOptions.Optional<int>("--limit", "Train on the first N images only. Default: all.", static count => count >= 1, "a whole number from 1 on");
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume("; --epochs may grow");
        var seed = CommandOptions.Seed("Random seed of weights, shuffling and dropout.");
        var device = CommandOptions.Device();
        var batch = CommandOptions.Count("--batch", 128, "Batch size, in images; the last batch of an epoch may be smaller.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.001, "Learning rate of Adam.");
        var clip = CommandOptions.Positive("--clip", 5.0, "Gradient clipping: the maximum norm of all gradients together.");
        var logEvery = CommandOptions.LogEvery(100);
        var checkpointEvery = CommandOptions.CheckpointEvery(200);
        var tensorBoard = new Option<string?>("--tensorboard") { Description = "Write TensorBoard events into this folder.", HelpName = "folder" };

        var command = new Command(Name, "Trains a two-layer bidirectional LSTM that reads handwritten digits row by row.")
        {
            epochs, data, limit, output, resume, seed, device, batch, learningRate, clip, logEvery, checkpointEvery, tensorBoard,
            PredictCommand.Create(),
        };
        command.SetAction(parsed => new MnistTraining(new MnistOptions
        {
            Epochs = parsed.GetValue(epochs),
            Data = parsed.GetValue(data),
            Limit = parsed.GetValue(limit),
            Out = parsed.GetRequiredValue(output),
            Resume = parsed.GetValue(resume),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
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
