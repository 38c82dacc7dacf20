using System.CommandLine;
using RnnDsl.Examples.Common;
using RnnDsl.Examples.Mnist;

namespace RnnDsl.Examples.Caption;

/// <summary><c>caption</c>: trains a captioning model on canvases of handwritten digits.</summary>
internal static class CaptionCommand
{
    public const string DefaultFolder = "runs/caption";

    public const string Name = "caption";

    public const string Notes =
        """
        The task:
          A canvas of 64 × 64 pixels shows two or three digits of MNIST. The caption names the highest digit, then its relation to
          each of the others from top to bottom: 'a seven above a three, left of a one'.

        Data:
          MNIST (12 MB) is found in the folder of RNNDSL_DATA, in the user's cache, or downloaded. If it is not available, generated
          sample digits replace it. --data takes a folder with its four files, with or without gzip. Each step samples new canvases.
          The test set consists of test digits and is the same in every run.

        Output folder:
          checkpoint/       weights (safetensors), optimizer state, training step; read by --resume and 'predict'
          settings.json     architecture of the model
          attention-*.png   attention weights of each word over the canvas: two digits, three digits, one mistake
          loss.png          loss curves
          results.json      metrics, options, versions, all recorded losses

        Ctrl-C finishes the step, saves a checkpoint and prints the command to resume; a second Ctrl-C exits at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- caption
          dotnet run -c Release --project Examples/RnnDsl.Examples -- caption --attention none --out runs/caption-none
          dotnet run -c Release --project Examples/RnnDsl.Examples -- caption --steps 500 --out runs/short
          dotnet run -c Release --project Examples/RnnDsl.Examples -- caption predict my-digits.png
          dotnet run -c Release --project Examples/RnnDsl.Examples -- caption predict --index 8 --attention attention.png --nbest 3
        """;

    public static Command Create()
    {
        var attention = AttentionOption.Create("Decode with attention over the canvas, or from one vector.");
        var hidden = CommandOptions.Count("--hidden", 128, "Features of each canvas position, and hidden size of the attention and of the decoder.");
        var steps = CommandOptions.Count("--steps", 6_000, "Training steps.");
        var batch = CommandOptions.Count("--batch", 32, "Batch size, in canvases; sampled anew for each step.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.002, "Peak learning rate of Adam; cosine decay to zero.");
        var warmup = CommandOptions.Count("--warmup", 200, "Warm-up steps of the learning rate.");
        var clip = CommandOptions.Positive("--clip", 1.0, "Gradient clipping: the maximum norm of all gradients together.");
        var data = MnistCommand.DataOption();
        var test = CommandOptions.Count("--test", 1_000, "Size of the test set, in canvases.");
        var validation = CommandOptions.Count("--validation", 500, "Size of the validation set, in canvases.");
        var logEvery = CommandOptions.LogEvery(100);
        var evaluateEvery = CommandOptions.Count("--eval-every", 500, "Evaluate loss and exact match on the validation set and show captions every N steps.");
        var checkpointEvery = CommandOptions.CheckpointEvery(500);
        var threads = CommandOptions.Threads();
        var tensorBoard = CommandOptions.TensorBoard();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var record = CommandOptions.Record("; results without attention are nested under those with it");
        var seed = CommandOptions.Seed("Random seed of weights and training canvases; validation and test sets do not depend on it.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Trains an attention model that captions canvases of handwritten digits.")
        {
            attention, hidden, steps, batch, learningRate, warmup, clip, data, test, validation, logEvery, evaluateEvery, checkpointEvery, threads,
            tensorBoard, output, resume, record, seed, device,
            CaptionPredictCommand.Create(),
        };
        command.SetAction(parsed => new CaptionTraining(new CaptionOptions
        {
            Attention = AttentionOption.IsGiven(parsed, attention),
            Hidden = parsed.GetValue(hidden),
            Steps = parsed.GetValue(steps),
            Batch = parsed.GetValue(batch),
            LearningRate = parsed.GetValue(learningRate),
            Warmup = parsed.GetValue(warmup),
            Clip = parsed.GetValue(clip),
            Data = parsed.GetValue(data),
            Test = parsed.GetValue(test),
            Validation = parsed.GetValue(validation),
            LogEvery = parsed.GetValue(logEvery),
            EvaluateEvery = parsed.GetValue(evaluateEvery),
            CheckpointEvery = parsed.GetValue(checkpointEvery),
            Threads = parsed.GetValue(threads),
            TensorBoard = parsed.GetValue(tensorBoard),
            Out = parsed.GetRequiredValue(output),
            Resume = parsed.GetValue(resume),
            Record = parsed.GetValue(record),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }
}
