using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Decodes the frame posteriors of a network trained with CTC (A. Graves et al., "Connectionist Temporal Classification", ICML 2006).</summary>
public static class CtcDecoder
{
    /// <summary>The log-probabilities on the host, in float64 and without padding.</summary>
    /// <param name="scores">[batch, time, classes], the output of the network.</param>
    /// <param name="lengths">int64 [batch], the number of valid steps of each; <c>null</c> where all are valid.</param>
    /// <returns>[time, classes] for each sequence.</returns>
    /// <exception cref="ArgumentException">A tensor has another type or shape.</exception>
    public static IReadOnlyList<double[,]> LogProbabilities(Tensor scores, Tensor? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.dim() != 3 || !scores.is_floating_point())
            throw new ArgumentException($"Scores are floating-point [batch, time, classes]; these are {scores.dtype} [{string.Join(", ", scores.shape)}].", nameof(scores));
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var steps = Expect.Lengths(lengths, scores, nameof(CtcDecoder))?.cpu().data<long>().ToArray() ?? [.. Enumerable.Repeat(scores.size(1), (int)scores.size(0))];
        var chances = nn.functional.log_softmax(scores.to(ScalarType.Float64), -1).cpu();
        return [.. steps.Select((count, row) => (double[,])chances[row].narrow(0, 0, count).contiguous().data<double>().ToNDArray())];
    }

    /// <summary>Greedy decoding: the most probable class at each step, with repeated classes collapsed and blanks removed.</summary>
    /// <param name="logProbabilities">[time, classes]</param>
    /// <param name="blank">The blank class.</param>
    /// <exception cref="ArgumentException">An element is NaN or +∞, or <paramref name="blank"/> is not a class.</exception>
    public static CtcPath Greedy(double[,] logProbabilities, int blank = 0)
    {
        Check(logProbabilities, blank);
        var (labels, steps, total, before) = (new List<int>(), new List<int>(), 0d, blank);
        for (var step = 0; step < logProbabilities.GetLength(0); step++)
        {
            var best = MostProbable(logProbabilities, step);
            total += logProbabilities[step, best];
            if (best != blank && best != before)
            {
                labels.Add(best);
                steps.Add(step);
            }
            else if (best != blank && logProbabilities[step, best] > logProbabilities[steps[^1], best])
            {
                steps[^1] = step;
            }
            before = best;
        }
        return new(labels, steps, total);
    }

    /// <summary>
    /// Prefix beam search: the labels with the highest probability summed over their alignments, where <see cref="Greedy"/> uses one alignment (A. Graves,
    /// "Supervised Sequence Labelling with Recurrent Neural Networks", 2012, section 7.5; with a language model A. Hannun et al., "First-Pass Large
    /// Vocabulary Continuous Speech Recognition using Bi-Directional Recurrent DNNs", 2014).
    /// </summary>
    /// <param name="logProbabilities">[time, classes]</param>
    /// <param name="options">Beam width, number of hypotheses and language model.</param>
    /// <param name="blank">The blank class.</param>
    /// <returns>The hypotheses, best first, at least one.</returns>
    /// <exception cref="ArgumentException">An element is NaN or +∞, <paramref name="blank"/> is not a class, or a language model returned NaN or +∞.</exception>
    public static IReadOnlyList<CtcHypothesis> BeamSearch(double[,] logProbabilities, CtcBeamOptions? options = null, int blank = 0)
    {
        Check(logProbabilities, blank);
        options ??= new();
        List<CtcPrefix> beam = [new()];
        for (var step = 0; step < logProbabilities.GetLength(0); step++)
            beam = Best(Extended(beam, logProbabilities, step, options, blank), options);

        return [.. beam.Select(prefix => Hypothesis(prefix, options)).OrderByDescending(static found => found.Score).Take(options.NBest)];
    }

    /// <summary>The prefixes after one more step.</summary>
    private static List<CtcPrefix> Extended(List<CtcPrefix> beam, double[,] logProbabilities, int step, CtcBeamOptions options, int blank)
    {
        var reached = new List<CtcPrefix>();
        foreach (var prefix in beam)
        {
            // A blank leaves the prefix unchanged, and so does a repetition of its last label.
            prefix.AddBlank(prefix.LogProbability + logProbabilities[step, blank], step, reached);
            if (prefix.Last >= 0)
                prefix.AddLabel(prefix.EndsInLabel + logProbabilities[step, prefix.Last], step, reached);

            // Two equal labels in succession need a blank between them.
            for (var label = 0; label < logProbabilities.GetLength(1); label++)
            {
                var before = label == prefix.Last ? prefix.EndsInBlank : prefix.LogProbability;
                if (label != blank && before + logProbabilities[step, label] > double.NegativeInfinity)
                    prefix.Child(label, options).AddLabel(before + logProbabilities[step, label], step, reached);
            }
        }
        return reached;
    }

    private static List<CtcPrefix> Best(List<CtcPrefix> reached, CtcBeamOptions options)
    {
        foreach (var prefix in reached)
            prefix.Advance();
        var ranked = reached.OrderByDescending(static prefix => prefix.Score).ToList();
        if (ranked.Find(static prefix => double.IsNaN(prefix.Prior) || double.IsPositiveInfinity(prefix.Prior)) is { } invalid)
            throw new ArgumentException($"The language model gives the labels [{string.Join(", ", invalid.Labels)}] a log-probability that is NaN or +∞.", nameof(options));

        // Prefixes of probability 0 are dropped, unless nothing else is left.
        var kept = Math.Clamp(ranked.FindLastIndex(static prefix => prefix.Score > double.NegativeInfinity) + 1, 1, options.BeamWidth);
        foreach (var prefix in ranked.Skip(kept))
            prefix.Prune();
        return ranked[..kept];
    }

    private static CtcHypothesis Hypothesis(CtcPrefix prefix, CtcBeamOptions options)
    {
        var end = options is { LanguageModel: { } model, LanguageModelWeight: > 0 } ? options.LanguageModelWeight * model.EndLogProbability(prefix.Labels) : 0;
        return new(prefix.Labels, prefix.LogProbability, prefix.Score + end);
    }

    private static int MostProbable(double[,] logProbabilities, int step)
    {
        var best = 0;
        for (var label = 1; label < logProbabilities.GetLength(1); label++)
            best = logProbabilities[step, label] > logProbabilities[step, best] ? label : best;
        return best;
    }

    private static void Check(double[,] logProbabilities, int blank)
    {
        ArgumentNullException.ThrowIfNull(logProbabilities);
        var (time, classes) = (logProbabilities.GetLength(0), logProbabilities.GetLength(1));
        if (blank < 0 || blank >= classes)
            throw new ArgumentException($"The blank is class {blank}, where there are classes 0 to {classes - 1}.", nameof(blank));
        for (var step = 0; step < time; step++)
        {
            for (var label = 0; label < classes; label++)
            {
                if (double.IsNaN(logProbabilities[step, label]) || double.IsPositiveInfinity(logProbabilities[step, label]))
                    throw new ArgumentException($"The log-probability of class {label} at step {step.Invariant()} is {(double.IsNaN(logProbabilities[step, label]) ? "NaN" : "+∞")}.", nameof(logProbabilities));
            }
        }
    }
}
