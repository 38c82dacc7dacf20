using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

/// <summary>Tokens that are never written, in every way of decoding.</summary>
public sealed class SuppressedTokensTests : IDisposable
{
    private const int Vocabulary = 6;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string> Ways => ["greedy", "beam", "sample"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Suppressed_tokens_never_occur_and_all_others_do(string way)
    {
        var free = Written(way, []);
        Assert.Equal(Enumerable.Range(1, Vocabulary - 1).Select(static token => (long)token), free.Distinct().Order());
        Assert.Equal([1L, 4, 5], Written(way, [2, 3]).Distinct().Order());
    }

    [Fact]
    public void Sampling_stops_if_every_possible_token_is_suppressed()
    {
        // The end may not come yet, and nothing else may come at all.
        var options = new DecodingOptions { Begin = 1, End = 0, MaximumLength = 4, MinimumLength = 2 };
        var sampling = new SamplingOptions { SuppressedTokens = [1, 2, 3, 4, 5] };
        var texts = SequenceDecoder.Sample(new SmallDecoder(1, Vocabulary).Start(3), options, sampling, new RandomSource(1))[0];
        Assert.Equal(" ...", Same.Show(Assert.Single(texts)));
    }

    [Fact]
    public void Suppressed_token_outside_the_vocabulary_is_an_error()
    {
        var options = new DecodingOptions { Begin = 1, End = 0, SuppressedTokens = [2, 6] };
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => SequenceDecoder.Greedy(new SmallDecoder(1, Vocabulary).Start(3), options));
        Assert.Contains("SuppressedTokens is 6, and the network scores 6 tokens: it must be one of 0 to 5.", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("SuppressedTokens is -2; it must be", Assert.Throws<ArgumentOutOfRangeException>(() => options with { SuppressedTokens = [-2] }).Message, StringComparison.Ordinal);
    }

    /// <summary>Everything that some networks write.</summary>
    private static List<long> Written(string way, long[] excluded)
    {
        var options = new BeamSearchOptions { Begin = 1, End = 0, MaximumLength = 6, BeamWidth = 3, NBest = 3, SuppressedTokens = excluded };
        return [.. Enumerable.Range(0, 30).SelectMany(seed =>
        {
            var start = new SmallDecoder(seed, Vocabulary).Start(3, 2);
            return way switch
            {
                "greedy" => SequenceDecoder.Greedy(start, options),
                "beam" => SequenceDecoder.BeamSearch(start, options).SelectMany(static found => found),
                _ => SequenceDecoder.Sample(start, options, new SamplingOptions(), new RandomSource(seed), 3).SelectMany(static found => found),
            };
        }).SelectMany(static hypothesis => hypothesis.Tokens)];
    }
}
