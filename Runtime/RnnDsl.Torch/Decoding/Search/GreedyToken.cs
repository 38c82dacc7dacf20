using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Always the likeliest token, the first of equals.</summary>
internal sealed class GreedyToken : ITokenChoice
{
    public int Lines => 1;

    public Line[] Start() => [new Line(null)];

    public (Tensor Tokens, (long Token, double LogProbability)[] Chosen) Choose(Tensor logProbabilities, IReadOnlyList<Line[]> active)
    {
        // A NaN is above everything. Single precision holds every whole number up to 2²⁴, so every token.
        var (best, tokens) = logProbabilities.max(2);
        var read = HostNumbers.Read(cat([tokens.to(best.dtype), best], 1));
        return (tokens, [.. Enumerable.Range(0, active.Count).Select(source => ((long)read[2 * source], read[2 * source + 1]))]);
    }
}
