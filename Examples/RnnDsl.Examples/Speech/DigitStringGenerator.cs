using RnnDsl.Audio;

namespace RnnDsl.Examples.Speech;

/// <summary>
/// Generates strings of three to six digits from recordings of single digits of a random speaker, with short pauses before, between and after them,
/// and faint noise.
/// </summary>
internal sealed class DigitStringGenerator
{
    public const int Shortest = 3;
    public const int Longest = 6;

    // In seconds.
    private const double ShortestPause = 0.02;
    private const double LongestPause = 0.25;
    private const double ShortestEdge = 0.05;
    private const double LongestEdge = 0.3;

    // Decibels below the loudest sample.
    private const double LoudestNoise = 45;
    private const double FaintestNoise = 65;

    /// <summary>Speed perturbation of training strings: T. Ko et al., "Audio Augmentation for Speech Recognition", Interspeech 2015.</summary>
    private static readonly Resampler[] Speeds =
        [.. ((double[])[0.9, 0.95, 1, 1.05, 1.1]).Select(static speed => new Resampler((int)(speed * SpokenDigits.SampleRate), SpokenDigits.SampleRate))];

    private readonly ILookup<int, SpokenDigit>[] _speakers;

    /// <param name="recordings">The recordings. Every speaker needs every digit.</param>
    public DigitStringGenerator(IEnumerable<SpokenDigit> recordings) =>
        _speakers = [.. recordings.GroupBy(static recording => recording.Speaker).OrderBy(static speaker => speaker.Key, StringComparer.Ordinal).Select(static speaker => speaker.OrderBy(static recording => recording.Index).ToLookup(static recording => recording.Digit))];

    /// <summary><paramref name="count"/> strings that depend only on the seed.</summary>
    public IReadOnlyList<DigitString> Generate(int count, long seed)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(random, SampleLength(random)))];
    }

    /// <summary>Training strings, each at one of five speeds, with equal numbers of digits to limit padding.</summary>
    public IReadOnlyList<DigitString> GenerateBatch(RandomSource random, int count)
    {
        var length = SampleLength(random);
        return [.. Enumerable.Range(0, count).Select(_ => Vary(Draw(random, length), random))];
    }

    private static int SampleLength(RandomSource random) => Shortest + (int)random.NextInt64(Longest - Shortest + 1);

    /// <summary>One string at the recorded speed.</summary>
    private DigitString Draw(RandomSource random, int length)
    {
        var recordings = SampleRecordings(random, length);
        var samples = new List<float>(Silence(random, ShortestEdge, LongestEdge));
        var spans = new List<(int Start, int End)>();
        foreach (var recording in recordings)
        {
            if (spans.Count > 0)
                samples.AddRange(Silence(random, ShortestPause, LongestPause));
            spans.Add((samples.Count, samples.Count + recording.Samples.Length));
            samples.AddRange(recording.Samples);
        }
        samples.AddRange(Silence(random, ShortestEdge, LongestEdge));
        return new(recordings[0].Speaker, WithNoise([.. samples], random), [.. recordings.Select(static recording => Digits.Label(recording.Digit))], [.. spans]);
    }

    /// <summary>The string at a random speed.</summary>
    private static DigitString Vary(DigitString drawn, RandomSource random)
    {
        var samples = Speeds[random.NextInt64(Speeds.Length)].Apply(drawn.Samples);
        var scale = (double)samples.Length / drawn.Samples.Length;
        return drawn with { Samples = samples, Spans = [.. drawn.Spans.Select(span => ((int)(scale * span.Start), (int)(scale * span.End)))] };
    }

    private List<SpokenDigit> SampleRecordings(RandomSource random, int length)
    {
        var speaker = _speakers[random.NextInt64(_speakers.Length)];
        return [.. Enumerable.Range(0, length).Select(_ =>
        {
            var takes = speaker[(int)random.NextInt64(Digits.Count)].ToList();
            return takes[(int)random.NextInt64(takes.Count)];
        })];
    }

    private static float[] Silence(RandomSource random, double shortest, double longest) =>
        new float[(int)(SpokenDigits.SampleRate * Between(random, shortest, longest))];

    private static float[] WithNoise(float[] samples, RandomSource random)
    {
        var loudest = samples.Max(Math.Abs);
        var level = loudest * Math.Pow(10, -Between(random, LoudestNoise, FaintestNoise) / 20);
        for (var i = 0; i < samples.Length; i++)
            samples[i] += (float)Between(random, -level, level);
        return samples;
    }

    private static double Between(RandomSource random, double low, double high) => low + ((high - low) * random.NextDouble());
}
