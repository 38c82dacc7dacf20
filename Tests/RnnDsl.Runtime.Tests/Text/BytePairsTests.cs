using CsCheck;
using Xunit;

namespace RnnDsl.Runtime.Tests.Text;

public sealed class BytePairsTests
{
    /// <summary>The example of Sennrich, Haddow and Birch, algorithm 1: words and how often they come.</summary>
    private static readonly string[][] Example =
    [
        .. Enumerable.Repeat<string[]>(["low"], 5),
        .. Enumerable.Repeat<string[]>(["lower"], 2),
        .. Enumerable.Repeat<string[]>(["newest"], 6),
        .. Enumerable.Repeat<string[]>(["widest"], 3),
    ];

    [Fact]
    public void Example_of_the_paper_gives_its_merges()
    {
        // An end is a mark here and no character of its own as in the paper, and of pairs that come equally often the first by their letters is joined.
        var pairs = BytePairs.Learn(Example, size: 20 + 8);
        Assert.Equal(
            ["e s", "es t</w>", "l o", "e w", "ew est</w>", "n ewest</w>", "lo w</w>", "d est</w>"],
            pairs.Merges.Select(static merge => $"{merge.Left} {merge.Right}"));
        Assert.Equal(["d", "d</w>", "e", "e</w>"], pairs.Parts.Take(4));
        Assert.Equal("dest</w>", pairs.Parts[^1]);
    }

    [Fact]
    public void Merges_equal_a_naive_implementation()
    {
        Gen.Char['a', 'd'].Array[1, 7].Select(static characters => new string(characters)).Array[1, 30].Sample(words =>
        {
            var pairs = BytePairs.Learn([words], size: 30);
            Assert.Equal(Slow(words, size: 30), pairs.Merges);
        });
    }

    [Fact]
    public void Merges_do_not_depend_on_the_sentence_order() =>
        Assert.Equal(BytePairs.Learn(Example, 40).Parts, BytePairs.Learn(Example.Reverse(), 40).Parts);

    [Fact]
    public void Pairs_below_the_minimum_frequency_are_not_merged()
    {
        Assert.Empty(BytePairs.Learn([["ab", "cd"]], size: 100).Merges);
        Assert.Equal(2, BytePairs.Learn([["ab", "cd"]], size: 100, minimumFrequency: 1).Merges.Count);
    }

    [Fact]
    public void Invalid_training_words_and_sizes_are_errors()
    {
        Assert.Contains("no word", Refused([], 10));
        Assert.Contains("'a b' is empty or contains white space", Refused([["a b"]], 10));
        Assert.Contains("'' is empty", Refused([[""]], 10));
        Assert.Contains("not valid Unicode", Refused([["a\uD83D"]], 10));
        Assert.Contains("3 parts are too few: the text has 2 characters", Refused([["ab"]], 3));

        static string Refused(string[][] sentences, int size) => Assert.Throws<ArgumentException>(() => BytePairs.Learn(sentences, size)).Message;
    }

    /// <summary>The algorithm as the paper prints it: count all pairs, join the most frequent, begin again.</summary>
    private static List<(string, string)> Slow(string[] text, int size)
    {
        var words = text.Select(static word => word.Select(static letter => letter.ToString()).ToList()).ToList();
        var parts = words.SelectMany(static word => word).SelectMany(static letter => new[] { letter, letter + "</w>" }).ToHashSet();
        words.ForEach(static word => word[^1] += "</w>");
        var merges = new List<(string Left, string Right)>();
        while (parts.Count < size)
        {
            var best = words
                .SelectMany(static word => word.Zip(word.Skip(1)))
                .GroupBy(static pair => pair)
                .Where(static group => group.Count() > 1)
                .OrderByDescending(static group => group.Count())
                .ThenBy(static group => group.Key.First, StringComparer.Ordinal)
                .ThenBy(static group => group.Key.Second, StringComparer.Ordinal)
                .FirstOrDefault()?.Key;
            if (best is not var (left, right))
                break;
            if (!merges.Contains((left, right)))
                merges.Add((left, right));
            parts.Add(left + right);
            foreach (var word in words)
            {
                for (var i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] == left && word[i + 1] == right)
                    {
                        word[i] += right;
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return merges;
    }
}
