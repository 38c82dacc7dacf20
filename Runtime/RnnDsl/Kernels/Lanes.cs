using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnDsl.Kernels;

/// <summary>
/// Elementwise functions over a lane, within 4 units in the last place of the exact value, denormal numbers included. Infinity, NaN and zero come out as libtorch
/// has them.
/// </summary>
/// <remarks>All but the sine and the cosine are free of branches, and none depends on a fused multiplication and addition.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Lanes
{
    private const double Log2E = 1.4426950408889634;

    // ln 2 in two parts: n times the first is exact for every exponent n.
    private const double HighLn2Single = 0.693359375, LowLn2Single = -2.12194440e-4;
    private const double HighLn2Double = 6.93147180369123816490e-1, LowLn2Double = 1.90821492927058770002e-10;

    // Up to these angles, n in x = r + n π/2 has so few bits that n times each part of π/2 is exact.
    private const double LargestAngleSingle = 12_000, LargestAngleDouble = 1_000_000;

    /// <summary>The exponential function. Above the largest number infinity, below the smallest zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Exp<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        // Beyond the limits the result is zero or infinite anyway.
        x = TLane.Max(Pick<TLane>(-104, -746), TLane.Min(Pick<TLane>(89, 710), x));
        var n = TLane.Round(x * TLane.Constant(Log2E));
        var fraction = TLane.Constant(1) + ExpMinusOne(Reduce(x, n));

        // 2ⁿ itself may be infinite or denormal: two factors round once, in the second product.
        var half = TLane.Round(n * TLane.Constant(0.5));
        return fraction * TLane.PowerOfTwo(half) * TLane.PowerOfTwo(n - half);
    }

    /// <summary>The natural logarithm: -∞ of zero, NaN of negative numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Log<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        var isDenormal = TLane.LessThan(x, Pick<TLane>(1.1754943508222875e-38, 2.2250738585072014e-308));
        var normal = TLane.Select(isDenormal, x * Pick<TLane>(1 << 25, 1L << 54), x);
        var f = TLane.Split(normal, out var n) - TLane.Constant(1);
        n -= TLane.Select(isDenormal, Pick<TLane>(25, 54), TLane.Constant(0));
        var log = LogOnePlus(f, n);

        // NaN and +∞ are their own logarithms.
        log = TLane.Select(TLane.LessThan(x, TLane.Constant(double.PositiveInfinity)), log, x);
        return TLane.Select(
            TLane.LessThanOrEqual(x, TLane.Constant(0)),
            TLane.Select(TLane.Equal(x, TLane.Constant(0)), TLane.Constant(double.NegativeInfinity), TLane.Constant(double.NaN)),
            log);
    }

    /// <summary>The logistic function, σ(x) = 1 / (1 + e⁻ˣ): 0 of -∞, 1 of +∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Sigmoid<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        // σ(x) = e^x / (1 + e^x) for negative x keeps its digits where e⁻ˣ is infinite.
        var e = ExpOfNegative(-TLane.Abs(x));
        return TLane.Select(TLane.LessThan(x, TLane.Constant(0)), e, TLane.Constant(1)) / (TLane.Constant(1) + e);
    }

    /// <summary>The hyperbolic tangent: ±1 of ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Tanh<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        // tanh |x| = t / (t + 2) with t = e^{2|x|} - 1, which keeps its digits near zero; from the limit on it rounds to 1.
        var doubled = TLane.Min(Pick<TLane>(10, 22), TLane.Abs(x));
        doubled += doubled;
        var n = TLane.Round(doubled * TLane.Constant(Log2E));
        var power = TLane.PowerOfTwo(n);
        var t = TLane.MultiplyAdd(power, ExpMinusOne(Reduce(doubled, n)), power - TLane.Constant(1));
        return TLane.CopySign(t / (t + TLane.Constant(2)), x);
    }

    /// <summary>log(1 + eˣ), and x itself above the threshold of 20 that libtorch has by default.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Softplus<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        // log(1 + e^x) = max(x, 0) + log(1 + e^{-|x|}), and 1 + e = 2 (1 + (e - 1) / 2) where 1 + e is above √2.
        var e = ExpOfNegative(-TLane.Abs(x));
        var isLarge = TLane.LessThan(TLane.Constant(0.41421356237309503), e);
        var f = TLane.Select(isLarge, (e - TLane.Constant(1)) * TLane.Constant(0.5), e);
        var n = TLane.Select(isLarge, TLane.Constant(1), TLane.Constant(0));
        return TLane.Select(TLane.LessThan(TLane.Constant(20), x), x, TLane.Max(TLane.Constant(0), x) + LogOnePlus(f, n));
    }

    /// <summary>max(x, 0); NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Relu<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Max(TLane.Constant(0), x);

    /// <summary>The sine; NaN of ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Sin<TLane>(TLane x) where TLane : struct, ILane<TLane> =>
        TLane.AnyLessThan(Pick<TLane>(LargestAngleSingle, LargestAngleDouble), TLane.Abs(x)) ? OfLargeAngles(x, isCosine: false)
        : TLane.Select(TLane.Equal(x, TLane.Constant(0)), x, SineOfQuarters(x, 0));

    /// <summary>The cosine; NaN of ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Cos<TLane>(TLane x) where TLane : struct, ILane<TLane> =>
        TLane.AnyLessThan(Pick<TLane>(LargestAngleSingle, LargestAngleDouble), TLane.Abs(x)) ? OfLargeAngles(x, isCosine: true)
        : SineOfQuarters(x, 1);

    /// <summary>The error function: ±1 of ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Erf<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        // Up to 1 it is x P(x²). Beyond, it is 1 - e^{-x²} Q((x - 2) / (x + 2)), and from the limit on it rounds to 1.
        var magnitude = TLane.Min(Pick<TLane>(4, 6), TLane.Abs(x));
        var z = x * x;
        TLane p;
        if (TLane.SignificandBits == 24)
        {
            p = TLane.Constant(7.875875062685488e-05);
            p = TLane.MultiplyAdd(p, z, TLane.Constant(-0.000801686428716587));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(0.005189087423433974));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(-0.026854212010626412));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(0.11283594715160218));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(-0.37612626666720334));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(1.1283791658483509));
        }
        else
        {
            p = TLane.Constant(-7.795898827002142e-10);
            p = TLane.MultiplyAdd(p, z, TLane.Constant(1.3720064546777686e-08));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(-1.6208483801871705e-07));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(1.6447424703317362e-06));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(-1.492473690741966e-05));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(0.00012055294904839707));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(-0.0008548325975389692));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(0.0052239776071164225));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(-0.02686617064323777));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(0.11283791670945006));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(-0.37612638903183543));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(1.1283791670955126));
        }
        var t = (magnitude - TLane.Constant(2)) / (magnitude + TLane.Constant(2));
        TLane q;
        if (TLane.SignificandBits == 24)
        {
            q = TLane.Constant(-0.0008379754387023134);
            q = TLane.MultiplyAdd(q, t, TLane.Constant(0.006811140131085635));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(0.0037323717589395444));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(-0.07896830612793473));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(0.2416582015255602));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(-0.4271859897684867));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(0.25539567631050575));
        }
        else
        {
            q = TLane.Constant(-2.22812957637235e-07);
            q = TLane.MultiplyAdd(q, t, TLane.Constant(4.146302183268488e-06));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(1.859427387429402e-06));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(-1.4166339069117108e-05));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(-2.7640727821912852e-05));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(2.7560352756678313e-05));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(0.00017436477257256738));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(4.355265359817883e-05));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(-0.0009819771114740715));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(-0.0008471431229415333));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(0.006997461739200575));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(0.0037328924016564484));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(-0.07897858101571269));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(0.24165819424248763));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(-0.4271858474139585));
            q = TLane.MultiplyAdd(q, t, TLane.Constant(0.2553956763105057));
        }
        var large = TLane.Constant(1) - (ExpOfNegative(-(magnitude * magnitude)) * q);
        return TLane.Select(TLane.LessThanOrEqual(magnitude, TLane.Constant(1)), x * p, TLane.CopySign(large, x));
    }

    /// <summary>-1, 0 or 1; 0 of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Sign<TLane>(TLane x) where TLane : struct, ILane<TLane> => TLane.Select(
        TLane.LessThan(TLane.Constant(0), TLane.Abs(x)), TLane.CopySign(TLane.Constant(1), x), TLane.Constant(0));

    /// <summary>⌊x⌋, the largest integers that are not larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Floor<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        var nearest = TLane.Round(x);
        return TLane.Select(TLane.LessThan(x, nearest), nearest - TLane.Constant(1), nearest);
    }

    /// <summary>x - m ⌊x / m⌋, with the sign of m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Remainder<TLane>(TLane x, TLane m) where TLane : struct, ILane<TLane>
    {
        // A quotient that rounds to the next integer leaves a remainder beyond 0 or m.
        var rest = TLane.MultiplyAdd(-Floor(x / m), m, x);
        rest = TLane.Select(TLane.LessThan(rest * m, TLane.Constant(0)), rest + m, rest);
        return TLane.Select(TLane.LessThanOrEqual(TLane.Abs(m), TLane.Abs(rest)), rest - m, rest);
    }

    /// <summary>(1 - weight) ⊙ start + weight ⊙ end: exactly the start at weight 0 and the end at weight 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Lerp<TLane>(TLane start, TLane end, TLane weight) where TLane : struct, ILane<TLane>
    {
        var isNear = TLane.LessThan(weight, TLane.Constant(0.5));
        var difference = end - start;
        return TLane.MultiplyAdd(TLane.Select(isNear, weight, weight - TLane.Constant(1)), difference, TLane.Select(isNear, start, end));
    }

    /// <summary>The larger of two; NaN if one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Maximum<TLane>(TLane left, TLane right) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Equal(left, left), TLane.Max(left, right), left);

    /// <summary>The smaller of two; NaN if one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Minimum<TLane>(TLane left, TLane right) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.Equal(left, left), TLane.Min(left, right), left);

    /// <summary>1 where the left is larger, 0 where it is smaller, one half where they are equal: the gradient of <see cref="Maximum"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane IsLarger<TLane>(TLane left, TLane right) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.LessThan(right, left), TLane.Constant(1), TLane.Select(TLane.LessThan(left, right), TLane.Constant(0), TLane.Constant(0.5)));

    /// <summary>1 where the left is at least as large, else 0: the gradient of a clamp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane IsAtLeast<TLane>(TLane left, TLane right) where TLane : struct, ILane<TLane> =>
        TLane.Select(TLane.LessThanOrEqual(right, left), TLane.Constant(1), TLane.Constant(0));

    /// <summary>sin(x + quarters · π/2), for angles up to the largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane SineOfQuarters<TLane>(TLane x, int quarters) where TLane : struct, ILane<TLane>
    {
        // x = r + n π/2 with |r| ≤ π/4. The parts of π/2 are so short that n times each is exact.
        var n = TLane.Round(x * TLane.Constant(2 / Math.PI));
        TLane r;
        if (TLane.SignificandBits == 24)
        {
            r = TLane.MultiplyAdd(n, TLane.Constant(-1.5703125), x);
            r = TLane.MultiplyAdd(n, TLane.Constant(-0.0004837512969970703), r);
            r = TLane.MultiplyAdd(n, TLane.Constant(-7.549533620476723e-08), r);
            r = TLane.MultiplyAdd(n, TLane.Constant(-2.5632829192545614e-12), r);
            r = TLane.MultiplyAdd(n, TLane.Constant(-6.123233995736766e-17), r);
        }
        else
        {
            r = TLane.MultiplyAdd(n, TLane.Constant(-1.5707963267341256), x);
            r = TLane.MultiplyAdd(n, TLane.Constant(-6.077100506303966e-11), r);
            r = TLane.MultiplyAdd(n, TLane.Constant(-2.0222662487111665e-21), r);
            r = TLane.MultiplyAdd(n, TLane.Constant(-8.4784276603689e-32), r);
        }

        // sin r = r + r³ S(r²) and cos r = 1 - r²/2 + r⁴ C(r²); both interpolate at the Chebyshev nodes.
        var z = r * r;
        TLane s;
        if (TLane.SignificandBits == 24)
        {
            s = TLane.Constant(-0.00019587865702101875);
            s = TLane.MultiplyAdd(s, z, TLane.Constant(0.008332748154085032));
            s = TLane.MultiplyAdd(s, z, TLane.Constant(-0.16666664661714697));
        }
        else
        {
            s = TLane.Constant(1.5918115263265974e-10);
            s = TLane.MultiplyAdd(s, z, TLane.Constant(-2.505113165023518e-08));
            s = TLane.MultiplyAdd(s, z, TLane.Constant(2.7557316101617874e-06));
            s = TLane.MultiplyAdd(s, z, TLane.Constant(-0.00019841269836756774));
            s = TLane.MultiplyAdd(s, z, TLane.Constant(0.008333333333330948));
            s = TLane.MultiplyAdd(s, z, TLane.Constant(-0.16666666666666666));
        }
        TLane c;
        if (TLane.SignificandBits == 24)
        {
            c = TLane.Constant(2.4547916853691016e-05);
            c = TLane.MultiplyAdd(c, z, TLane.Constant(-0.0013888302919113633));
            c = TLane.MultiplyAdd(c, z, TLane.Constant(0.041666664658901405));
        }
        else
        {
            c = TLane.Constant(-1.1382623647474604e-11);
            c = TLane.MultiplyAdd(c, z, TLane.Constant(2.087614614655861e-09));
            c = TLane.MultiplyAdd(c, z, TLane.Constant(-2.7557317271145144e-07));
            c = TLane.MultiplyAdd(c, z, TLane.Constant(2.480158729876456e-05));
            c = TLane.MultiplyAdd(c, z, TLane.Constant(-0.0013888888888887398));
            c = TLane.MultiplyAdd(c, z, TLane.Constant(0.041666666666666664));
        }
        var sine = TLane.MultiplyAdd(r * z, s, r);
        var cosine = TLane.Constant(1) - ((z * TLane.Constant(0.5)) - (z * z * c));

        // The turns beyond whole ones: 0, ¼, ±½ or -¼. At ±¼ the cosine takes the place of the sine, and from ½ on the sign turns.
        var turns = (n + TLane.Constant(quarters)) * TLane.Constant(0.25);
        turns -= TLane.Round(turns);
        var isOdd = TLane.LessThan(TLane.Abs(TLane.Abs(turns) - TLane.Constant(0.25)), TLane.Constant(0.125));
        var value = TLane.Select(isOdd, cosine, sine);
        return TLane.Select(TLane.LessThan(TLane.Abs(turns - TLane.Constant(0.125)), TLane.Constant(0.25)), value, -value);
    }

    /// <summary>The sine or the cosine, one element after the other: reducing a large angle takes hundreds of digits of π.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLane OfLargeAngles<TLane>(TLane x, bool isCosine) where TLane : struct, ILane<TLane>
    {
        for (var i = 0; i < TLane.Count; i++)
        {
            if (TLane.SignificandBits == 24)
            {
                ref var element = ref Unsafe.Add(ref Unsafe.As<TLane, float>(ref x), i);
                element = (float)(isCosine ? Math.Cos(element) : Math.Sin(element));
            }
            else
            {
                ref var element = ref Unsafe.Add(ref Unsafe.As<TLane, double>(ref x), i);
                element = isCosine ? Math.Cos(element) : Math.Sin(element);
            }
        }

        return x;
    }

    /// <summary>eˣ of negative numbers and zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane ExpOfNegative<TLane>(TLane x) where TLane : struct, ILane<TLane>
    {
        x = TLane.Max(Pick<TLane>(-104, -746), x);
        var n = TLane.Round(x * TLane.Constant(Log2E));

        // 2^{n + 24} is normal where 2ⁿ is not any more (2^{n + 54} in double precision).
        var scaled = (TLane.Constant(1) + ExpMinusOne(Reduce(x, n))) * TLane.PowerOfTwo(n + Pick<TLane>(24, 54));
        return scaled * Pick<TLane>(1.0 / (1 << 24), 1.0 / (1L << 54));
    }

    /// <summary>x - n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Reduce<TLane>(TLane x, TLane n) where TLane : struct, ILane<TLane>
    {
        var r = TLane.MultiplyAdd(n, Pick<TLane>(-HighLn2Single, -HighLn2Double), x);
        return TLane.MultiplyAdd(n, Pick<TLane>(-LowLn2Single, -LowLn2Double), r);
    }

    /// <summary>eʳ - 1 for |r| ≤ ½ ln 2, as r + r² Q(r). Q interpolates (eʳ - 1 - r) / r² at the Chebyshev nodes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane ExpMinusOne<TLane>(TLane r) where TLane : struct, ILane<TLane>
    {
        TLane q;
        if (TLane.SignificandBits == 24)
        {
            q = TLane.Constant(0.0013926181810489343);
            q = TLane.MultiplyAdd(q, r, TLane.Constant(0.008363177629994445));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(0.041666554627878084));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(0.16666576998242924));
        }
        else
        {
            q = TLane.Constant(2.0914685161418067e-09);
            q = TLane.MultiplyAdd(q, r, TLane.Constant(2.5105214474751413e-08));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(2.7557273647451087e-07));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(2.7557255406285044e-06));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(2.480158732554432e-05));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(0.00019841269874815834));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(0.001388888888888375));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(0.008333333333326136));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(0.04166666666666667));
            q = TLane.MultiplyAdd(q, r, TLane.Constant(0.1666666666666667));
        }

        q = TLane.MultiplyAdd(q, r, TLane.Constant(0.5));
        return TLane.MultiplyAdd(r * r, q, r);
    }

    /// <summary>n ln 2 + log(1 + f) for 1 + f in [√½, √2].</summary>
    /// <remarks>
    /// With s = f / (2 + f), log(1 + f) = 2 artanh(s) = f - f²/2 + s (f²/2 + s² P(s²)), the form and the coefficients of FreeBSD's logf and log.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane LogOnePlus<TLane>(TLane f, TLane n) where TLane : struct, ILane<TLane>
    {
        var s = f / (f + TLane.Constant(2));
        var z = s * s;
        TLane p;
        if (TLane.SignificandBits == 24)
        {
            p = TLane.Constant(0.24279078841);
            p = TLane.MultiplyAdd(p, z, TLane.Constant(0.28498786688));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(0.40000972152));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(0.66666662693));
        }
        else
        {
            p = TLane.Constant(1.479819860511658591e-01);
            p = TLane.MultiplyAdd(p, z, TLane.Constant(1.531383769920937332e-01));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(1.818357216161805012e-01));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(2.222219843214978396e-01));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(2.857142874366239149e-01));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(3.999999999940941908e-01));
            p = TLane.MultiplyAdd(p, z, TLane.Constant(6.666666666666735130e-01));
        }

        var halfSquare = f * f * TLane.Constant(0.5);
        var low = TLane.MultiplyAdd(s, TLane.MultiplyAdd(z, p, halfSquare), n * Pick<TLane>(LowLn2Single, LowLn2Double));
        return TLane.MultiplyAdd(n, Pick<TLane>(HighLn2Single, HighLn2Double), f - (halfSquare - low));
    }

    /// <summary>The constant of the lane's precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Pick<TLane>(double single, double precise) where TLane : struct, ILane<TLane> =>
        TLane.Constant(TLane.SignificandBits == 24 ? single : precise);
}
