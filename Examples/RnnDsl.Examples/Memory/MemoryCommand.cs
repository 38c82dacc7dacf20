using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Memory;

/// <summary><c>memory</c>: long-term dependency benchmarks.</summary>
internal static class MemoryCommand
{
    public const string DefaultFolder = "runs/memory";

    public const string Name = "memory";

    public const string Notes =
        """
        The tasks:
          adding  Two of T random numbers from 0 to 1 are marked, one in each half; the target after the last step is their sum.
                  The memoryless baseline predicts 1 with an error of 1/6, the variance of the sum. The task is learned below an
                  error of 0.001.
          copy    Ten of eight different symbols, T - 1 blanks and a delimiter; the targets of the last ten steps are the symbols.
                  The memoryless baseline has a loss of 10 ln 8 / (T + 20) nats per step. The task is learned below a hundredth
                  of it.
          Each step samples new sequences. The validation set is the same in every run. A training ends when three consecutive
          evaluations are below the target, or after --steps.

        Models:
          rnn   h = tanh(W x + U h + b), Elman 1990
          irnn  h = relu(W x + U h + b) with U = I at initialisation, Le, Jaitly and Hinton 2015; a fifth of --learning-rate
          gru   orthogonal U, chrono initialisation for up to 400 steps, Tallec and Ollivier 2018
          lstm  the same initialisation

        Output folder:
          memory.png    error during training, and final error by length
          results.json  metrics, options, versions, all recorded losses
          checkpoint/   one folder per training; read by --resume

        Ctrl-C finishes the step, saves a checkpoint and prints the command to resume; a second Ctrl-C exits at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- memory
          dotnet run -c Release --project Examples/RnnDsl.Examples -- memory --tasks adding --lengths 200 --networks rnn gru lstm
          dotnet run -c Release --project Examples/RnnDsl.Examples -- memory --tasks copy --lengths 50 --steps 10000 --out runs/copy
          dotnet run -c Release --project Examples/RnnDsl.Examples -- memory --tasks copy --lengths 50 --steps 10000 --out runs/copy --resume
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
        var evaluateEvery = CommandOptions.Count("--eval-every", 100, "Evaluate on the validation set every N steps.");
        var validation = CommandOptions.Count("--validation", 2_000, "Size of the validation set, in sequences.");
        var threads = CommandOptions.Threads();
        var tensorBoard = CommandOptions.TensorBoard();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var seed = CommandOptions.Seed("Random seed of weights and training sequences.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Long-term dependency benchmarks: adding problem and copy memory.")
        {
            tasks, lengths, networks, hidden, steps, batch, learningRate, clip, evaluateEvery, validation, threads, tensorBoard, output, resume, seed, device,
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
