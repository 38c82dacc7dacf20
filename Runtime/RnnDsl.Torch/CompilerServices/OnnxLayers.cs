using System.ComponentModel;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>A stack of recurrent layers in an ONNX graph: its directions, and the residual connections around its cells.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OnnxLayers
{
    /// <summary>The number of stacked layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether a second direction reads each sequence in reverse.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>The merge of two directions.</summary>
    public Merge Merge { get; init; }

    /// <summary>Whether the single direction reads each sequence in reverse.</summary>
    public bool Reverse { get; init; }

    /// <summary>Whether the input of each layer is added to its output.</summary>
    public bool Residual { get; init; }

    internal int Directions => Bidirectional ? 2 : 1;

    internal bool ReadsFromTheEnd => Bidirectional || Reverse;
}
