using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

/// <summary>Compares hypotheses: tokens alike, scores to 1e-9, attention to single precision.</summary>
internal static class Same
{
    public static void AssertSame(IReadOnlyList<Hypothesis> expected, IReadOnlyList<Hypothesis> actual)
    {
        Assert.Equal(expected.Select(Show), actual.Select(Show));
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one.Score, other.Score, 1e-9);
            Assert.Equal(one.LogProbability, other.LogProbability, 1e-9);
            Assert.Equal(one.Attention is null, other.Attention is null);
            if (one.Attention is null)
                continue;
            Assert.Equal((one.Attention.GetLength(0), one.Attention.GetLength(1)), (other.Attention!.GetLength(0), other.Attention.GetLength(1)));
            foreach (var (a, b) in one.Attention.Cast<float>().Zip(other.Attention.Cast<float>()))
                Assert.Equal(a, b, 1e-6f);
        }
    }

    public static string Show(Hypothesis hypothesis) => string.Join(' ', hypothesis.Tokens) + (hypothesis.Finished ? " ." : " ...");
}
