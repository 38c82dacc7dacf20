using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Draws tokens from their distribution, each line with random numbers of its own: what it writes does not depend on the others.</summary>
internal sealed class SampledToken(SamplingOptions sampling, RandomSource random, int lines) : ITokenChoice
{
    public int Lines => lines;

    public Line[] Start() => [.. Enumerable.Range(0, lines).Select(_ => new Line(new RandomSource((long)random.NextUInt64())))];

    public (Tensor Tokens, (long Token, double LogProbability)[] Chosen) Choose(Tensor logProbabilities, IReadOnlyList<Line[]> active)
    {
        var (width, vocabulary) = ((int)logProbabilities.size(1), (int)logProbabilities.size(2));
        var read = HostNumbers.Read(logProbabilities);
        var logits = new float[vocabulary];
        var chosen = new (long Token, double LogProbability)[active.Count * lines];
        for (var i = 0; i < chosen.Length; i++)
        {
            var (source, line) = (i / lines, i % lines);
            if (active[source][line] is { Done: false, Random: { } chance })
                chosen[i] = Draw(read.AsSpan((source * width + (width == 1 ? 0 : line)) * vocabulary, vocabulary), logits, chance);
        }

        var tokens = tensor(chosen.Select(each => each.Token).ToArray(), [active.Count, lines], device: logProbabilities.device);
        return (tokens, chosen);
    }

    private (long Token, double LogProbability) Draw(ReadOnlySpan<double> logProbabilities, float[] logits, RandomSource chance)
    {
        var allowed = false;
        for (var token = 0; token < logits.Length; token++)
        {
            if (double.IsNaN(logProbabilities[token]))
                return (token, double.NaN);
            logits[token] = (float)logProbabilities[token];
            allowed |= !float.IsNegativeInfinity(logits[token]);
        }

        if (!allowed)
            return (0, double.NegativeInfinity);
        var drawn = Sampler.Sample(logits, sampling, chance);
        return (drawn, logProbabilities[drawn]);
    }
}
