using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Memory;

/// <summary><c>memory</c>: which networks remember over how many steps.</summary>
internal static class MemoryCommand
{
    public const string DefaultFolder = "runs/memory";

    public const string Name = "memory";

    public const string Notes = "";

    public static Command Create()
    {
        var tasks = CommandOptions.Names("--tasks", MemoryTask.All, static task => task.Name, "What is to be learned.");
        var lengths = CommandOptions.Counts("--lengths", [50, 100, 200, 400], "Over how many steps one must remember.", smallest: 2);
        var networks = CommandOptions.Names("--networks", MemoryNetwork.All, static network => network.Name, "Which networks learn.");
        var hidden = CommandOptions.Count("--hidden", 64, "Hidden units.");
        var steps = CommandOptions.Count("--steps", 3_000, "Training steps at the most.");
        var batch = CommandOptions.Count("--batch", 64, "Sequences in a step, drawn anew for each.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.005, "Adam's learning rate.");
        var clip = CommandOptions.Positive("--clip", 1.0, "Largest norm of all gradients together.");
        var target = CommandOptions.Positive("--target", 0.001, "Held-out error below which a task is learned.");
        var evaluateEvery = CommandOptions.Count("--evaluate-every", 100, "Measure the held-out error every so many steps.");
        var heldOut = CommandOptions.Count("--held-out", 2_000, "Held-out sequences.");
        var output = new Option<string>("--out") { Description = "The run's folder. An older run that lies there is moved aside.", HelpName = "folder", DefaultValueFactory = _ => DefaultFolder };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --out. Give the same options as before; --steps may grow." };
        var seed = CommandOptions.Seed("Weights and training sequences follow from it.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Shows which networks can remember over how many steps.")
        {
            tasks, lengths, networks, hidden, steps, batch, learningRate, clip, target, evaluateEvery, heldOut, output, resume, seed, device,
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
            Target = parsed.GetValue(target),
            EvaluateEvery = parsed.GetValue(evaluateEvery),
            HeldOut = parsed.GetValue(heldOut),
            Out = parsed.GetRequiredValue(output),
            Resume = parsed.GetValue(resume),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }
}
