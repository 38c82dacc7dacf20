using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Memory;

/// <summary>A task that cannot be solved without remembering over a given number of steps.</summary>
internal abstract class MemoryTask
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<MemoryTask> All { get; } = [new AddingProblem(), new CopyMemory()];

    /// <summary>What <c>--tasks</c> calls it, and the results.</summary>
    public abstract string Name { get; }

    /// <summary>What tables and figures call it.</summary>
    public abstract string Title { get; }

    /// <summary>What its error is called.</summary>
    public abstract string Error { get; }

    /// <summary>What the results call its error, with the length behind it.</summary>
    public abstract string Metric { get; }

    /// <summary>Features of a step.</summary>
    public abstract long Inputs { get; }

    /// <summary>Numbers the network gives at a step.</summary>
    public abstract long Outputs { get; }

    /// <summary>The error of the best answer that remembers nothing.</summary>
    public abstract double Baseline(int length);

    /// <summary>Adam's learning rate, unless another is asked for.</summary>
    public abstract double LearningRate { get; }

    /// <summary>The error below which the task is learned.</summary>
    public abstract double Learned(int length);

    /// <summary>Draws sequences: the same numbers give the same sequences.</summary>
    /// <param name="random">Where they come from.</param>
    /// <param name="batch">How many.</param>
    /// <param name="length">Sequence lengths, in steps.</param>
    /// <param name="device">Where the tensors lie.</param>
    public abstract MemoryBatch Draw(RandomSource random, int batch, int length, Device device);

    /// <summary>The mean error of a network's outputs [batch, time, outputs].</summary>
    public abstract Tensor Loss(Tensor outputs, Tensor targets);

    /// <summary>The name, which <c>--help</c> shows.</summary>
    public override string ToString() => Name;
}

/// <summary>Sequences and what is to be answered.</summary>
/// <param name="Inputs">[batch, time, features]</param>
/// <param name="Targets">[batch, 1], or int64 [batch, time] of symbols.</param>
internal readonly record struct MemoryBatch(Tensor Inputs, Tensor Targets);
