using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Reverse;

/// <summary><c>reverse</c>: trains a network to write a string of letters from its end to its beginning.</summary>
internal static class ReverseCommand
{
    public const string DefaultFolder = "runs/reverse";

    public const string Name = "reverse";

    public const string Notes =
        """
        Two ways to use it:
          reverse          trains a network
          reverse TEXT     lets one that is trained reverse a string, and shows what it looked at; reads --model and --device.

        The task:
          Strings of 1 to --longest letters from a to z, drawn anew for each step, are to be written from their end to their
          beginning. The held-out ones have --longest letters and are the same in every run. A training ends when two
          evaluations in a row have a loss below 0.001 nats per letter, or after --steps.

        The run's folder:
          alignment.png   what was looked at while each letter was written: a line from one corner to the other
          loss.png        the losses over the steps
          results.json    figures, options, versions, every loss recorded
          settings.json   what the network is made of
          checkpoint/     weights (safetensors), optimizer, position: what --resume reads, and what reverses

        Ctrl-C finishes the step, saves and says how to go on; a second one ends at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          RnnDsl.Examples reverse
          RnnDsl.Examples reverse --seed 2 --out runs/reverse-2
          RnnDsl.Examples reverse --attention none --out runs/reverse-none
          RnnDsl.Examples reverse --longest 8 --steps 500 --out runs/short
          RnnDsl.Examples reverse stressed --model runs/short
        """;

    public static Command Create()
    {
        var text = CommandOptions.Text("String of letters to reverse with a trained model, instead of training.");
        var modelFolder = CommandOptions.Model(DefaultFolder, ", to reverse TEXT with");
        var attention = AttentionOption.Create("Decode with attention over the letters, or from one vector.");
        var longest = CommandOptions.Count("--longest", 20, "Maximum string length, in letters.");
        var hidden = CommandOptions.Count("--hidden", 64, "Hidden size of each encoder direction, of the attention and of the decoder.");
        var steps = CommandOptions.Count("--steps", 1_000, "Maximum number of training steps; the learning rate decays to zero over them.");
        var batch = CommandOptions.Count("--batch", 64, "Batch size, in strings; sampled anew for each step.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.005, "Initial learning rate of Adam.");
        var clip = CommandOptions.Positive("--clip", 1.0, "Gradient clipping: the maximum norm of all gradients together.");
        var evaluateEvery = CommandOptions.Count("--evaluate-every", 100, "Evaluate loss and exact match every N steps.");
        var heldOut = CommandOptions.Count("--held-out", 1_000, "Evaluation strings of each length.");
        var threads = CommandOptions.Threads();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var seed = CommandOptions.Seed("Random seed of weights and training strings.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Trains an encoder-decoder with attention to reverse strings, and shows its alignments.")
        {
            text, modelFolder, attention, longest, hidden, steps, batch, learningRate, clip, evaluateEvery, heldOut, threads, output, resume, seed, device,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(text) is { } given)
                return new ReverseText(given, parsed.GetRequiredValue(modelFolder), parsed.GetRequiredValue(device)).Run();
            if (parsed.GetResult(modelFolder) is { Implicit: false })
                throw new UsageException("--model names a network to reverse with: give a string as well. To train into a folder, name it with --out.");
            return new ReverseTraining(new ReverseOptions
            {
                Attention = AttentionOption.IsGiven(parsed, attention),
                Longest = parsed.GetValue(longest),
                Hidden = parsed.GetValue(hidden),
                Steps = parsed.GetValue(steps),
                Batch = parsed.GetValue(batch),
                LearningRate = parsed.GetValue(learningRate),
                Clip = parsed.GetValue(clip),
                EvaluateEvery = parsed.GetValue(evaluateEvery),
                HeldOut = parsed.GetValue(heldOut),
                Threads = parsed.GetValue(threads),
                Out = parsed.GetRequiredValue(output),
                Resume = parsed.GetValue(resume),
                Seed = parsed.GetValue(seed),
                Device = parsed.GetRequiredValue(device),
            }).Run();
        });
        return command;
    }
}
