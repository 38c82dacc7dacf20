using System.Diagnostics.CodeAnalysis;

namespace RnnDsl.Training;

/// <summary>The numbers that a training step multiplies.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "They are the names of the field, and of the dtypes.")]
public enum Precision
{
    /// <summary>float32, as everything else.</summary>
    Float32,

    /// <summary>
    /// bfloat16: the exponents of float32 with 8 significant bits. Large products take bfloat16 factors and keep them for the backward pass, and time loops keep their states and gates in it; weights,
    /// gradients, losses and everything element by element stay in float32.
    /// </summary>
    BFloat16,
}
