using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Memory;

/// <summary>Trains all models on all tasks and lengths: tables, figure, results.</summary>
internal sealed class MemoryRun(MemoryOptions options)
{
    private readonly RunFolder _folder = new(options.Out);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        using var run = _folder.Open(options.Resume);
        set_num_threads(options.Threads);
        Show.Line($"Device: {device}");
        Show.Line($"Trainings: {Show.Count(options.Tasks.Count * options.Lengths.Count * options.Networks.Count)}, of up to {Show.Count(options.Steps)} steps\n");

        var outcomes = new List<MemoryOutcome>();
        foreach (var task in options.Tasks)
        {
            foreach (var length in options.Lengths)
            {
                foreach (var network in options.Networks)
                {
                    var (outcome, interrupted) = new MemoryTraining(options, task, length, network).Run(_folder, device);
                    if (interrupted is not null)
                        return ExitCode.Of(interrupted);
                    outcomes.Add(outcome!);
                    Show.Line();
                }
            }
            MemoryTable.Print(options, task, outcomes);
        }

        MemoryFigure.Save(_folder.Figure("memory"), options, outcomes);
        Results(outcomes, device).Save(_folder.Results);
        Show.Line($"Saved in {options.Out}: memory.png, results.json, checkpoint/. Training took {Show.Count((long)outcomes.Sum(static outcome => outcome.Seconds))} seconds.");
        return ExitCode.Success;
    }

    private RunResults Results(List<MemoryOutcome> outcomes, Device device)
    {
        var metrics = new Dictionary<string, object>();
        foreach (var task in options.Tasks)
        {
            foreach (var length in options.Lengths)
            {
                var here = outcomes.Where(outcome => outcome.Task == task && outcome.Length == length).ToList();
                metrics[FormattableString.Invariant($"{task.Metric}{length}")] = here.Where(static outcome => outcome.Error is not null).ToDictionary(static outcome => outcome.Network.Name, static outcome => outcome.Error!.Value);
                metrics[FormattableString.Invariant($"{task.Name}Baseline{length}")] = task.Baseline(length);
                metrics[FormattableString.Invariant($"{task.Name}StepsToLearn{length}")] = here.Where(static outcome => outcome.LearnedAt is not null).ToDictionary(static outcome => outcome.Network.Name, static outcome => (double)outcome.LearnedAt!.Value);
            }
        }
        return new()
        {
            Metrics = metrics,
            Command = CommandText.Current(),
            Seed = options.Seed,
            Device = device.ToString(),
            Seconds = outcomes.Sum(static outcome => outcome.Seconds),
            Options = options.ToDictionary(),
            Histories = outcomes.ToDictionary(static outcome => outcome.Name, static outcome => outcome.History),
        };
    }
}
