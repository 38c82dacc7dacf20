using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>Sums of products of integers, as many as a lane of float32 has elements: of weights of 8 bits with activations of 16. The sums are exact.</summary>
/// <typeparam name="TSelf">The sums.</typeparam>
/// <typeparam name="TLane">The lane of float32.</typeparam>
internal interface IIntegerLane<TSelf, TLane>
    where TSelf : struct, IIntegerLane<TSelf, TLane>
    where TLane : struct, ILane<TLane, float>
{
    /// <summary>Adds w₁ x₁ + w₂ x₂ for each output.</summary>
    /// <param name="sum">The sums so far.</param>
    /// <param name="weights">Two weights for each output.</param>
    /// <param name="x">x₁ in the lower half, x₂ in the upper.</param>
    static abstract TSelf MultiplyAdd(TSelf sum, ref readonly byte weights, int x);

    /// <summary>The sums as float32.</summary>
    static abstract TLane ToSingle(TSelf sum);

    /// <summary>The nearest integers of 16 bits, stored one after the other.</summary>
    static abstract void StoreRounded(TLane value, ref short target);
}

/// <summary>16 sums.</summary>
internal readonly struct Integer512(Vector512<int> value) : IIntegerLane<Integer512, Lane512F>
{
    private readonly Vector512<int> _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Integer512 MultiplyAdd(Integer512 sum, ref readonly byte weights, int x)
    {
        var bytes = Vector256.LoadUnsafe(in Unsafe.As<byte, sbyte>(ref Unsafe.AsRef(in weights)));
        if (Avx512BW.IsSupported)
            return new(sum._value + Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(bytes), Vector512.Create(x).AsInt16()));
        var words = Vector512.Create(Vector256.WidenLower(bytes), Vector256.WidenUpper(bytes)).AsInt32();
        return new(sum._value + (((words << 16) >> 16) * Vector512.Create((int)(short)x)) + ((words >> 16) * Vector512.Create(x >> 16)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F ToSingle(Integer512 sum) => new(Vector512.ConvertToSingle(sum._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(Lane512F value, ref short target)
    {
        var integers = Vector512.ConvertToInt32Native(Vector512.Round(value.Value));
        Vector256.Narrow(integers.GetLower(), integers.GetUpper()).StoreUnsafe(ref target);
    }
}

/// <summary>8 sums.</summary>
internal readonly struct Integer256(Vector256<int> value) : IIntegerLane<Integer256, Lane256F>
{
    private readonly Vector256<int> _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Integer256 MultiplyAdd(Integer256 sum, ref readonly byte weights, int x)
    {
        var bytes = Vector128.LoadUnsafe(in Unsafe.As<byte, sbyte>(ref Unsafe.AsRef(in weights)));
        if (Avx2.IsSupported)
            return new(sum._value + Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(bytes), Vector256.Create(x).AsInt16()));
        var words = Vector256.Create(Vector128.WidenLower(bytes), Vector128.WidenUpper(bytes)).AsInt32();
        return new(sum._value + (((words << 16) >> 16) * Vector256.Create((int)(short)x)) + ((words >> 16) * Vector256.Create(x >> 16)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F ToSingle(Integer256 sum) => new(Vector256.ConvertToSingle(sum._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(Lane256F value, ref short target)
    {
        var integers = Vector256.ConvertToInt32Native(Vector256.Round(value.Value));
        Vector128.Narrow(integers.GetLower(), integers.GetUpper()).StoreUnsafe(ref target);
    }
}

/// <summary>4 sums.</summary>
internal readonly struct Integer128(Vector128<int> value) : IIntegerLane<Integer128, Lane128F>
{
    private readonly Vector128<int> _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Integer128 MultiplyAdd(Integer128 sum, ref readonly byte weights, int x)
    {
        var bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<long>(in weights)).AsSByte();
        if (Sse41.IsSupported)
            return new(sum._value + Sse2.MultiplyAddAdjacent(Sse41.ConvertToVector128Int16(bytes), Vector128.Create(x).AsInt16()));
        var words = Vector128.WidenLower(bytes);
        if (AdvSimd.Arm64.IsSupported)
        {
            // Products of 4 weights each, added two by two.
            var activations = Vector128.Create(x).AsInt16();
            return new(sum._value + AdvSimd.Arm64.AddPairwise(AdvSimd.MultiplyWideningLower(words.GetLower(), activations.GetLower()), AdvSimd.MultiplyWideningUpper(words, activations)));
        }

        var pairs = words.AsInt32();
        return new(sum._value + (((pairs << 16) >> 16) * Vector128.Create((int)(short)x)) + ((pairs >> 16) * Vector128.Create(x >> 16)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F ToSingle(Integer128 sum) => new(Vector128.ConvertToSingle(sum._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(Lane128F value, ref short target)
    {
        var integers = Vector128.ConvertToInt32Native(Vector128.Round(value.Value));
        Unsafe.WriteUnaligned(ref Unsafe.As<short, byte>(ref target), Vector128.Narrow(integers, integers).AsInt64().ToScalar());
    }
}

/// <summary>One sum.</summary>
internal readonly struct IntegerScalar(int value) : IIntegerLane<IntegerScalar, ScalarF>
{
    private readonly int _value = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IntegerScalar MultiplyAdd(IntegerScalar sum, ref readonly byte weights, int x) =>
        new(sum._value + ((sbyte)weights * (short)x) + ((sbyte)Unsafe.Add(ref Unsafe.AsRef(in weights), 1) * (x >> 16)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarF ToSingle(IntegerScalar sum) => ScalarF.Create(sum._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(ScalarF value, ref short target) => target = unchecked((short)float.ConvertToIntegerNative<int>(MathF.Round(ScalarF.Sum(value))));
}
