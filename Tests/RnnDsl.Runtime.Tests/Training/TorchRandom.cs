using Xunit;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>Tests that read torch's random numbers or count its tensors: both are the whole process's, so these run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchRandom
{
    public const string Name = "torch's random numbers and tensors";
}
