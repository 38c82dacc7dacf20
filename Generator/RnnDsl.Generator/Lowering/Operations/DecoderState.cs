using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A state of a decoder beside those of its cells.</summary>
/// <param name="Kind">Which it is.</param>
/// <param name="Size">The last dimension; null for the number of source positions.</param>
internal sealed record DecoderState(DecoderStateKind Kind, Polynomial? Size);

/// <summary>The states of decoders beside those of cells, in the order in which the state record has them.</summary>
internal enum DecoderStateKind
{
    /// <summary>The output of the readout at the previous step.</summary>
    AttentionalFeed,

    /// <summary>The sum of the attention weights so far.</summary>
    Coverage,

    /// <summary>The attention weights of the previous step.</summary>
    PreviousWeights,
}
