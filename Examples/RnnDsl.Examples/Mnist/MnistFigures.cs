using RnnDsl.Examples.Common;
using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Mnist;

/// <summary>The figures of a run: the image as a sequence, training curves, hidden states.</summary>
internal static class MnistFigures
{
    public static void Save(RunFolder folder, ImageModel model, LabelledImages test, TrainingHistory history, long stepsPerEpoch)
    {
        TrainingCurves.Save(
            folder.Figure("training"),
            [.. history.Training.Select(point => ((double)point.Step / stepsPerEpoch, point.Loss))],
            [.. history.Validation.Select(point => ((double)point.Step / stepsPerEpoch, point.Accuracy!.Value))]);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.Module.eval();
        var (image, label) = test.Batch(0, 1);
        ImageAsSequence.Save(folder.Figure("image-as-sequence"), ToArray(image[0]));

        var input = MnistData.Normalised(image);
        var digits = $"digit {label[0].item<long>()}, predicted {model.Scores(input).argmax(1)[0].item<long>()}";
        HiddenStateMap.Save(
            folder.Figure("hidden-states"),
            "time step t (row of the image)",
            [.. model.States(input).Select(states => new HiddenStateMap.Direction($"Hidden state, {states.Direction}: {digits}", ToArray(states.States[0])))]);
    }

    private static double[,] ToArray(Tensor table) =>
        (double[,])table.to(ScalarType.Float64).cpu().contiguous().data<double>().ToNDArray();
}
