using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>How the elements of a row lie in memory, one after the other.</summary>
internal interface IStoredElement
{
    /// <summary>The bytes of an element.</summary>
    static abstract int Bytes { get; }

    /// <summary>Reads a lane of elements.</summary>
    /// <param name="source">The first element.</param>
    /// <param name="offset">The number of bytes before those that are read.</param>
    static abstract TLane Load<TLane>(ref readonly byte source, nuint offset) where TLane : struct, ILane<TLane, float>;
}

/// <summary>
/// How the elements of a matrix lie in memory, those of two inputs after the other: as lanes of the one input before lanes of the other, or for each output the elements of both side by side.
/// </summary>
internal interface IStoredPair : IStoredElement
{
    /// <summary>Reads the elements of the first input for a lane of outputs.</summary>
    /// <param name="source">The first element of the panel for both inputs.</param>
    /// <param name="lane">The lane of the panel.</param>
    static abstract TLane First<TLane>(ref readonly byte source, nuint lane) where TLane : struct, ILane<TLane, float>;

    /// <summary>Reads the elements of the second input for a lane of outputs.</summary>
    /// <param name="source">The first element of the panel for both inputs.</param>
    /// <param name="lane">The lane of the panel.</param>
    /// <param name="lanes">The lanes of the panel.</param>
    static abstract TLane Second<TLane>(ref readonly byte source, nuint lane, nuint lanes) where TLane : struct, ILane<TLane, float>;
}

/// <summary>A float32.</summary>
internal readonly struct StoredFloat32 : IStoredPair
{
    public static int Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sizeof(float);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Load<TLane>(ref readonly byte source, nuint offset) where TLane : struct, ILane<TLane, float> =>
        TLane.Load(in Unsafe.As<byte, float>(ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in source), offset)), 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane First<TLane>(ref readonly byte source, nuint lane) where TLane : struct, ILane<TLane, float> =>
        TLane.Load(in Unsafe.As<byte, float>(ref Unsafe.AsRef(in source)), lane * (nuint)TLane.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Second<TLane>(ref readonly byte source, nuint lane, nuint lanes) where TLane : struct, ILane<TLane, float> =>
        TLane.Load(in Unsafe.As<byte, float>(ref Unsafe.AsRef(in source)), (lanes + lane) * (nuint)TLane.Count);
}

/// <summary>The upper half of a float32. Of two inputs the element of the first is the lower half of 32 bits, so that one shift or one mask makes a lane of float32.</summary>
internal readonly struct StoredBFloat16 : IStoredPair
{
    private const uint UpperHalf = 0xFFFF0000;

    public static int Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sizeof(ushort);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Load<TLane>(ref readonly byte source, nuint offset) where TLane : struct, ILane<TLane, float>
    {
        ref var bits = ref Unsafe.As<byte, ushort>(ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in source), offset));
        if (typeof(TLane) == typeof(Lane512F))
            return Unsafe.BitCast<Vector512<float>, TLane>((Vector512.WidenLower(Vector256.LoadUnsafe(ref bits).ToVector512Unsafe()) << 16).AsSingle());
        if (typeof(TLane) == typeof(Lane256F))
            return Unsafe.BitCast<Vector256<float>, TLane>((Vector256.WidenLower(Vector128.LoadUnsafe(ref bits).ToVector256Unsafe()) << 16).AsSingle());
        if (typeof(TLane) == typeof(Lane128F))
            return Unsafe.BitCast<Vector128<float>, TLane>((Vector128.WidenLower(Vector64.LoadUnsafe(ref bits).ToVector128Unsafe()) << 16).AsSingle());
        return TLane.Create(BitConverter.UInt32BitsToSingle((uint)bits << 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane First<TLane>(ref readonly byte source, nuint lane) where TLane : struct, ILane<TLane, float>
    {
        ref var bits = ref Unsafe.As<byte, uint>(ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in source), lane * (nuint)(TLane.Count * sizeof(uint))));
        if (typeof(TLane) == typeof(Lane512F))
            return Unsafe.BitCast<Vector512<float>, TLane>((Vector512.LoadUnsafe(ref bits) << 16).AsSingle());
        if (typeof(TLane) == typeof(Lane256F))
            return Unsafe.BitCast<Vector256<float>, TLane>((Vector256.LoadUnsafe(ref bits) << 16).AsSingle());
        if (typeof(TLane) == typeof(Lane128F))
            return Unsafe.BitCast<Vector128<float>, TLane>((Vector128.LoadUnsafe(ref bits) << 16).AsSingle());
        return TLane.Create(BitConverter.UInt32BitsToSingle(Unsafe.ReadUnaligned<uint>(ref Unsafe.As<uint, byte>(ref bits)) << 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Second<TLane>(ref readonly byte source, nuint lane, nuint lanes) where TLane : struct, ILane<TLane, float>
    {
        ref var bits = ref Unsafe.As<byte, uint>(ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in source), lane * (nuint)(TLane.Count * sizeof(uint))));
        if (typeof(TLane) == typeof(Lane512F))
            return Unsafe.BitCast<Vector512<float>, TLane>((Vector512.LoadUnsafe(ref bits) & Vector512.Create(UpperHalf)).AsSingle());
        if (typeof(TLane) == typeof(Lane256F))
            return Unsafe.BitCast<Vector256<float>, TLane>((Vector256.LoadUnsafe(ref bits) & Vector256.Create(UpperHalf)).AsSingle());
        if (typeof(TLane) == typeof(Lane128F))
            return Unsafe.BitCast<Vector128<float>, TLane>((Vector128.LoadUnsafe(ref bits) & Vector128.Create(UpperHalf)).AsSingle());
        return TLane.Create(BitConverter.UInt32BitsToSingle(Unsafe.ReadUnaligned<uint>(ref Unsafe.As<uint, byte>(ref bits)) & UpperHalf));
    }
}

