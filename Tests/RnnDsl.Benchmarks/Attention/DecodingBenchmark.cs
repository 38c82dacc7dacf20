using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Attention;

/// <summary>
/// Greedy decoding and beam search of a translator: by the library, many sentences at once and one at a time, and by the loop of a tutorial, one sentence at a time
/// with the keys computed at each step.
/// </summary>
internal static class DecodingBenchmark
{
    /// <summary>How many sentences are translated.</summary>
    private const int Sentences = 32;

    public static readonly AttentionSizes Article = new(Sentences, 25, 256, 4_000);

    public static void Run(AttentionSizes sizes, int rounds)
    {
        using var scope = NewDisposeScope();
        Report.Heading($"decoding: {sizes.Batch} sentences, {sizes}");
        using var model = new AttendingTranslator(sizes.Vocabulary, sizes.Hidden, sizes.Vocabulary);
        using var tutorial = new HandWrittenDecoder(sizes, isOptimised: false);
        model.eval();
        tutorial.load_state_dict(model.Decoder.state_dict());
        tutorial.eval();
        var source = randint(sizes.Vocabulary, [sizes.Batch, sizes.Time]);

        // No end token: every sentence is as long as any other, whatever the weights.
        var options = new BeamSearchOptions { Begin = 1, End = null, BeamWidth = 5, MaximumLength = sizes.Time };
        CheckSame(model, tutorial, source, options, sizes);
        Report.Print("greedy, a token", Race.Run(
        "greedy",
        [
            new("library, all at once", () => SequenceDecoder.Greedy(model, source, null, options), sizes.Batch * sizes.Time),
            new("library, one at a time", () => Each(source, one => SequenceDecoder.Greedy(model, one, null, options)), sizes.Batch * sizes.Time),
            new("as in a tutorial", () => Each(source, one => Tutorial(model, tutorial, one, sizes.Time)), sizes.Batch * sizes.Time),
        ], rounds, turns: 2, warmUp: 1));
        Report.Print("beam of 5, a sentence", Race.Run(
        "beam of 5",
        [
            new("library, all at once", () => SequenceDecoder.BeamSearch(model, source, null, options), sizes.Batch),
            new("library, one at a time", () => Each(source, one => SequenceDecoder.BeamSearch(model, one, null, options)), sizes.Batch),
        ], rounds, turns: 2, warmUp: 1));
    }

    private static void Each(Tensor source, Action<Tensor> decode)
    {
        for (var i = 0L; i < source.size(0); i++)
        {
            using var scope = NewDisposeScope();
            decode(source.narrow(0, i, 1));
        }
    }

    /// <summary>Word by word, each read from the device before the next.</summary>
    private static long[] Tutorial(AttendingTranslator model, HandWrittenDecoder decoder, Tensor source, int steps)
    {
        using var free = no_grad();
        using var scope = NewDisposeScope();
        var (memory, state) = model.Encoder.call(source);
        var hidden = state.Hidden;
        var words = new long[steps];
        var word = 1L;
        for (var t = 0; t < steps; t++)
        {
            (var scores, hidden) = decoder.Step(tensor(new[,] { { word } }), memory, hidden);
            words[t] = word = scores.argmax().ToInt64();
        }

        return words;
    }

    /// <summary>Contenders that write different things have no ratio.</summary>
    private static void CheckSame(AttendingTranslator model, HandWrittenDecoder tutorial, Tensor source, BeamSearchOptions options, AttentionSizes sizes)
    {
        using var scope = NewDisposeScope();
        var one = source.narrow(0, 0, 1);
        if (!SequenceDecoder.Greedy(model, one, null, options)[0].Tokens.SequenceEqual(Tutorial(model, tutorial, one, sizes.Time)))
            throw new InvalidOperationException("The decoders do not write the same.");
    }
}
