namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>
/// A number as the sum of two doubles, about 106 bits: the reference for functions in double precision. T. J. Dekker, "A floating-point technique for extending the available precision",
/// Numerische Mathematik 18, 1971.
/// </summary>
internal readonly record struct DoubleDouble(double High, double Low)
{
    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        var (high, low) = Sum(left.High, right.High);
        var (lowHigh, lowLow) = Sum(left.Low, right.Low);
        (high, low) = Renormalise(high, low + lowHigh);
        return new DoubleDouble(high, low + lowLow).Renormalised;
    }

    public static DoubleDouble operator -(DoubleDouble value) => new(-value.High, -value.Low);

    public static DoubleDouble operator -(DoubleDouble left, DoubleDouble right) => left + -right;

    public static DoubleDouble operator *(DoubleDouble left, DoubleDouble right)
    {
        var high = left.High * right.High;
        var low = Math.FusedMultiplyAdd(left.High, right.High, -high) + (left.High * right.Low) + (left.Low * right.High);
        return new DoubleDouble(high, low).Renormalised;
    }

    public static DoubleDouble operator /(DoubleDouble left, DoubleDouble right)
    {
        var first = left.High / right.High;
        var rest = left - (right * first);
        var second = rest.High / right.High;
        rest -= right * second;
        return new DoubleDouble(first, second).Renormalised + (rest.High / right.High);
    }

    /// <summary>The power series after a reduction by powers of two.</summary>
    public static DoubleDouble Exp(DoubleDouble x)
    {
        const int Halvings = 8;
        var n = Math.Round(x.High / Ln2.High);
        var r = (x - (Ln2 * n)) * (1.0 / (1 << Halvings));
        DoubleDouble term = 1, sum = 1;
        for (var k = 1; k < 16; k++)
        {
            term = term * r / k;
            sum += term;
        }

        for (var i = 0; i < Halvings; i++)
            sum *= sum;
        return new(Math.ScaleB(sum.High, (int)n), Math.ScaleB(sum.Low, (int)n));
    }

    /// <summary>Two steps of Newton's method from the logarithm in double precision.</summary>
    public static DoubleDouble Log(DoubleDouble x)
    {
        // e^-y is normal for all logarithms y of normal numbers; denormal ones are scaled up.
        if (x.High < 1e-290)
            return Log(new(x.High * (1L << 60), x.Low * (1L << 60))) - (Ln2 * 60);
        DoubleDouble y = Math.Log(x.High);
        for (var i = 0; i < 2; i++)
            y += (x * Exp(-y)) - 1;
        return y;
    }

    /// <summary>sin(x + quarters · π/2): the power series after a reduction by π/2 in three parts.</summary>
    public static DoubleDouble Sin(DoubleDouble x, int quarters)
    {
        var n = Math.Round(x.High / 1.5707963267948966);
        var r = x - ((DoubleDouble)1.5707963267948966 * n) - ((DoubleDouble)6.123233995736766e-17 * n) - ((DoubleDouble)(-1.4973849048591698e-33) * n);
        var quarter = (int)((((n + quarters) % 4) + 4) % 4);
        var isCosine = quarter % 2 == 1;
        var term = isCosine ? 1 : r;
        var sum = term;
        for (var k = isCosine ? 1 : 2; k < 32; k += 2)
        {
            term = -(term * r * r / (k * (k + 1)));
            sum += term;
        }

        return quarter >= 2 ? -sum : sum;
    }

    /// <summary>2/√π e^{-x²} Σ 2ⁿ x^{2n+1} / (1 · 3 · … · (2n + 1)), all terms of one sign, for |x| ≤ 6.</summary>
    public static DoubleDouble Erf(DoubleDouble x)
    {
        var square = x * x;
        var (term, sum) = (x, x);
        for (var n = 1; Math.Abs(term.High) > 1e-33 * Math.Abs(sum.High); n++)
        {
            term = term * square * 2 / ((2 * n) + 1);
            sum += term;
        }

        return sum * Exp(-square) * new DoubleDouble(1.1283791670955126, 1.533545961316588e-17);
    }

    /// <summary>log(1 + e) for e in [0, 1].</summary>
    public static DoubleDouble LogOnePlus(DoubleDouble e)
    {
        if (e.High > 1e-6)
            return Log(e + 1);
        var sum = (DoubleDouble)0;
        for (var k = 6; k > 0; k--)
            sum = e * ((DoubleDouble)(k % 2 == 0 ? -1.0 : 1.0) / k + sum);
        return sum;
    }

    private static (double High, double Low) Sum(double a, double b)
    {
        var sum = a + b;
        var part = sum - a;
        return (sum, a - (sum - part) + (b - part));
    }

    private static (double High, double Low) Renormalise(double high, double low)
    {
        var sum = high + low;
        return (sum, low - (sum - high));
    }

    private DoubleDouble Renormalised => Renormalise(High, Low) is var (high, low) ? new(high, low) : default;
}
