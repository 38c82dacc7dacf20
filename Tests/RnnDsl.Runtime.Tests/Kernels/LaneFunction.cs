using RnnDsl.Kernels;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>A function over lanes, with its value in higher precision.</summary>
internal interface ILaneFunction
{
    static abstract TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>;

    /// <summary>The reference for single precision.</summary>
    static abstract double Exact(double x);

    /// <summary>The reference for double precision.</summary>
    static abstract DoubleDouble Exact(DoubleDouble x);
}

internal readonly struct ExpFunction : ILaneFunction
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Exp(x);

    public static double Exact(double x) => Math.Exp(x);

    public static DoubleDouble Exact(DoubleDouble x) => x.High switch
    {
        > 710 => double.PositiveInfinity,
        < -746 => 0,
        _ => DoubleDouble.Exp(x),
    };
}

internal readonly struct LogFunction : ILaneFunction
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Log(x);

    public static double Exact(double x) => Math.Log(x);

    public static DoubleDouble Exact(DoubleDouble x) => x.High switch
    {
        0 => double.NegativeInfinity,
        < 0 => double.NaN,
        double.PositiveInfinity => double.PositiveInfinity,
        _ => DoubleDouble.Log(x),
    };
}

internal readonly struct SigmoidFunction : ILaneFunction
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Sigmoid(x);

    public static double Exact(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    public static DoubleDouble Exact(DoubleDouble x)
    {
        var e = ExpFunction.Exact(x.High < 0 ? x : -x);
        return (x.High < 0 ? e : 1) / (e + 1);
    }
}

internal readonly struct TanhFunction : ILaneFunction
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Tanh(x);

    public static double Exact(double x) => Math.Tanh(x);

    public static DoubleDouble Exact(DoubleDouble x)
    {
        if (Math.Abs(x.High) < 1e-7)
            return x - (x * x * x / 3);
        if (Math.Abs(x.High) > 100)
            return Math.Sign(x.High);
        var e = ExpFunction.Exact((x.High < 0 ? x : -x) * 2);
        var tanh = (1 - e) / (e + 1);
        return x.High < 0 ? -tanh : tanh;
    }
}

/// <summary>As libtorch defines it: x itself above 20.</summary>
internal readonly struct SoftplusFunction : ILaneFunction
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Softplus(x);

    public static double Exact(double x)
    {
        if (x > 20)
            return x;

        // Kahan: log(1 + e) = e log(u) / (u - 1) with u = 1 + e as it is rounded.
        var e = Math.Exp(-Math.Abs(x));
        var u = 1 + e;
        return Math.Max(x, 0) + (u == 1 ? e : e * (Math.Log(u) / (u - 1)));
    }

    public static DoubleDouble Exact(DoubleDouble x) => x.High > 20
        ? x
        : (x.High > 0 ? x : 0) + DoubleDouble.LogOnePlus(ExpFunction.Exact(x.High < 0 ? x : -x));
}

internal readonly struct SinFunction : ILaneFunction
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Sin(x);

    public static double Exact(double x) => Math.Sin(x);

    // Beyond, each element is computed by itself.
    public static DoubleDouble Exact(DoubleDouble x) => Math.Abs(x.High) <= 1_000_000 ? DoubleDouble.Sin(x, 0) : Math.Sin(x.High);
}

internal readonly struct CosFunction : ILaneFunction
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Cos(x);

    public static double Exact(double x) => Math.Cos(x);

    public static DoubleDouble Exact(DoubleDouble x) => Math.Abs(x.High) <= 1_000_000 ? DoubleDouble.Sin(x, 1) : Math.Cos(x.High);
}

internal readonly struct ErfFunction : ILaneFunction
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Erf(x);

    public static double Exact(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > 6)
            return double.IsNaN(x) ? x : Math.Sign(x);

        // 2/√π e^{-x²} Σ 2ⁿ x^{2n+1} / (1 · 3 · … · (2n + 1)), all terms of one sign.
        var (term, sum) = (x, x);
        for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
            sum += term *= 2 * x * x / ((2 * n) + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    public static DoubleDouble Exact(DoubleDouble x) => Math.Abs(x.High) > 6 ? Math.Sign(x.High) : DoubleDouble.Erf(x);
}