/// <summary>An integer from -127 to 127, which the scale of its row multiplies.</summary>
internal readonly struct StoredInt8 : IStoredElement
{
    public static int Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sizeof(sbyte);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Load<TLane>(ref readonly byte source, nuint offset) where TLane : struct, ILane<TLane, float>
    {
        ref var bytes = ref Unsafe.As<byte, sbyte>(ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in source), offset));
        if (typeof(TLane) == typeof(Lane512F))
            return Unsafe.BitCast<Vector512<float>, TLane>(Vector512.ConvertToSingle(Widen512(Vector128.LoadUnsafe(ref bytes))));
        if (typeof(TLane) == typeof(Lane256F))
            return Unsafe.BitCast<Vector256<float>, TLane>(Vector256.ConvertToSingle(Widen256(Vector64.LoadUnsafe(ref bytes).ToVector128Unsafe())));
        if (typeof(TLane) == typeof(Lane128F))
            return Unsafe.BitCast<Vector128<float>, TLane>(Vector128.ConvertToSingle(Widen128(Vector128.CreateScalar(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref bytes))).AsSByte())));
        return TLane.Create(bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Widen512(Vector128<sbyte> bytes) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512Int32(bytes)
        : Vector512.WidenLower(Vector256.WidenLower(bytes.ToVector256Unsafe()).ToVector512Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen256(Vector128<sbyte> bytes) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int32(bytes)
        : Vector256.WidenLower(Vector128.WidenLower(bytes).ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Widen128(Vector128<sbyte> bytes) => Sse41.IsSupported
        ? Sse41.ConvertToVector128Int32(bytes)
        : Vector128.WidenLower(Vector128.WidenLower(bytes));
}

/// <summary>Writes elements.</summary>
internal static class StoredElements
{
    /// <summary>The bytes of an element.</summary>
    public static int Bytes(WeightFormat format) => format switch
    {
        WeightFormat.Float32 => StoredFloat32.Bytes,
        WeightFormat.BFloat16 => StoredBFloat16.Bytes,
        _ => StoredInt8.Bytes,
    };

    /// <summary>The scale of a row of integers: the largest magnitude is 127.</summary>
    public static float ScaleOf(ReadOnlySpan<float> row)
    {
        var largest = 0f;
        foreach (var element in row)
            largest = MathF.Max(largest, MathF.Abs(element));
        var scale = largest / 127;

        // A quotient that is rounded up gives infinity for 127 times itself beside the largest float32.
        return float.IsFinite(largest) && !float.IsFinite(127 * scale) ? MathF.BitDecrement(scale) : scale;
    }

    /// <summary>The scales of the rows of a matrix.</summary>
    public static float[] ScalesOf(ReadOnlySpan<float> elements, int rows, int columns)
    {
        var scales = new float[rows];
        for (var row = 0; row < rows; row++)
            scales[row] = ScaleOf(elements.Slice(row * columns, columns));
        return scales;
    }

    /// <summary>Writes an element.</summary>
    /// <param name="value">The element.</param>
    /// <param name="scale">The scale of its row; read for integers only.</param>
    /// <param name="format">How it is stored.</param>
    /// <param name="target">The first of its bytes.</param>
    public static void Write(float value, float scale, WeightFormat format, ref byte target)
    {
        switch (format)
        {
            case WeightFormat.Float32:
                Unsafe.WriteUnaligned(ref target, value);
                break;
            case WeightFormat.BFloat16:
                Unsafe.WriteUnaligned(ref target, ToBFloat16(value));
                break;
            default:
                target = unchecked((byte)(sbyte)(scale == 0 ? 0 : Math.Clamp(MathF.Round(value / scale), -127, 127)));
                break;
        }
    }

    /// <summary>Reads an element.</summary>
    /// <param name="scale">The scale of its row; read for integers only.</param>
    /// <param name="format">How it is stored.</param>
    /// <param name="source">The first of its bytes.</param>
    public static float Read(float scale, WeightFormat format, ref readonly byte source) => format switch
    {
        WeightFormat.Float32 => Unsafe.ReadUnaligned<float>(in source),
        WeightFormat.BFloat16 => BitConverter.UInt32BitsToSingle((uint)Unsafe.ReadUnaligned<ushort>(in source) << 16),
        _ => (sbyte)source * scale,
    };

    /// <summary>The nearest bfloat16, ties to even; NaN stays NaN.</summary>
    private static ushort ToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
