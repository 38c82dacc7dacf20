using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Greedy choice: the most probable token, the first of equals.</summary>
internal sealed class GreedyToken : ITokenChoice
{
    public int SequencesPerSource => 1;

    public PartialSequence[] Start() => [new PartialSequence(null)];

    public (Tensor Tokens, (long Token, double LogProbability)[] Chosen) Choose(Tensor logProbabilities, IReadOnlyList<PartialSequence[]> active)
    {
        // max returns NaN if there is one. float32 represents integers up to 2²⁴ exactly, so every token.
        var (best, tokens) = logProbabilities.max(2);
        var read = HostValues.Read(cat([tokens.to(best.dtype), best], 1));
        return (tokens, [.. Enumerable.Range(0, active.Count).Select(source => ((long)read[2 * source], read[2 * source + 1]))]);
    }
}
