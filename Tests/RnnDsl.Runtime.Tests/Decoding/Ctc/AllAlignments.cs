namespace RnnDsl.Runtime.Tests.Decoding.Ctc;

/// <summary>CTC by its definition: every alignment there is, and what it spells.</summary>
internal static class AllAlignments
{
    /// <summary>The probability of each labelling, by its labels as text.</summary>
    public static Dictionary<string, double> Sum(double[,] logProbabilities, int blank = 0)
    {
        var (time, classes) = (logProbabilities.GetLength(0), logProbabilities.GetLength(1));
        var sums = new Dictionary<string, double>();
        for (var number = 0; number < Math.Pow(classes, time); number++)
        {
            var (rest, chance, before) = (number, 0d, blank);
            var labels = new List<int>();
            for (var step = 0; step < time; step++)
            {
                var label = rest % classes;
                rest /= classes;
                chance += logProbabilities[step, label];
                if (label != blank && label != before)
                    labels.Add(label);
                before = label;
            }
            var text = string.Join(' ', labels);
            sums[text] = sums.GetValueOrDefault(text) + Math.Exp(chance);
        }
        return sums;
    }

    /// <summary>Distributions by chance, some sharp and some flat.</summary>
    public static double[,] Draw(RandomSource random, int time, int classes)
    {
        var logProbabilities = new double[time, classes];
        for (var step = 0; step < time; step++)
        {
            var weights = Enumerable.Range(0, classes).Select(_ => Math.Pow(random.NextDouble(), 3)).ToArray();
            for (var label = 0; label < classes; label++)
                logProbabilities[step, label] = Math.Log(weights[label] / weights.Sum());
        }
        return logProbabilities;
    }
}
