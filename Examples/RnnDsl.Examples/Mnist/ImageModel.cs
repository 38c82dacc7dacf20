using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Mnist;

/// <summary>A classifier of images, independent of its architecture.</summary>
/// <param name="Module">The module.</param>
/// <param name="Scores">Scores of the digits, [batch, 10], of normalised images [batch, 28, 28].</param>
/// <param name="Loss">Training loss of normalised images and their labels.</param>
/// <param name="States">Hidden states of the last recurrent layer for one image, [1, 28, units], by direction.</param>
internal sealed record ImageModel(
    nn.Module Module,
    Func<Tensor, Tensor> Scores,
    Func<Tensor, Tensor, Tensor> Loss,
    Func<Tensor, IReadOnlyList<(string Direction, Tensor States)>> States) : IDisposable
{
    public static ImageModel Of(ImageLstm model) => new(
        model,
        images => model.call(images),
        (images, labels) => nn.functional.cross_entropy(model.call(images), labels),
        image =>
        {
            var directions = model.Lstm.call(image).Item1.chunk(2, 2);
            return [("forward", directions[0]), ("backward", directions[1])];
        });

    /// <summary>The scores are those after the last row. Training on the scores after every row as well makes the earlier ones probabilities too.</summary>
    public static ImageModel Of(RowGru model) => new(
        model,
        images => model.call(images).Output.select(1, -1),
        (images, labels) =>
        {
            var scores = model.call(images).Output; // [batch, 28, 10]
            var everyRow = nn.functional.cross_entropy(scores.flatten(0, 1), labels.repeat_interleave(scores.shape[1]));
            return nn.functional.cross_entropy(scores.select(1, -1), labels) + everyRow;
        },
        image => [("forward", model.Gru.call(image).Item1)]);

    public void Dispose() => Module.Dispose();
}
