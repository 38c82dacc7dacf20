using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnDsl.Kernels;

/// <summary>4 <see cref="float"/> elements in 128 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Lane128F : ILane<Lane128F, float>
{
    // A field, and Unsafe.BitCast in place of the constructor: a property and a constructor cost the compiler local variables at each use, of which it has 512 for
    // a loop and all that is inlined into it.
    internal readonly Vector128<float> Value;

    internal Lane128F(Vector128<float> value) => Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    public static int SignificandBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 24;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F Constant(double value) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F Create(float value) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F Load(ref readonly float source, nuint offset) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F LoadTail(ref readonly float source, nuint offset, int count) =>
        Unsafe.BitCast<Vector128<float>, Lane128F>(count switch
        {
            1 => Vector128.CreateScalar(Unsafe.Add(ref Unsafe.AsRef(in source), offset)),
            2 => LoadTwo(in source, offset),
            3 => LoadTwo(in source, offset).WithElement(2, Unsafe.Add(ref Unsafe.AsRef(in source), offset + 2)),
            _ => Vector128<float>.Zero,
        });

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane128F value, ref float destination, nuint offset) => value.Value.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(Lane128F value, ref float destination, nuint offset, int count)
    {
        switch (count)
        {
            case 1:
                Unsafe.Add(ref destination, offset) = value.Value.ToScalar();
                break;
            case 2:
                StoreTwo(value.Value, ref destination, offset);
                break;
            case 3:
                StoreTwo(value.Value, ref destination, offset);
                Unsafe.Add(ref destination, offset + 2) = value.Value.GetElement(2);
                break;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane128F value) => Vector128.Sum(value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F operator +(Lane128F left, Lane128F right) => Unsafe.BitCast<Vector128<float>, Lane128F>(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F operator -(Lane128F left, Lane128F right) => Unsafe.BitCast<Vector128<float>, Lane128F>(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F operator *(Lane128F left, Lane128F right) => Unsafe.BitCast<Vector128<float>, Lane128F>(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F operator /(Lane128F left, Lane128F right) => Unsafe.BitCast<Vector128<float>, Lane128F>(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F operator -(Lane128F value) => Unsafe.BitCast<Vector128<float>, Lane128F>(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F MultiplyAdd(Lane128F left, Lane128F right, Lane128F addend) =>
        Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F Min(Lane128F limit, Lane128F value) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.MinNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F Max(Lane128F limit, Lane128F value) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.MaxNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F Abs(Lane128F value) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F CopySign(Lane128F magnitude, Lane128F sign) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.CopySign(magnitude.Value, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F Sqrt(Lane128F value) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F Round(Lane128F value) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.Round(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F LessThan(Lane128F left, Lane128F right) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.LessThan(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F LessThanOrEqual(Lane128F left, Lane128F right) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.LessThanOrEqual(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F Equal(Lane128F left, Lane128F right) => Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.Equals(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLessThan(Lane128F left, Lane128F right) => Vector128.LessThanAny(left.Value, right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F Select(Lane128F mask, Lane128F whenTrue, Lane128F whenFalse) =>
        Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F PowerOfTwo(Lane128F exponent) =>
        // 1.5 · 2²³ + n + 127 has the biased exponent in its low bits.
        Unsafe.BitCast<Vector128<float>, Lane128F>(((exponent.Value + Vector128.Create(12582912f + 127)).AsInt32() << 23).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128F Split(Lane128F value, out Lane128F exponent)
    {
        // 0x3F3504F3 are the bits of √½: where the fraction falls below it, the exponent is one smaller.
        var bits = value.Value.AsInt32() + Vector128.Create(0x3F800000 - 0x3F3504F3);
        exponent = Unsafe.BitCast<Vector128<float>, Lane128F>(Vector128.ConvertToSingle((bits >> 23) - Vector128.Create(127)));
        return Unsafe.BitCast<Vector128<float>, Lane128F>(((bits & Vector128.Create(0x007FFFFF)) + Vector128.Create(0x3F3504F3)).AsSingle());
    }

    // Two elements are one of eight bytes; x64 has no 64-bit vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LoadTwo(ref readonly float source, nuint offset) => Vector128
        .CreateScalar(Unsafe.ReadUnaligned<double>(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), offset))))
        .AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTwo(Vector128<float> value, ref float destination, nuint offset) =>
        Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref destination, offset)), value.AsDouble().ToScalar());
}
