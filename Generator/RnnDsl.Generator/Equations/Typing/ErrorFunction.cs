namespace RnnDsl.Generator.Equations.Typing;

/// <summary>The error function of constants.</summary>
internal static class ErrorFunction
{
    /// <summary>Beyond it, erf is 1 in double precision.</summary>
    private const double Largest = 6;

    /// <summary>erf(x) = 2/√π exp(-x²) Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 · … · (2n + 1)), whose terms all have one sign.</summary>
    public static double Of(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > Largest)
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        var (sum, term) = (0.0, x);
        for (var n = 1; sum + term != sum; n++)
        {
            sum += term;
            term *= 2 * x * x / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
