using RnnDsl.Audio;

namespace RnnDsl.Examples.Speech;

/// <summary>
/// Joins recordings of single digits into strings of three to six: a speaker by chance, each digit by chance, one of the recordings that this speaker
/// made of it, and a short silence before, between and after them. A faint noise lies over the whole.
/// </summary>
internal sealed class StringMaker
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

    /// <summary>Faster and slower speech to learn from: T. Ko et al., "Audio Augmentation for Speech Recognition", Interspeech 2015.</summary>
    private static readonly Resampler[] Speeds =
        [.. ((double[])[0.9, 0.95, 1, 1.05, 1.1]).Select(static speed => new Resampler((int)(speed * SpokenDigits.SampleRate), SpokenDigits.SampleRate))];

    private readonly ILookup<int, SpokenDigit>[] _speakers;

    /// <param name="recordings">What is joined. Every speaker must have said every digit.</param>
    public StringMaker(IEnumerable<SpokenDigit> recordings) =>
        _speakers = [.. recordings.GroupBy(static recording => recording.Speaker).OrderBy(static speaker => speaker.Key, StringComparer.Ordinal).Select(static speaker => speaker.OrderBy(static recording => recording.Index).ToLookup(static recording => recording.Digit))];

    /// <summary>So many strings, always the same ones.</summary>
    public IReadOnlyList<DigitString> DrawSome(int count, long seed)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(random, DrawLength(random)))];
    }

    /// <summary>Strings to learn from, each at one of five speeds. They have the same number of digits, so that little of a batch is padding.</summary>
    public IReadOnlyList<DigitString> DrawBatch(RandomSource random, int count)
    {
        var length = DrawLength(random);
        return [.. Enumerable.Range(0, count).Select(_ => Vary(Draw(random, length), random))];
    }

    private static int DrawLength(RandomSource random) => Shortest + (int)random.NextInt64(Longest - Shortest + 1);

    /// <summary>One string, said as fast as it was recorded.</summary>
    private DigitString Draw(RandomSource random, int length)
    {
        var recordings = DrawRecordings(random, length);
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

    /// <summary>The same, faster or slower.</summary>
    private static DigitString Vary(DigitString drawn, RandomSource random)
    {
        var samples = Speeds[random.NextInt64(Speeds.Length)].Apply(drawn.Samples);
        var scale = (double)samples.Length / drawn.Samples.Length;
        return drawn with { Samples = samples, Spans = [.. drawn.Spans.Select(span => ((int)(scale * span.Start), (int)(scale * span.End)))] };
    }

    private List<SpokenDigit> DrawRecordings(RandomSource random, int length)
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
