namespace RnnDsl.Torch;

/// <summary>Brings sound from one sampling rate to another.</summary>
/// <remarks>
/// Band-limited interpolation (J. O. Smith and P. Gossett, "A Flexible Sampling-Rate Conversion Method", ICASSP 1984): each new sample is a sum of the old ones
/// about it, weighed by a sinc under a Hann window. Going down, the sinc also takes away what the lower rate cannot hold. The two rates form a
/// fraction, so there is a finite number of places between two old samples, and the weights of each are computed once.
/// </remarks>
public sealed class Resampler
{
    /// <summary>How many zeros of the sinc lie on each side of its middle.</summary>
    private const int Zeros = 16;

    /// <summary>Where the band ends, as a share of what the lower rate can hold: the rest is the slope of the filter.</summary>
    private const double RollOff = 0.95;

    private readonly int _up;
    private readonly int _down;
    private readonly float[][] _weights;
    private readonly int[] _firsts;

    /// <summary>Prepares the weights.</summary>
    /// <param name="from">Samples a second before.</param>
    /// <param name="to">Samples a second after.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is not above 0, or beyond <see cref="WavFile.HighestSampleRate"/>.</exception>
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

    /// <summary>The same sound at the other rate.</summary>
    /// <param name="samples">[samples], taken as zero before the first and after the last.</param>
    /// <returns>[⌈samples · to / from⌉]</returns>
    public float[] Apply(ReadOnlySpan<float> samples)
    {
        if (_up == _down)
            return samples.ToArray();
        var resampled = new float[(((long)samples.Length * _up) + _down - 1) / _down];
        for (var i = 0; i < resampled.Length; i++)
        {
            var (place, phase) = Math.DivRem((long)i * _down, _up);
            var weights = _weights[phase];
            var first = place + _firsts[phase];
            var (low, high) = (Math.Max(0, first), Math.Min(samples.Length, first + weights.Length));
            var sum = 0f;
            for (var at = low; at < high; at++)
                sum += samples[(int)at] * weights[at - first];
            resampled[i] = sum;
        }
        return resampled;
    }

    /// <summary>The weights of the samples about a place between sample 0 and sample 1, and the number of the first of them.</summary>
    private static (int First, float[] Weights) Weights(double place, double band)
    {
        var reach = Zeros / band;
        var (first, last) = ((int)Math.Ceiling(place - reach), (int)Math.Floor(place + reach));
        var weights = Enumerable.Range(first, last - first + 1).Select(at => Weight(at - place, band, reach)).ToArray();

        // A constant stays what it is.
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
