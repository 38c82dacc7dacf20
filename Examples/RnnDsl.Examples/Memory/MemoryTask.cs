using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Memory;

/// <summary>A task that requires memory over a given number of steps.</summary>
internal abstract class MemoryTask
{
    /// <summary>All tasks.</summary>
    public static IReadOnlyList<MemoryTask> All { get; } = [new AddingProblem(), new CopyMemory()];

    /// <summary>Name in <c>--tasks</c> and in the results.</summary>
    public abstract string Name { get; }

    /// <summary>Name in tables and figures.</summary>
    public abstract string Title { get; }

    /// <summary>Name of the error.</summary>
    public abstract string Error { get; }

    /// <summary>Name of the error in the results, before the length.</summary>
    public abstract string Metric { get; }

    /// <summary>Input features per step.</summary>
    public abstract long Inputs { get; }

    /// <summary>Output features per step.</summary>
    public abstract long Outputs { get; }

    /// <summary>The error of the best memoryless prediction.</summary>
    public abstract double Baseline(int length);

    /// <summary>The default learning rate of Adam.</summary>
    public abstract double LearningRate { get; }

    /// <summary>The error below which the task is learned.</summary>
    public abstract double Learned(int length);

    /// <summary>Samples sequences, which depend only on the random numbers.</summary>
    /// <param name="random">The random numbers.</param>
    /// <param name="batch">Batch size.</param>
    /// <param name="length">Sequence length, in steps.</param>
    /// <param name="device">Device of the tensors.</param>
    public abstract MemoryBatch Draw(RandomSource random, int batch, int length, Device device);

    /// <summary>The mean error of the outputs [batch, time, outputs].</summary>
    public abstract Tensor Loss(Tensor outputs, Tensor targets);

    /// <summary>The name, for <c>--help</c>.</summary>
    public override string ToString() => Name;
}

/// <summary>Sequences with their targets.</summary>
/// <param name="Inputs">[batch, time, features]</param>
/// <param name="Targets">[batch, 1], or int64 [batch, time] of symbols.</param>
internal readonly record struct MemoryBatch(Tensor Inputs, Tensor Targets);
