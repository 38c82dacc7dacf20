using System.CommandLine;
using RnnDsl.Examples.Common;
using RnnDsl.Examples.Mnist;

namespace RnnDsl.Examples.Caption;

/// <summary><c>caption</c>: trains a network that says what stands where on a canvas of handwritten digits.</summary>
internal static class CaptionCommand
{
    public const string DefaultFolder = "runs/caption";

    public const string Name = "caption";

    public const string Notes =
        """
        The task:
          Two or three of MNIST's digits stand on a canvas of 64 × 64 pixels. The caption names the highest and then where it
          stands to each of the others, from the top: 'a seven above a three, left of a one'.

        Data:
          MNIST (12 MB) is found in the folder that RNNDSL_DATA names, in the user's cache, or downloaded; where it cannot be had,
          digits drawn by this program stand in. --data takes a folder with its four files, packed or not. Canvases are drawn anew
          for each step; those that are held out are made of test digits and are the same in every run.

        The run's folder:
          checkpoint/       weights (safetensors), optimizer, position: what --resume and 'predict' read
          settings.json     what the network is made of
          attention-*.png   where was looked while each word was written: a canvas of two digits, one of three, one mistake
          loss.png          the losses over the steps
          results.json      figures, options, versions, every loss recorded

        Ctrl-C finishes the step, saves and says how to go on; a second one ends at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          RnnDsl.Examples caption
          RnnDsl.Examples caption --attention none --out runs/caption-none
          RnnDsl.Examples caption --steps 500 --out runs/short
          RnnDsl.Examples caption predict my-digits.png
          RnnDsl.Examples caption predict --index 8 --attention where.png --nbest 3
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
        var heldOut = CommandOptions.Count("--held-out", 1_000, "Size of the test set, in canvases.");
        var validation = CommandOptions.Count("--validation", 500, "Size of the validation set, in canvases.");
        var logEvery = CommandOptions.LogEvery(100);
        var evaluateEvery = CommandOptions.Count("--eval-every", 500, "Evaluate loss and exact match on the validation set and show captions every N steps.");
        var checkpointEvery = CommandOptions.CheckpointEvery(500);
        var threads = CommandOptions.Threads();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var record = CommandOptions.Record("; those without attention become a part of those with it");
        var seed = CommandOptions.Seed("Random seed of weights and training canvases; validation and test sets do not depend on it.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Trains an attention model that captions canvases of handwritten digits.")
        {
            attention, hidden, steps, batch, learningRate, warmup, clip, data, heldOut, validation, logEvery, evaluateEvery, checkpointEvery, threads,
            output, resume, record, seed, device,
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
            HeldOut = parsed.GetValue(heldOut),
            Validation = parsed.GetValue(validation),
            LogEvery = parsed.GetValue(logEvery),
            EvaluateEvery = parsed.GetValue(evaluateEvery),
            CheckpointEvery = parsed.GetValue(checkpointEvery),
            Threads = parsed.GetValue(threads),
            Out = parsed.GetRequiredValue(output),
            Resume = parsed.GetValue(resume),
            Record = parsed.GetValue(record),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }
}
