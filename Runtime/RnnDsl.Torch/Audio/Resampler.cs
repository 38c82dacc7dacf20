namespace RnnDsl.Audio;

/// <summary>Resamples sound.</summary>
/// <remarks>
/// Band-limited interpolation (J. O. Smith and P. Gossett, "A Flexible Sampling-Rate Conversion Method", ICASSP 1984): each output sample is a weighted
/// sum of the input samples around it, with a Hann-windowed sinc as weights, which also removes the frequencies above the lower rate's limit. The two
/// rates form a
/// fraction, so there is a finite number of positions between two input samples, and the weights of each are computed once.
/// </remarks>
public sealed class Resampler
{
    /// <summary>The number of zero crossings of the sinc on each side.</summary>
    private const int Zeros = 16;

    /// <summary>The end of the pass band relative to the limit of the lower rate; the rest is the transition band.</summary>
    private const double RollOff = 0.95;

    private readonly int _up;
    private readonly int _down;
    private readonly float[][] _weights;
    private readonly int[] _firsts;

    /// <summary>Computes the weights.</summary>
    /// <param name="from">The input rate, in samples per second.</param>
    /// <param name="to">The output rate, in samples per second.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not above 0, or above <see cref="WavFile.HighestSampleRate"/>.</exception>
    public Resampler(int from, int to)
    {
        foreach (var rate in (int[])[from, to])
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, WavFile.HighestSampleRate);
        }

        var common = GreatestCommonDivisor(from, to);
        (_up, _down) = (to / common, from / common);
        (_weights, _firsts) = (new float[_up][], new int[_up]);
        var band = RollOff * Math.Min(1, (double)to / from);
        for (var phase = 0; phase < _up; phase++)
            (_firsts[phase], _weights[phase]) = Weights((double)phase / _up, band);
    }

    /// <summary>Resamples a signal.</summary>
    /// <param name="samples">[samples]; zero before the first and after the last.</param>
    /// <returns>[⌈samples · to / from⌉]</returns>
    public float[] Apply(ReadOnlySpan<float> samples)
    {
        if (_up == _down)
            return samples.ToArray();
        var resampled = new float[(((long)samples.Length * _up) + _down - 1) / _down];
        for (var i = 0; i < resampled.Length; i++)
        {
            var (position, phase) = Math.DivRem((long)i * _down, _up);
            var weights = _weights[phase];
            var first = position + _firsts[phase];
            var (low, high) = (Math.Max(0, first), Math.Min(samples.Length, first + weights.Length));
            var sum = 0f;
            for (var at = low; at < high; at++)
                sum += samples[(int)at] * weights[at - first];
            resampled[i] = sum;
        }
        return resampled;
    }

    /// <summary>The weights of the samples around a position between sample 0 and sample 1, and the index of the first of them.</summary>
    private static (int First, float[] Weights) Weights(double position, double band)
    {
        var reach = Zeros / band;
        var (first, last) = ((int)Math.Ceiling(position - reach), (int)Math.Floor(position + reach));
        var weights = Enumerable.Range(first, last - first + 1).Select(at => Weight(at - position, band, reach)).ToArray();

        // Normalise, so that a constant signal is unchanged.
        var sum = weights.Sum();
        return (first, Array.ConvertAll(weights, weight => (float)(weight / sum)));
    }

    private static double Weight(double distance, double band, double reach)
    {
        var window = 0.5 + (0.5 * Math.Cos(Math.PI * distance / reach));
        var angle = Math.PI * band * distance;
        return window * (distance == 0 ? 1 : Math.Sin(angle) / angle);
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
