using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RnnDsl.Kernels;

namespace RnnDsl.Benchmarks.Kernels;

/// <summary>A function over lanes.</summary>
internal interface IPass
{
    static abstract TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane>;
}

/// <summary>A loop over lanes, as emitted code has it.</summary>
internal static class ElementwisePass
{
    public static void Run<TPass>(ReadOnlySpan<float> x, Span<float> y) where TPass : struct, IPass
    {
        if (Vector512.IsHardwareAccelerated)
            Run<TPass, Lane512F>(x, y);
        else if (Vector256.IsHardwareAccelerated)
            Run<TPass, Lane256F>(x, y);
        else if (Vector128.IsHardwareAccelerated)
            Run<TPass, Lane128F>(x, y);
        else
            Run<TPass, ScalarF>(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TPass, TLane>(ReadOnlySpan<float> x, Span<float> y)
        where TPass : struct, IPass
        where TLane : struct, ILane<TLane, float>
    {
        var count = Math.Min(x.Length, y.Length);
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i <= count - TLane.Count; i += TLane.Count)
            TLane.Store(TPass.Apply(TLane.Load(in from, (nuint)i)), ref to, (nuint)i);
        if (i < count)
            TLane.StoreTail(TPass.Apply(TLane.LoadTail(in from, (nuint)i, count - i)), ref to, (nuint)i, count - i);
    }
}

internal readonly struct ExpPass : IPass
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Exp(x);
}

internal readonly struct LogPass : IPass
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Log(x);
}

internal readonly struct SigmoidPass : IPass
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Sigmoid(x);
}

internal readonly struct TanhPass : IPass
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Tanh(x);
}

internal readonly struct SoftplusPass : IPass
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Softplus(x);
}

internal readonly struct ReluPass : IPass
{
    public static TLane Apply<TLane>(TLane x) where TLane : struct, ILane<TLane> => Lanes.Relu(x);
}
