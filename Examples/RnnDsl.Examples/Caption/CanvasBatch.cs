using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>A batch of canvases with their captions.</summary>
/// <param name="Images">[batch, 1, 64, 64], from 0 to 1.</param>
/// <param name="Inputs">Decoder inputs for teacher forcing, the begin token and the caption: int64 [batch, longest caption + 1].</param>
/// <param name="Targets">Decoder targets, the caption and the end token: int64 [batch, longest caption + 1].</param>
/// <param name="Lengths">Valid tokens of each row of inputs and targets, int64 [batch].</param>
internal readonly record struct CanvasBatch(Tensor Images, Tensor Inputs, Tensor Targets, Tensor Lengths)
{
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    public static CanvasBatch Of(IReadOnlyList<Canvas> canvases, Device device)
    {
        using var scope = NewDisposeScope();
        var captions = new SequencePairs(canvases.Select(static canvas => (Array.Empty<long>(), Captions.Vocabulary.Encode(canvas.Words))), device: device);
        var batch = captions.Batch([.. Enumerable.Range(0, canvases.Count)]);
        var images = ImagesOf([.. canvases.Select(static canvas => canvas.Pixels)], device);
        scope.MoveToOuter(images, batch.Inputs, batch.Targets, batch.TargetLengths);
        return new(images, batch.Inputs, batch.Targets, batch.TargetLengths);
    }

    /// <summary>Model input, [batch, 1, 64, 64], from 0 to 1.</summary>
    /// <returns>The tensor belongs to the enclosing dispose scope.</returns>
    public static Tensor ImagesOf(IReadOnlyList<byte[]> pixels, Device device)
    {
        using var scope = NewDisposeScope();
        var bytes = tensor((byte[])[.. pixels.SelectMany(static image => image)], [pixels.Count, 1, Canvas.Size, Canvas.Size], device: device);
        return bytes.to(ScalarType.Float32).div_(byte.MaxValue).MoveToOuterDisposeScope();
    }
}
