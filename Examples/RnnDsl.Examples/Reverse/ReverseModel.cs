using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Reverse;

/// <summary>Makes one of the two networks, and lets it write.</summary>
internal static class ReverseModel
{
    public static SequencePairModel Create(bool attention, int hidden, Device device)
    {
        var tokens = Letters.Vocabulary.Count;
        if (attention)
        {
            var attending = new Reverser(tokens, hidden, device);
            return SequencePairModel.Of(attending, batch => attending.call(batch.Source, batch.SourceLengths, batch.Inputs).Output, attending.Loss);
        }

        var summing = new SummaryReverser(tokens, hidden, device);
        return SequencePairModel.Of(summing, batch => summing.call(batch.Source, batch.SourceLengths, batch.Inputs), summing.Loss);
    }

    /// <summary>What the network makes of strings, the likeliest letter at each step.</summary>
    public static IReadOnlyList<Hypothesis> Write(SequencePairModel model, IReadOnlyCollection<string> texts, Device device)
    {
        using var scope = NewDisposeScope();
        var batch = Letters.Batch(texts, device);
        var options = new DecodingOptions { Begin = SpecialTokens.Begin, End = SpecialTokens.End, MaximumLength = LengthLimit.RelativeToSource(1, 5) };
        return [.. model.Search(batch.Source, batch.SourceLengths, options).Select(static found => found[0])];
    }
}
