using System.Runtime.CompilerServices;
using RnnDsl.Kernels;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>The largest error of a function over many numbers.</summary>
/// <param name="Units">In units in the last place.</param>
/// <param name="At">Where it is.</param>
/// <param name="Result">What the lane gives there.</param>
internal readonly record struct FunctionSweep(double Units, double At, double Result)
{
    /// <summary>Every number of single precision whose bits are a multiple of a step, and one more: all signs, exponents, NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static FunctionSweep Singles<TLane, TFunction>(uint step)
        where TLane : struct, ILane<TLane, float>
        where TFunction : struct, ILaneFunction
    {
        Span<float> x = stackalloc float[TLane.Count];
        Span<float> y = stackalloc float[TLane.Count];
        var worst = default(FunctionSweep);
        for (ulong bits = 0; bits <= uint.MaxValue;)
        {
            // The low bits change, too.
            for (var i = 0; i < x.Length; i++, bits += step)
                x[i] = BitConverter.UInt32BitsToSingle((uint)bits + ((uint)(bits / step) * 2654435761u % step));
            TLane.Store(TFunction.Apply(TLane.Load(in x[0], 0)), ref y[0], 0);
            for (var i = 0; i < x.Length; i++)
            {
                var units = UnitsInTheLastPlace.Distance(y[i], TFunction.Exact((double)x[i]));
                if (!(units <= worst.Units))
                    worst = new(units, x[i], y[i]);
            }
        }

        return worst;
    }

    /// <summary>Numbers of double precision of all exponents, and a dense set where functions are neither constant nor linear.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static FunctionSweep Doubles<TLane, TFunction>(int count)
        where TLane : struct, ILane<TLane, double>
        where TFunction : struct, ILaneFunction
    {
        var random = new Random(1);
        Span<double> x = stackalloc double[TLane.Count];
        Span<double> y = stackalloc double[TLane.Count];
        var worst = default(FunctionSweep);
        for (var n = 0; n < count;)
        {
            for (var i = 0; i < x.Length; i++, n++)
            {
                x[i] = (n % 4) switch
                {
                    0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                    1 => (random.NextDouble() * 1500) - 750,
                    2 => (random.NextDouble() * 50) - 25,
                    _ => (random.NextDouble() * 4) - 2,
                };
            }

            TLane.Store(TFunction.Apply(TLane.Load(in x[0], 0)), ref y[0], 0);
            for (var i = 0; i < x.Length; i++)
            {
                var units = double.IsNaN(x[i]) ? double.IsNaN(y[i]) ? 0 : double.PositiveInfinity : UnitsInTheLastPlace.Distance(y[i], TFunction.Exact((DoubleDouble)x[i]));
                if (!(units <= worst.Units))
                    worst = new(units, x[i], y[i]);
            }
        }

        return worst;
    }
}
