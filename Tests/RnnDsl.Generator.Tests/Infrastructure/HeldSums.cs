using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Generator.Tests.Infrastructure;

/// <summary>
/// Sums and products with numbers whose scalars are kept alive. The operators of TorchSharp keep none: tests that compute beside others would lose them to a
/// collection that another test starts. <c>ScalarLifetimeTests</c> find what does not come from here.
/// </summary>
internal static class HeldSums
{
    private static readonly Scalar One = 1;

    public static Tensor Sum(params IEnumerable<Tensor> terms) => terms.Aggregate(static (sum, term) => sum.add(term, One));

    /// <summary>1 - values.</summary>
    public static Tensor OneMinus(Tensor values) => values.neg().add(One, One);

    public static Tensor Times(Tensor values, double factor)
    {
        using Scalar held = factor;
        return values.mul(held);
    }
}
