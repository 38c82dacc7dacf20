using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Samples tokens from their distribution. Each sequence has its own random source, so its tokens do not depend on the other sequences.</summary>
internal sealed class SampledToken(SamplingOptions sampling, RandomSource random, int sequences) : ITokenChoice
{
    public int SequencesPerSource => sequences;

    public PartialSequence[] Start() => [.. Enumerable.Range(0, sequences).Select(_ => new PartialSequence(new RandomSource((long)random.NextUInt64())))];

    public (Tensor Tokens, (long Token, double LogProbability)[] Chosen) Choose(Tensor logProbabilities, IReadOnlyList<PartialSequence[]> active)
    {
        var (width, vocabulary) = ((int)logProbabilities.size(1), (int)logProbabilities.size(2));
        var read = HostValues.Read(logProbabilities);
        var logits = new float[vocabulary];
        var chosen = new (long Token, double LogProbability)[active.Count * sequences];
        for (var i = 0; i < chosen.Length; i++)
        {
            var (source, sequence) = (i / sequences, i % sequences);
            if (active[source][sequence] is { Done: false, Random: { } generator })
                chosen[i] = Sample(read.AsSpan((source * width + (width == 1 ? 0 : sequence)) * vocabulary, vocabulary), logits, generator);
        }

        var tokens = tensor(chosen.Select(each => each.Token).ToArray(), [active.Count, sequences], device: logProbabilities.device);
        return (tokens, chosen);
    }

    private (long Token, double LogProbability) Sample(ReadOnlySpan<double> logProbabilities, float[] logits, RandomSource generator)
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
        var sampled = Sampler.Sample(logits, sampling, generator);
        return (sampled, logProbabilities[sampled]);
    }
}
