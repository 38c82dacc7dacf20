using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnDsl.Kernels;

/// <summary>8 <see cref="float"/> elements in 256 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Lane256F : ILane<Lane256F, float>
{
    // A field, and Unsafe.BitCast in place of the constructor: a property and a constructor cost the compiler local variables at each use, of which it has 512 for
    // a loop and all that is inlined into it.
    internal readonly Vector256<float> Value;

    internal Lane256F(Vector256<float> value) => Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    /// <inheritdoc/>
    public static int SignificandBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 24;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F Constant(double value) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F Create(float value) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F Load(ref readonly float source, nuint offset) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F LoadTail(ref readonly float source, nuint offset, int count) =>
        Unsafe.BitCast<Vector256<float>, Lane256F>(count >= 4
            ? Vector256.Create(Vector128.LoadUnsafe(in source, offset), Lane128F.LoadTail(in source, offset + 4, count - 4).Value)
            : Vector256.Create(Lane128F.LoadTail(in source, offset, count).Value, Vector128<float>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane256F value, ref float destination, nuint offset) => value.Value.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(Lane256F value, ref float destination, nuint offset, int count)
    {
        if (count >= 4)
        {
            value.Value.GetLower().StoreUnsafe(ref destination, offset);
            Lane128F.StoreTail(new(value.Value.GetUpper()), ref destination, offset + 4, count - 4);
        }
        else
        {
            Lane128F.StoreTail(new(value.Value.GetLower()), ref destination, offset, count);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane256F value) => Vector256.Sum(value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F operator +(Lane256F left, Lane256F right) => Unsafe.BitCast<Vector256<float>, Lane256F>(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F operator -(Lane256F left, Lane256F right) => Unsafe.BitCast<Vector256<float>, Lane256F>(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F operator *(Lane256F left, Lane256F right) => Unsafe.BitCast<Vector256<float>, Lane256F>(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F operator /(Lane256F left, Lane256F right) => Unsafe.BitCast<Vector256<float>, Lane256F>(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F operator -(Lane256F value) => Unsafe.BitCast<Vector256<float>, Lane256F>(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F MultiplyAdd(Lane256F left, Lane256F right, Lane256F addend) =>
        Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F Min(Lane256F limit, Lane256F value) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.MinNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F Max(Lane256F limit, Lane256F value) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.MaxNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F Abs(Lane256F value) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F CopySign(Lane256F magnitude, Lane256F sign) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.CopySign(magnitude.Value, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F Sqrt(Lane256F value) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F Round(Lane256F value) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.Round(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F LessThan(Lane256F left, Lane256F right) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.LessThan(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F LessThanOrEqual(Lane256F left, Lane256F right) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.LessThanOrEqual(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F Equal(Lane256F left, Lane256F right) => Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.Equals(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLessThan(Lane256F left, Lane256F right) => Vector256.LessThanAny(left.Value, right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F Select(Lane256F mask, Lane256F whenTrue, Lane256F whenFalse) =>
        Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F PowerOfTwo(Lane256F exponent) =>
        // 1.5 · 2²³ + n + 127 has the biased exponent in its low bits.
        Unsafe.BitCast<Vector256<float>, Lane256F>(((exponent.Value + Vector256.Create(12582912f + 127)).AsInt32() << 23).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256F Split(Lane256F value, out Lane256F exponent)
    {
        // 0x3F3504F3 are the bits of √½: where the fraction falls below it, the exponent is one smaller.
        var bits = value.Value.AsInt32() + Vector256.Create(0x3F800000 - 0x3F3504F3);
        exponent = Unsafe.BitCast<Vector256<float>, Lane256F>(Vector256.ConvertToSingle((bits >> 23) - Vector256.Create(127)));
        return Unsafe.BitCast<Vector256<float>, Lane256F>(((bits & Vector256.Create(0x007FFFFF)) + Vector256.Create(0x3F3504F3)).AsSingle());
    }
}
