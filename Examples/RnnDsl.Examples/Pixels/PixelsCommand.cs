using System.CommandLine;
using RnnDsl.Examples.Common;
using RnnDsl.Examples.Mnist;

namespace RnnDsl.Examples.Pixels;

/// <summary><c>pixels</c>: trains networks that read handwritten digits pixel by pixel.</summary>
internal static class PixelsCommand
{
    public const string DefaultFolder = "runs/pixels";

    public const string Name = "pixels";

    public const string Notes =
        """
        The task:
          A network reads the 784 pixels of a digit one at a time and classifies it after the last one (Le, Jaitly and Hinton 2015).
          sequential  the pixels row by row
          permuted    the pixels in a random order, the same for all images and in every run

        Networks:
          lru     two layers of linear recurrent units, Orvieto et al. 2023; the second reads every fourth step
          minGru  three layers of minGRU with residual connections, Feng et al. 2024
          gru     one layer, chrono initialisation, Tallec and Ollivier 2018
          lstm    the same
          The layers of lru and minGru have no product on their states: each is one sweep over the steps.

        Data:
          As for 'mnist': the data set is found in the folder of RNNDSL_DATA, in the user's cache, or downloaded; otherwise generated
          sample digits replace it.

        Output folder:
          pixels.png    test error by epoch, and published errors
          results.json  metrics, options, versions, all recorded losses
          checkpoint/   one folder per training; read by --resume

        Ctrl-C finishes the step, saves a checkpoint and prints the command to resume; a second Ctrl-C exits at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- pixels
          dotnet run -c Release --project Examples/RnnDsl.Examples -- pixels --orders sequential --limit 10000 --epochs 2 --out runs/short
          dotnet run -c Release --project Examples/RnnDsl.Examples -- pixels --orders permuted --networks lru gru lstm --out runs/permuted
          dotnet run -c Release --project Examples/RnnDsl.Examples -- pixels --orders permuted --networks lru gru lstm --out runs/permuted --resume
        """;

    public static Command Create()
    {
        var orders = CommandOptions.Names("--orders", PixelOrder.All, static order => order.Name, "Orders of the pixels.");
        var networks = CommandOptions.Names("--networks", PixelNetwork.All, static network => network.Name, "Networks to train.", first: 1);
        var hidden = CommandOptions.Count("--hidden", 96, "Hidden units of a layer.");
        var epochs = CommandOptions.Count("--epochs", 4, "Number of epochs of each training; the learning rate decays to zero over them.");
        var data = MnistCommand.DataOption();
        var limit = CommandOptions.Optional<int>("--limit", "Train on the first N images only. Default: all.", static count => count >= 1, "a whole number from 1 on");
        var batch = CommandOptions.Count("--batch", 50, "Batch size, in images; the last batch of an epoch may be smaller.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.003, "Highest learning rate of Adam.");
        var clip = CommandOptions.Positive("--clip", 1.0, "Gradient clipping: the maximum norm of all gradients together.");
        var logEvery = CommandOptions.LogEvery(50);
        var checkpointEvery = CommandOptions.CheckpointEvery(100);
        var tensorBoard = CommandOptions.TensorBoard();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var seed = CommandOptions.Seed("Random seed of weights and shuffling.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Trains networks that read handwritten digits pixel by pixel, over 784 steps.")
        {
            orders, networks, hidden, epochs, data, limit, batch, learningRate, clip, logEvery, checkpointEvery, tensorBoard, output, resume, seed, device,
        };
        command.SetAction(parsed => new PixelsRun(new PixelsOptions
        {
            Orders = parsed.GetRequiredValue(orders),
            Networks = parsed.GetRequiredValue(networks),
            Hidden = parsed.GetValue(hidden),
            Epochs = parsed.GetValue(epochs),
            Data = parsed.GetValue(data),
            Limit = parsed.GetValue(limit),
            Batch = parsed.GetValue(batch),
            LearningRate = parsed.GetValue(learningRate),
            Clip = parsed.GetValue(clip),
            LogEvery = parsed.GetValue(logEvery),
            CheckpointEvery = parsed.GetValue(checkpointEvery),
            TensorBoard = parsed.GetValue(tensorBoard),
            Out = parsed.GetRequiredValue(output),
            Resume = parsed.GetValue(resume),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }
}
