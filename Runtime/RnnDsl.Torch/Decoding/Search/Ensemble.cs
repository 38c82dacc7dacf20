using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Combines several step functions: each keeps its own state, and decoding uses the mean of their distributions.</summary>
public static class Ensemble
{
    /// <summary>An ensemble of networks over the same sources, in the same order, with the same vocabulary.</summary>
    /// <param name="members">The start of each network; the first provides lengths and padding mask. Members may share a network.</param>
    /// <param name="mean">The mean of probabilities or of log-probabilities.</param>
    /// <returns>A start whose attention weights are the mean over the members with attention.</returns>
    /// <exception cref="ArgumentException">
    /// There are no members, or their numbers of sources differ; or, while decoding, their vocabularies or attention positions differ.
    /// </exception>
    public static DecodingStart<EnsembleHypotheses<TState>> Of<TState>(
        IReadOnlyList<DecodingStart<TState>> members, EnsembleMean mean = EnsembleMean.Probabilities)
        where TState : IHypotheses<TState>
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0)
            throw new ArgumentException("An ensemble has at least one member.", nameof(members));
        if (!Enum.IsDefined(mean))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean of an ensemble is one of Probabilities and LogProbabilities.");
        CheckEqual("sources", members.Select(member => member.Tokens.NumberOfElements));
        return new DecodingStart<EnsembleHypotheses<TState>>
        {
            Step = (tokens, before) =>
            {
                var steps = members.Zip(before.Members, (member, state) => member.Step(tokens, state)).ToArray();
                return (
                    Mean([.. steps.Select(step => step.Output)], mean),
                    new EnsembleHypotheses<TState>([.. steps.Select(step => step.State)]),
                    MeanWeights([.. steps.Select(step => step.Weights).OfType<Tensor>()]));
            },
            State = new EnsembleHypotheses<TState>([.. members.Select(member => member.State)]),
            Tokens = members[0].Tokens,
            SourceLengths = members[0].SourceLengths,
            Padding = members[0].Padding,
        };
    }

    private static Tensor Mean(Tensor[] outputs, EnsembleMean mean)
    {
        CheckEqual("tokens in the vocabulary", outputs.Select(output => output.size(-1)));
        var logProbabilities = stack(outputs.Select(TokenScores.LogSoftmax));
        using Scalar count = Math.Log(outputs.Length);
        return mean == EnsembleMean.Probabilities ? logProbabilities.logsumexp(0).sub(count) : logProbabilities.mean([0L]);
    }

    private static Tensor? MeanWeights(Tensor[] weights)
    {
        CheckEqual("attention positions", weights.Select(weight => weight.size(-1)));
        return weights.Length == 0 ? null : stack(weights).mean([0L]);
    }

    private static void CheckEqual(string what, IEnumerable<long> counts)
    {
        if (counts.Distinct().Count() > 1)
            throw new ArgumentException($"The members of the ensemble have {string.Join(" and ", counts)} {what}; all must have the same.");
    }
}
