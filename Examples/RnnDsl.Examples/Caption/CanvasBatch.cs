using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>Canvases side by side, with what is to be said of them.</summary>
/// <param name="Images">[batch, 1, 64, 64], from 0 to 1.</param>
/// <param name="Inputs">What the decoder reads, the beginning and then the caption: int64 [batch, longest caption + 1].</param>
/// <param name="Targets">What it is to say, the caption and then the end: int64 [batch, longest caption + 1].</param>
/// <param name="Lengths">int64 [batch], how many tokens of each row of both are real.</param>
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

    /// <summary>What the network sees: [batch, 1, 64, 64], from 0 to 1.</summary>
    /// <returns>The tensor belongs to the enclosing dispose scope.</returns>
    public static Tensor ImagesOf(IReadOnlyList<byte[]> pixels, Device device)
    {
        using var scope = NewDisposeScope();
        var bytes = tensor((byte[])[.. pixels.SelectMany(static image => image)], [pixels.Count, 1, Canvas.Size, Canvas.Size], device: device);
        return bytes.to(ScalarType.Float32).div_(byte.MaxValue).MoveToOuterDisposeScope();
    }
}
