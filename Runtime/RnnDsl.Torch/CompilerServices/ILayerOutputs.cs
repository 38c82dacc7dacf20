using System.ComponentModel;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>What a generated model says of its layers for <see cref="ModelSummary"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILayerOutputs
{
    /// <summary>The layers in the order of the declaration, with the sizes that the constructor was given.</summary>
    IReadOnlyList<LayerOutput> Outputs { get; }
}
