using RnnDsl.Torch;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>What a training does to the process it runs in.</summary>
public sealed class MemoryReuseTests
{
    private const long Bytes = 40 << 20;

    [Fact]
    public void Large_tensors_reuse_allocated_memory()
    {
        if (!NativeMemory.TellsAllocations)
            return;

        using var run = new TinyRun();
        run.Train(new TrainerOptions { Steps = 1 });

        var before = NativeMemory.Mapped();
        using var large = empty(Bytes / sizeof(float));
        Assert.InRange(NativeMemory.Mapped() - before, long.MinValue, Bytes - 1);
    }
}
