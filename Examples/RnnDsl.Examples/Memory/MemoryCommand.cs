using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Memory;

/// <summary><c>memory</c>: which networks remember over how many steps.</summary>
internal static class MemoryCommand
{
    public const string DefaultFolder = "runs/memory";

    public const string Name = "memory";

    public const string Notes =
        """
        The tasks:
          adding  Of T random numbers from 0 to 1 two are marked, one in each half; after the last step their sum is to be told. Who
                  remembers nothing says 1 and errs by 1/6, the variance of the sum: 0.1667. Learned is an error below 0.001.
          copy    Ten symbols out of eight, T - 1 blanks, a delimiter; then the ten symbols are to be told. Who remembers nothing errs
                  by 10 ln 8 / (T + 20) nats per step. Learned is a hundredth of that.
          Sequences are drawn anew for each step. The held-out ones are the same in every run. A training ends when three
          evaluations in a row find its task learned, or after --steps.

        The networks:
          rnn   h = tanh(W x + U h + b), Elman 1990
          irnn  the same with relu and U = I at the start, Le, Jaitly and Hinton 2015; at a fifth of --learning-rate
          gru   with an orthogonal U and gates that begin open for memories of up to 400 steps, Tallec and Ollivier 2018
          lstm  with the same

        The run's folder:
          memory.png    the error over training, and over the lengths
          results.json  figures, options, versions, every loss recorded
          checkpoint/   a folder for each training: what --resume reads

        Ctrl-C finishes the step, saves and says how to go on; a second one ends at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          RnnDsl.Examples memory
          RnnDsl.Examples memory --tasks adding --lengths 200 --networks rnn gru lstm
          RnnDsl.Examples memory --tasks copy --lengths 50 --steps 10000 --out runs/copy
          RnnDsl.Examples memory --tasks copy --lengths 50 --steps 10000 --out runs/copy --resume
        """;

    public static Command Create()
    {
        var tasks = CommandOptions.Names("--tasks", MemoryTask.All, static task => task.Name, "Tasks.");
        var lengths = CommandOptions.Counts("--lengths", [50, 100, 200, 400], "Sequence lengths, in steps.", smallest: 2);
        var networks = CommandOptions.Names("--networks", MemoryNetwork.All, static network => network.Name, "Models to train.");
        var hidden = CommandOptions.Count("--hidden", 64, "Hidden units.");
        var steps = CommandOptions.Count("--steps", 3_000, "Maximum number of training steps; the learning rate decays to zero over them.");
        var batch = CommandOptions.Count("--batch", 32, "Batch size, in sequences; sampled anew for each step.");
        var learningRate = CommandOptions.Optional<double>("--learning-rate", "Initial learning rate of Adam. Default: 0.005 for adding, 0.01 for copy.", static rate => double.IsFinite(rate) && rate > 0, "a number above 0");
        var clip = CommandOptions.Positive("--clip", 1.0, "Gradient clipping: the maximum norm of all gradients together.");
        var evaluateEvery = CommandOptions.Count("--evaluate-every", 100, "Evaluate on the validation set every N steps.");
        var heldOut = CommandOptions.Count("--held-out", 2_000, "Held-out sequences.");
        var threads = CommandOptions.Threads();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var seed = CommandOptions.Seed("Random seed of weights and training sequences.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Long-term dependency benchmarks: adding problem and copy memory.")
        {
            tasks, lengths, networks, hidden, steps, batch, learningRate, clip, evaluateEvery, heldOut, threads, output, resume, seed, device,
        };
        command.SetAction(parsed => new MemoryRun(new MemoryOptions
        {
            Tasks = parsed.GetRequiredValue(tasks),
            Lengths = parsed.GetRequiredValue(lengths),
            Networks = parsed.GetRequiredValue(networks),
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
        }).Run());
        return command;
    }
}
