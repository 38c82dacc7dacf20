using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnDsl.Kernels;

/// <summary>16 <see cref="float"/> elements in 512 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Lane512F : ILane<Lane512F, float>
{
    // A field, and Unsafe.BitCast in place of the constructor: a property and a constructor cost the compiler local variables at each use, of which it has 512 for
    // a loop and all that is inlined into it.
    internal readonly Vector512<float> Value;

    internal Lane512F(Vector512<float> value) => Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    /// <inheritdoc/>
    public static int SignificandBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 24;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F Constant(double value) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F Create(float value) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F Load(ref readonly float source, nuint offset) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F LoadTail(ref readonly float source, nuint offset, int count) =>
        Unsafe.BitCast<Vector512<float>, Lane512F>(count >= 8
            ? Vector512.Create(Vector256.LoadUnsafe(in source, offset), Lane256F.LoadTail(in source, offset + 8, count - 8).Value)
            : Vector512.Create(Lane256F.LoadTail(in source, offset, count).Value, Vector256<float>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane512F value, ref float destination, nuint offset) => value.Value.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(Lane512F value, ref float destination, nuint offset, int count)
    {
        if (count >= 8)
        {
            value.Value.GetLower().StoreUnsafe(ref destination, offset);
            Lane256F.StoreTail(new(value.Value.GetUpper()), ref destination, offset + 8, count - 8);
        }
        else
        {
            Lane256F.StoreTail(new(value.Value.GetLower()), ref destination, offset, count);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane512F value) => Vector512.Sum(value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F operator +(Lane512F left, Lane512F right) => Unsafe.BitCast<Vector512<float>, Lane512F>(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F operator -(Lane512F left, Lane512F right) => Unsafe.BitCast<Vector512<float>, Lane512F>(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F operator *(Lane512F left, Lane512F right) => Unsafe.BitCast<Vector512<float>, Lane512F>(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F operator /(Lane512F left, Lane512F right) => Unsafe.BitCast<Vector512<float>, Lane512F>(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F operator -(Lane512F value) => Unsafe.BitCast<Vector512<float>, Lane512F>(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F MultiplyAdd(Lane512F left, Lane512F right, Lane512F addend) =>
        Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F Min(Lane512F limit, Lane512F value) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.MinNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F Max(Lane512F limit, Lane512F value) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.MaxNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F Abs(Lane512F value) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F CopySign(Lane512F magnitude, Lane512F sign) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.CopySign(magnitude.Value, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F Sqrt(Lane512F value) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F Round(Lane512F value) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.Round(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F LessThan(Lane512F left, Lane512F right) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.LessThan(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F LessThanOrEqual(Lane512F left, Lane512F right) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.LessThanOrEqual(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F Equal(Lane512F left, Lane512F right) => Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.Equals(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLessThan(Lane512F left, Lane512F right) => Vector512.LessThanAny(left.Value, right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F Select(Lane512F mask, Lane512F whenTrue, Lane512F whenFalse) =>
        Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F PowerOfTwo(Lane512F exponent) =>
        // 1.5 · 2²³ + n + 127 has the biased exponent in its low bits.
        Unsafe.BitCast<Vector512<float>, Lane512F>(((exponent.Value + Vector512.Create(12582912f + 127)).AsInt32() << 23).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512F Split(Lane512F value, out Lane512F exponent)
    {
        // 0x3F3504F3 are the bits of √½: where the fraction falls below it, the exponent is one smaller.
        var bits = value.Value.AsInt32() + Vector512.Create(0x3F800000 - 0x3F3504F3);
        exponent = Unsafe.BitCast<Vector512<float>, Lane512F>(Vector512.ConvertToSingle((bits >> 23) - Vector512.Create(127)));
        return Unsafe.BitCast<Vector512<float>, Lane512F>(((bits & Vector512.Create(0x007FFFFF)) + Vector512.Create(0x3F3504F3)).AsSingle());
    }
}
