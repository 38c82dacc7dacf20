using System.Text;

namespace RnnDsl.Examples.Sentiment;

/// <summary>
/// A thousand short synthetic film reviews from a small vocabulary, half of them positive. They replace <see cref="DataSets.MovieReviews"/>
/// if it is not available, and are far easier: each line is <c>positive</c> or <c>negative</c>, a tab and a sentence.
/// </summary>
internal static class SampleReviews
{
    private const int Count = 1_000;

    private static readonly string[] Things =
    [
        "acting", "plot", "script", "music", "camera", "ending", "dialogue", "cast", "film", "story", "editing", "humour", "villain", "hero", "opening", "song",
    ];

    private static readonly string[] Praise =
    [
        "warm", "funny", "clever", "moving", "superb", "brilliant", "fresh", "witty", "charming", "gripping", "honest", "powerful", "elegant", "wonderful", "tense", "delightful",
    ];

    private static readonly string[] DiagnosticLocation =
    [
        "dull", "lifeless", "clumsy", "stale", "tedious", "boring", "silly", "wooden", "predictable", "shallow", "noisy", "stupid", "ugly", "painful", "flat", "absurd",
    ];

    /// <summary>Opens the reviews, for <see cref="DataSet.Sample"/>.</summary>
    /// <param name="name">The name of a file of the data set.</param>
    /// <exception cref="ArgumentException">The data set has no such file.</exception>
    public static Stream Open(string name) => DataSets.MovieReviews.Files.Any(file => file.Name == name)
        ? new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Sentences().Select(static sentence => sentence + "\n"))))
        : throw new ArgumentException($"{DataSets.MovieReviews.Name} has no file '{name}'.", nameof(name));

    /// <summary>Distinct sentences, always the same.</summary>
    private static HashSet<string> Sentences()
    {
        var (random, sentences) = (new RandomSource(2005), new HashSet<string>(StringComparer.Ordinal));
        while (sentences.Count < Count)
        {
            sentences.Add(sentences.Count % 2 == 0
                ? "positive\t" + Sentence(random, Praise, DiagnosticLocation)
                : "negative\t" + Sentence(random, DiagnosticLocation, Praise));
        }
        return sentences;
    }

    /// <summary>Some templates have words of both polarities, so that negation matters.</summary>
    private static string Sentence(RandomSource random, string[] meant, string[] denied)
    {
        return random.NextInt64(5) switch
        {
            0 => $"the {Of(Things)} is {Of(meant)} and the {Of(Things)} is {Of(meant)} .",
            1 => $"a {Of(meant)} film with a {Of(meant)} {Of(Things)} .",
            2 => $"i found the {Of(Things)} {Of(meant)} from beginning to end .",
            3 => $"the {Of(Things)} is never {Of(denied)} , and the {Of(Things)} is {Of(meant)} .",
            _ => $"not {Of(denied)} but {Of(meant)} , and so is the {Of(Things)} .",
        };

        string Of(string[] words) => words[random.NextInt64(words.Length)];
    }
}
