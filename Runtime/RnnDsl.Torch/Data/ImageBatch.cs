using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>A batch of images and their classes.</summary>
/// <param name="Images">float32 [batch, rows, columns], 0 for the background to 1 for full ink.</param>
/// <param name="Labels">int64 [batch].</param>
public readonly record struct ImageBatch(Tensor Images, Tensor Labels) : IDisposable
{
    /// <summary>Disposes both tensors.</summary>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}
