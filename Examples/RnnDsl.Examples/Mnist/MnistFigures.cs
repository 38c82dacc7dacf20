using RnnDsl.Examples.Common;
using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Mnist;

/// <summary>The figures of a run: the image as a sequence, training curves, hidden states.</summary>
internal static class MnistFigures
{
    public static void Save(RunFolder folder, ImageLstm model, LabelledImages test, TrainingHistory history, long stepsPerEpoch)
    {
        TrainingCurves.Save(
            folder.Figure("training"),
            [.. history.Training.Select(point => ((double)point.Step / stepsPerEpoch, point.Loss))],
            [.. history.Validation.Select(point => ((double)point.Step / stepsPerEpoch, point.Accuracy!.Value))]);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.eval();
        var (image, label) = test.Batch(0, 1);
        ImageAsSequence.Save(folder.Figure("image-as-sequence"), ToArray(image[0]));

        var input = MnistData.Normalised(image);
        var digits = $"digit {label[0].item<long>()}, predicted {model.call(input).argmax(1)[0].item<long>()}";
        var (states, _, _) = model.Lstm.call(input); // [1, time, 2 · units]: forward, then backward
        var directions = states[0].chunk(2, 1);
        HiddenStateMap.Save(
            folder.Figure("hidden-states"),
            "time step t (row of the image)",
            new($"Hidden state h_t, forward: {digits}", ToArray(directions[0])),
            new($"Hidden state h_t, backward: {digits}", ToArray(directions[1])));
    }

    private static double[,] ToArray(Tensor table) =>
        (double[,])table.to(ScalarType.Float64).cpu().contiguous().data<double>().ToNDArray();
}
