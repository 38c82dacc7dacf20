using RnnDsl.Examples.Common;
using RnnDsl.Torch;

namespace RnnDsl.Examples.Memory;

internal sealed class MemoryRun(MemoryOptions options)
{
    private readonly RunFolder _folder = new(options.Out);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        if (!options.Resume && _folder.MoveOldRunAside() is { } aside)
            Show.Line($"The run that lay in {options.Out} now lies in {aside}.\n");
        TorchSharp.torch.set_num_threads(1);
        foreach (var task in options.Tasks)
        {
            foreach (var length in options.Lengths)
            {
                foreach (var network in options.Networks)
                {
                    var result = new MemoryTraining(options, task, length, network).Run(_folder, device);
                    if (result.Outcome == TrainingOutcome.Interrupted)
                        return ExitCode.Of(result);
                }
            }
        }
        return 0;
    }
}
