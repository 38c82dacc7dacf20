using System.ComponentModel;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>What the attention of a decoder reads at every step, in the graph of a step.</summary>
/// <param name="Keys">The keys, [batch, positions, size], or with heads [batch, heads, positions, size].</param>
/// <param name="Values">The values, likewise.</param>
/// <param name="Lengths">The number of valid positions, int32 [batch]; <c>null</c> where all are valid.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct OnnxMemory(OnnxValue Keys, OnnxValue Values, OnnxValue? Lengths);
