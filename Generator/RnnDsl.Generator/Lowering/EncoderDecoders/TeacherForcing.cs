using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.EncoderDecoders;

/// <summary>The method that computes the output at every step of a target, with the target's own previous tokens as input.</summary>
/// <param name="Source">The shape of the sources.</param>
/// <param name="Target">The shape of the targets.</param>
/// <param name="Output">The shape of the output.</param>
internal sealed record TeacherForcing(Shape Source, Shape Target, Shape Output)
{
    /// <summary>Whether it takes the lengths of the sources.</summary>
    public bool TakesLengths { get; init; }

    /// <summary>Whether it returns attention weights.</summary>
    public bool ReturnsWeights { get; init; }

    /// <summary>Whether the decoder reads the memory at every step.</summary>
    public bool ReadsMemory { get; init; }

    /// <summary>Whether the decoder takes the lengths of the targets.</summary>
    public bool DecoderTakesLengths { get; init; }

    /// <summary>Whether a step can read the most probable token of the previous step.</summary>
    public ScheduledSampling Sampling { get; init; }
}

/// <summary>Whether a decoder can read the tokens that it writes, in training.</summary>
internal enum ScheduledSampling
{
    /// <summary>It reads no tokens.</summary>
    None,

    /// <summary>Its output is no score of the tokens that it reads.</summary>
    Refused,

    /// <summary>It runs step by step.</summary>
    StepByStep,
}
