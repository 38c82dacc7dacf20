using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Reverse;

/// <summary>How many strings of a length come out right.</summary>
internal sealed class ReverseScore
{
    /// <summary>The held-out strings are the same in every run, whatever the weights and the training are drawn from.</summary>
    private const long Seed = 2014;

    private readonly IReadOnlyList<string> _texts;

    /// <summary>Draws strings of a length.</summary>
    public ReverseScore(int length, int count)
    {
        var random = new RandomSource(Seed + length);
        (Length, _texts) = (length, [.. Enumerable.Range(0, count).Select(_ => Letters.Draw(random, length))]);
    }

    public int Length { get; }

    /// <summary>The loss, and the share of strings that are right from beginning to end. The module is in evaluation mode and gradients are off.</summary>
    public Evaluation Of(SequencePairModel model, Device device)
    {
        using var scope = NewDisposeScope();
        var batch = Letters.Batch(_texts, device);
        return new(model.Loss(model.Scores(batch), batch).item<float>(), ExactMatch(model, device));
    }

    /// <summary>From 0 to 1.</summary>
    public double ExactMatch(SequencePairModel model, Device device) => Metrics.ExactMatch.Fraction(
        [.. ReverseModel.Write(model, _texts, device).Select(static written => Letters.Decode(written.Tokens))],
        [.. _texts.Select(static text => new[] { Letters.Reverse(text) })]);
}
