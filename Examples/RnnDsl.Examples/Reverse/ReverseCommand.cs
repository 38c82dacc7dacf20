using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Reverse;

/// <summary><c>reverse</c>: trains an encoder-decoder that reverses strings of letters.</summary>
internal static class ReverseCommand
{
    public const string DefaultFolder = "runs/reverse";

    public const string Name = "reverse";

    public const string Notes =
        """
        The task:
          Reverse strings of 1 to --longest letters from a to z. Each step samples new strings. The validation strings have
          --longest letters and are the same in every run. The training ends when two consecutive evaluations have a loss below
          0.001 nats per letter, or after --steps.

        Output folder:
          alignment.png   attention weights of each output letter over the source: the antidiagonal
          loss.png        loss curves
          results.json    metrics, options, versions, all recorded losses
          settings.json   architecture of the model
          checkpoint/     weights (safetensors), optimizer state, training step; read by --resume and 'predict'

        Ctrl-C finishes the step, saves a checkpoint and prints the command to resume; a second Ctrl-C exits at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- reverse
          dotnet run -c Release --project Examples/RnnDsl.Examples -- reverse --seed 2 --out runs/reverse-2
          dotnet run -c Release --project Examples/RnnDsl.Examples -- reverse --attention none --out runs/reverse-none
          dotnet run -c Release --project Examples/RnnDsl.Examples -- reverse --longest 8 --steps 500 --out runs/short
          dotnet run -c Release --project Examples/RnnDsl.Examples -- reverse predict stressed --model runs/short
        """;

    public static Command Create()
    {
        var attention = AttentionOption.Create("Decode with attention over the letters, or from one vector.");
        var longest = CommandOptions.Count("--longest", 20, "Maximum string length, in letters.");
        var hidden = CommandOptions.Count("--hidden", 64, "Hidden size of each encoder direction, of the attention and of the decoder.");
        var steps = CommandOptions.Count("--steps", 1_000, "Maximum number of training steps; the learning rate decays to zero over them.");
        var batch = CommandOptions.Count("--batch", 64, "Batch size, in strings; sampled anew for each step.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.005, "Initial learning rate of Adam.");
        var clip = CommandOptions.Positive("--clip", 1.0, "Gradient clipping: the maximum norm of all gradients together.");
        var evaluateEvery = CommandOptions.Count("--eval-every", 100, "Evaluate loss and exact match every N steps.");
        var validation = CommandOptions.Count("--validation", 1_000, "Validation strings of each length.");
        var threads = CommandOptions.Threads();
        var tensorBoard = CommandOptions.TensorBoard();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var seed = CommandOptions.Seed("Random seed of weights and training strings.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Trains an encoder-decoder with attention to reverse strings, and shows its alignments.")
        {
            attention, longest, hidden, steps, batch, learningRate, clip, evaluateEvery, validation, threads, tensorBoard, output, resume, seed, device,
            ReversePredictCommand.Create(),
        };
        command.SetAction(parsed => new ReverseTraining(new ReverseOptions
        {
            Attention = AttentionOption.IsGiven(parsed, attention),
            Longest = parsed.GetValue(longest),
            Hidden = parsed.GetValue(hidden),
            Steps = parsed.GetValue(steps),
            Batch = parsed.GetValue(batch),
            LearningRate = parsed.GetValue(learningRate),
            Clip = parsed.GetValue(clip),
            EvaluateEvery = parsed.GetValue(evaluateEvery),
            Validation = parsed.GetValue(validation),
            Threads = parsed.GetValue(threads),
            TensorBoard = parsed.GetValue(tensorBoard),
            Out = parsed.GetRequiredValue(output),
            Resume = parsed.GetValue(resume),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }
}
