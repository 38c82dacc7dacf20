using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Reverse;

/// <summary>Loss and exact match on strings of one length.</summary>
internal sealed class ReverseScore
{
    /// <summary>Seed of the validation strings, the same in every run.</summary>
    private const long Seed = 2014;

    private readonly IReadOnlyList<string> _texts;

    /// <summary>Samples strings of this length.</summary>
    public ReverseScore(int length, int count)
    {
        var random = new RandomSource(Seed + length);
        (Length, _texts) = (length, [.. Enumerable.Range(0, count).Select(_ => Letters.Draw(random, length))]);
    }

    public int Length { get; }

    /// <summary>Loss and exact match. The module is in evaluation mode and gradients are off.</summary>
    public Evaluation Of(SequenceToSequenceModel model, Device device)
    {
        using var scope = NewDisposeScope();
        var batch = Letters.Batch(_texts, device);
        return new(model.Loss(model.Scores(batch), batch).item<float>(), ExactMatch(model, device));
    }

    /// <summary>Exact match from 0 to 1.</summary>
    public double ExactMatch(SequenceToSequenceModel model, Device device) => Metrics.ExactMatch.Fraction(
        [.. ReverseModel.Decode(model, _texts, device).Select(static written => Letters.Decode(written.Tokens))],
        [.. _texts.Select(static text => new[] { Letters.Reverse(text) })]);
}
