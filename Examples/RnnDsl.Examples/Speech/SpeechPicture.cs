using RnnDsl.Plots;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Speech;

/// <summary>Figure of the features and the frame posteriors of a string.</summary>
internal static class SpeechPicture
{
    /// <param name="path">The PNG file.</param>
    /// <param name="recognition">The model.</param>
    /// <param name="sound">[samples]</param>
    /// <param name="logProbabilities">The frame log-probabilities.</param>
    /// <param name="reference">The reference string; <c>null</c> if unknown.</param>
    public static void Save(string path, Recognition recognition, float[] sound, double[,] logProbabilities, DigitString? reference)
    {
        using var scope = NewDisposeScope();
        var options = recognition.Options;
        var features = recognition.Features([sound]).Features[0].to(ScalarType.Float64).cpu();
        var found = CtcDecoder.Greedy(logProbabilities, Digits.Blank);
        var text = found.Labels.Count > 0 ? Digits.Text(found.Labels) : "nothing";
        PosteriorMap.Save(
            path,
            reference is null ? $"Recognised: {text}" : $"Speaker {reference.Speaker}: {reference.Text}, recognised: {text}",
            new((double[,])features.data<double>().ToNDArray(), recognition.FirstSeconds, (double)options.Hop / options.SampleRate),
            new(Probabilities(logProbabilities), recognition.FirstSeconds, recognition.StepSeconds),
            Digits.Names,
            reference is null ? [] : [.. reference.Spans.Zip(reference.Text, (span, digit) => new PosteriorMap.Segment((double)span.Start / options.SampleRate, (double)span.End / options.SampleRate, digit.ToString()))],
            [.. found.Steps.Zip(found.Labels, (step, label) => new PosteriorMap.Mark(recognition.FirstSeconds + (step * recognition.StepSeconds), label))]);
    }

    private static double[,] Probabilities(double[,] logarithms)
    {
        var probabilities = new double[logarithms.GetLength(0), logarithms.GetLength(1)];
        for (var step = 0; step < probabilities.GetLength(0); step++)
        {
            for (var label = 0; label < probabilities.GetLength(1); label++)
                probabilities[step, label] = Math.Exp(logarithms[step, label]);
        }
        return probabilities;
    }
}
