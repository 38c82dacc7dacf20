using RnnDsl.Runtime.Tests.Decoders;
using RnnDsl.Runtime.Tests.Streaming.Models;
using RnnDsl.Streaming;
using Xunit;

namespace RnnDsl.Runtime.Tests.Streaming;

/// <summary>A stream of an encoder-decoder computes what the module of TorchSharp with the same weights computes, and finds the same sentences.</summary>
public sealed class TranslatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly List<Type> Streaming =
        [.. typeof(BahdanauTranslator).Assembly.GetTypes().Where(type => type.GetNestedType("Streaming")?.BaseType == typeof(StreamingEncoderDecoder))];

    public static TheoryData<Type> Models => [.. Streaming];

    public static TheoryData<Type> ModelsOfTokens => [.. Streaming.Where(type => type.GetNestedType("Streaming")!.GetMethod("Greedy") is not null)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_score_and_every_bridge_streams()
    {
        var bridges = Streaming.Select(type => ((EncoderDecoderAttribute)type.GetCustomAttributes(typeof(EncoderDecoderAttribute), false).Single()).Bridge).Distinct();

        Assert.Equal(Enum.GetValues<Bridge>(), bridges.Order());
        var scores = Streaming.SelectMany(type => ((EncoderDecoderAttribute)type.GetCustomAttributes(typeof(EncoderDecoderAttribute), false).Single()).Decoder.GetCustomAttributes(typeof(AttentionAttribute), false)).Select(attention => ((AttentionAttribute)attention).Score).Distinct();
        Assert.Equal(Enum.GetValues<AttentionScore>(), scores.Order());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Steps_equal_those_of_the_module(Type type)
    {
        using var pair = new TranslatorPair(type, _folder);
        foreach (var length in new[] { 12, 6, 40 })
        {
            var (source, inputs) = (pair.Source(length, seed: length), pair.Inputs(30));
            pair.Encode(pair.Stream, source);
            var (expected, weights) = pair.ModuleSteps(source, inputs);
            var (actual, actualWeights) = pair.Steps(pair.Stream, inputs);

            ParityTests.Close(expected, actual, 1e-5f);
            ParityTests.Close(weights, actualWeights, 1e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(ModelsOfTokens))]
    public void Greedy_decoding_and_beam_search_find_what_the_module_finds(Type type)
    {
        using var pair = new TranslatorPair(type, _folder);
        for (var seed = 0; seed < 4; seed++)
        {
            var source = pair.Source(6 + seed, seed);
            pair.Encode(pair.Stream, source);
            var greedy = new DecodingOptions { Begin = 1, End = 2, MaximumLength = LengthLimit.RelativeToSource(1.5, 5), MinimumLength = 2, NoRepeatNGram = seed == 0 ? null : 2 };
            Equal(pair.ModuleDecoding(source, greedy), [pair.Greedy(greedy)]);

            var beam = new BeamSearchOptions
            {
                Begin = 1,
                End = 2,
                MaximumLength = 20,
                BeamWidth = seed == 3 ? 1 : 5,
                NBest = seed == 3 ? 1 : 3,
                LengthPenalty = LengthPenalty.Wu(0.6),
                SuppressedTokens = seed == 1 ? [4] : [],
                NoRepeatNGram = seed == 2 ? 1 : null,
                CoveragePenalty = seed == 1 && pair.Stream.AttentionWeights.Length > 0 ? 0.2 : 0,
            };
            Equal(pair.ModuleDecoding(source, beam), pair.BeamSearch(beam));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_fork_and_a_state_of_bytes_continue_where_the_stream_is(Type type)
    {
        using var pair = new TranslatorPair(type, _folder);
        var (before, after) = (pair.Inputs(7), pair.Inputs(9, seed: 5));
        pair.Encode(pair.Stream, pair.Source(10));
        var first = pair.Steps(pair.Stream, before);
        var fork = pair.Fork(pair.Stream);
        var other = pair.Load(pair.File);
        pair.Encode(other, pair.Source(21, seed: 8));
        other.State = StreamState.FromBytes(pair.Stream.State.ToBytes());

        var expected = pair.Steps(pair.Stream, after);

        Same(expected, pair.Steps(fork, after));
        Same(expected, pair.Steps(other, after));
        foreach (var stream in new[] { pair.Stream, fork, other })
        {
            stream.Reset();
            Same(first, pair.Steps(stream, before));
        }
    }

    [Theory]
    [InlineData(typeof(BahdanauTranslator))]
    [InlineData(typeof(ChorowskiTranslator))]
    [InlineData(typeof(ManyHeadsTranslator))]
    [InlineData(typeof(Summarizer))]
    [InlineData(typeof(LuongTranslator))]
    [InlineData(typeof(PooledTranslator))]
    public void Steps_and_sources_that_fit_allocate_nothing(Type type)
    {
        using var pair = new TranslatorPair(type, _folder);
        pair.Encode(pair.Stream, pair.Source(30));
        var (step, output) = (pair.StepOfToken(pair.Stream), new float[pair.OutputSize]);

        Assert.Equal(0, StreamTests.Allocated(() => step(3, output)));
    }

    [Theory]
    [InlineData(WeightFormat.BFloat16, 0.1f)]
    [InlineData(WeightFormat.Int8, 0.1f)]
    public void Smaller_formats_come_close(WeightFormat format, float bound)
    {
        foreach (var type in new[] { typeof(BahdanauTranslator), typeof(LuongTranslator), typeof(ManyHeadsTranslator), typeof(SpeechTranslator), typeof(Summarizer) })
        {
            using var pair = new TranslatorPair(type, _folder, format);
            var (source, inputs) = (pair.Source(9), pair.Inputs(8));
            pair.Encode(pair.Stream, source);
            var (expected, _) = pair.ModuleSteps(source, inputs);
            var (actual, _) = pair.Steps(pair.Stream, inputs);

            ParityTests.Close(expected, actual, bound);
            Assert.NotEqual(expected, actual);

            // The same weights from a file in that format.
            var file = _folder[$"{type.Name}-{format}.safetensors"];
            pair.StreamType.GetMethod("Convert")!.Invoke(null, [pair.File, file, format]);
            var converted = pair.Load(file);
            pair.Encode(converted, source);
            Assert.Equal(actual, pair.Steps(converted, inputs).Outputs);
        }
    }

    [Fact]
    public void A_stream_without_a_source_has_no_steps()
    {
        using var pair = new TranslatorPair(typeof(BahdanauTranslator), _folder);
        var step = pair.StepOfToken(pair.Stream);

        Assert.StartsWith("BahdanauTranslator has read no source yet", Assert.Throws<InvalidOperationException>(() => step(1, new float[17])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => pair.Greedy(new DecodingOptions { Begin = 1, End = 2 }));
        Assert.Throws<InvalidOperationException>(() => pair.Stream.State);
        Assert.Equal(0, pair.Fork(pair.Stream).SourceLength);
        Assert.StartsWith("The source is empty", Assert.Throws<ArgumentException>(() => pair.Encode(pair.Stream, [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Encode(pair.Stream, [3, 17]));
        Assert.Equal(0, pair.Stream.SourceLength);
    }

    [Fact]
    public void Wrong_tokens_lengths_and_options_are_refused()
    {
        using var pair = new TranslatorPair(typeof(BahdanauTranslator), _folder);
        pair.Encode(pair.Stream, pair.Source(5));
        var step = pair.StepOfToken(pair.Stream);

        Assert.Throws<ArgumentOutOfRangeException>(() => step(17, new float[17]));
        Assert.Throws<ArgumentException>(() => step(1, new float[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Greedy(new DecodingOptions { Begin = 1, End = 17 }));
        Assert.Throws<ArgumentException>(() => pair.Greedy(new DecodingOptions { Begin = null, End = 2 }));
        Assert.Throws<ArgumentException>(() => pair.BeamSearch(new BeamSearchOptions { Begin = 1, End = 2, BeamWidth = 2, NBest = 3 }));
        Assert.Throws<ArgumentException>(() => pair.Greedy(new DecodingOptions { Begin = 1, End = 2, MaximumLength = 3, MinimumLength = 4 }));
    }

    [Fact]
    public void The_state_of_another_model_is_refused_and_changes_nothing()
    {
        using var pair = new TranslatorPair(typeof(BahdanauTranslator), _folder);
        using var other = new TranslatorPair(typeof(GeneralTranslator), _folder);
        pair.Encode(pair.Stream, pair.Source(5));
        other.Encode(other.Stream, other.Source(5));
        var inputs = pair.Inputs(4);
        var state = pair.Stream.State;
        var expected = pair.Steps(pair.Stream, inputs);

        pair.Stream.State = state;
        Assert.Throws<ArgumentException>(() => pair.Stream.State = other.Stream.State);
        Same(expected, pair.Steps(pair.Stream, inputs));
        Assert.Equal(5, pair.Stream.SourceLength);
    }

    private static void Same((float[] Outputs, float[] Weights) expected, (float[] Outputs, float[] Weights) actual)
    {
        Assert.Equal(expected.Outputs, actual.Outputs);
        Assert.Equal(expected.Weights, actual.Weights);
    }

    private static void Equal(IReadOnlyList<Hypothesis> expected, IReadOnlyList<Hypothesis> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one.Tokens, other.Tokens);
            Assert.Equal(one.Finished, other.Finished);
            Assert.Equal(one.LogProbability, other.LogProbability, 1e-3);
            Assert.Equal(one.Score, other.Score, 1e-3);
            Assert.Equal(one.Attention is null, other.Attention is null);
            if (one.Attention is not null)
                ParityTests.Close(one.Attention.Cast<float>().ToArray(), other.Attention!.Cast<float>().ToArray(), 1e-4f);
        }
    }
}
