using RnnDsl.Plots;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Speech;

/// <summary>What was heard and what the network says to it, over time.</summary>
internal static class SpeechPicture
{
    /// <param name="path">The picture's file.</param>
    /// <param name="recognition">The network.</param>
    /// <param name="sound">[samples]</param>
    /// <param name="heard">What it says to this sound.</param>
    /// <param name="said">What was said, where that is known.</param>
    public static void Save(string path, Recognition recognition, float[] sound, double[,] heard, DigitString? said)
    {
        using var scope = NewDisposeScope();
        var options = recognition.Options;
        var features = recognition.Features([sound]).Features[0].to(ScalarType.Float64).cpu();
        var found = CtcDecoder.Greedy(heard, Digits.Blank);
        var text = found.Labels.Count > 0 ? Digits.Text(found.Labels) : "nothing";
        PosteriorMap.Save(
            path,
            said is null ? $"Heard: {text}" : $"{said.Speaker} said {said.Text}, heard: {text}",
            new((double[,])features.data<double>().ToNDArray(), recognition.FirstSeconds, (double)options.Hop / options.SampleRate),
            new(Probabilities(heard), recognition.FirstSeconds, recognition.StepSeconds),
            Digits.Names,
            said is null ? [] : [.. said.Spans.Zip(said.Text, (span, digit) => new PosteriorMap.Segment((double)span.Start / options.SampleRate, (double)span.End / options.SampleRate, digit.ToString()))],
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
