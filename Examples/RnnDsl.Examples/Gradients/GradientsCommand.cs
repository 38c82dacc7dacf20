using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Gradients;

/// <summary><c>gradients</c>: measures vanishing and exploding gradients.</summary>
internal static class GradientsCommand
{
    public const string DefaultFolder = "runs/gradients";

    public const string Name = "gradients";

    public const string Notes =
        """
        What is measured:
          The norm of the gradient of the loss after the last step with respect to the state at each earlier step, at initialisation
          and after a short training on the adding problem (see 'memory --help'). Also Elman networks with a scaled orthogonal
          recurrent matrix of spectral radius --radii: with zero input, where the gradient is the radius to the power of the
          distance, and with sequences as input; and the norm of all weight gradients before and after clipping. All
          measurements are in double precision.

        Output folder:
          gradients.png  figure with four panels
          results.json   metrics, options, versions, all recorded losses

        Ctrl-C ends the run. Results are saved only at the end.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- gradients
          dotnet run -c Release --project Examples/RnnDsl.Examples -- gradients --networks elman lstm --lengths 10 100 1000
          dotnet run -c Release --project Examples/RnnDsl.Examples -- gradients --radii 0.8 1 1.2 2 --steps 1000 --out runs/radii
        """;

    public static Command Create()
    {
        var lengths = CommandOptions.Counts("--lengths", [10, 20, 50, 100, 200, 500], "Sequence lengths, in steps.", smallest: 2);
        var networks = CommandOptions.Names("--networks", GradientNetwork.All, static network => network.Name, "Models to measure.");
        var radii = CommandOptions.Numbers("--radii", [0.5, 0.9, 1.1, 1.5], "Spectral radii of the recurrent matrix of the Elman networks.", static radius => double.IsFinite(radius) && radius > 0, "a number above 0");
        var hidden = CommandOptions.Count("--hidden", 64, "Hidden units.");
        var steps = CommandOptions.Count("--steps", 1_500, "Training steps between the two measurements.");
        var trainingLength = CommandOptions.Number("--training-length", 50, "Sequence length in training.", static length => length >= 2, "a whole number from 2 on");
        var batch = CommandOptions.Count("--batch", 32, "Batch size, in training and in measurements.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.005, "Learning rate of Adam.");
        var clip = CommandOptions.Positive("--clip", 5.0, "Gradient clipping: the maximum norm of all gradients together.");
        var threads = CommandOptions.Threads();
        var tensorBoard = CommandOptions.TensorBoard();
        var output = CommandOptions.Out(DefaultFolder);
        var seed = CommandOptions.Seed("Random seed of weights and training sequences.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Measures vanishing and exploding gradients through time.")
        {
            lengths, networks, radii, hidden, steps, trainingLength, batch, learningRate, clip, threads, tensorBoard, output, seed, device,
        };
        command.SetAction(parsed => new GradientsRun(new GradientsOptions
        {
            Lengths = [.. parsed.GetRequiredValue(lengths).Order()],
            Networks = parsed.GetRequiredValue(networks),
            Radii = [.. parsed.GetRequiredValue(radii).Distinct()],
            Hidden = parsed.GetValue(hidden),
            Steps = parsed.GetValue(steps),
            TrainingLength = parsed.GetValue(trainingLength),
            Batch = parsed.GetValue(batch),
            LearningRate = parsed.GetValue(learningRate),
            Clip = parsed.GetValue(clip),
            Threads = parsed.GetValue(threads),
            TensorBoard = parsed.GetValue(tensorBoard),
            Out = parsed.GetRequiredValue(output),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }
}
