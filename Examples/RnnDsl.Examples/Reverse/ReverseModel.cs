using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Reverse;

/// <summary>Creates one of the two models and decodes with it.</summary>
internal static class ReverseModel
{
    public static SequenceToSequenceModel Create(bool attention, int hidden, Device device)
    {
        var tokens = Letters.Vocabulary.Count;
        if (attention)
        {
            var withAttention = new Reverser(tokens, hidden, device);
            return SequenceToSequenceModel.Of(withAttention, batch => withAttention.call(batch.Source, batch.SourceLengths, batch.Inputs).Output, withAttention.Loss);
        }

        var withContext = new ContextReverser(tokens, hidden, device);
        return SequenceToSequenceModel.Of(withContext, batch => withContext.call(batch.Source, batch.SourceLengths, batch.Inputs), withContext.Loss);
    }

    /// <summary>Greedy decoding of strings.</summary>
    public static IReadOnlyList<Hypothesis> Decode(SequenceToSequenceModel model, IReadOnlyCollection<string> texts, Device device)
    {
        using var scope = NewDisposeScope();
        var batch = Letters.Batch(texts, device);
        var options = new DecodingOptions { Begin = SpecialTokens.Begin, End = SpecialTokens.End, MaximumLength = LengthLimit.RelativeToSource(1, 5) };
        return [.. model.Search(batch.Source, batch.SourceLengths, options).Select(static found => found[0])];
    }
}
