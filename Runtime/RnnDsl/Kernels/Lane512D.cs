using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnDsl.Kernels;

/// <summary>8 <see cref="double"/> elements in 512 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Lane512D : ILane<Lane512D, double>
{
    // A field, and Unsafe.BitCast in place of the constructor: a property and a constructor cost the compiler local variables at each use, of which it has 512 for
    // a loop and all that is inlined into it.
    internal readonly Vector512<double> Value;

    internal Lane512D(Vector512<double> value) => Value = value;

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
        get => 53;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D Constant(double value) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D Create(double value) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D Load(ref readonly double source, nuint offset) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D LoadTail(ref readonly double source, nuint offset, int count) =>
        Unsafe.BitCast<Vector512<double>, Lane512D>(count >= 4
            ? Vector512.Create(Vector256.LoadUnsafe(in source, offset), Lane256D.LoadTail(in source, offset + 4, count - 4).Value)
            : Vector512.Create(Lane256D.LoadTail(in source, offset, count).Value, Vector256<double>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane512D value, ref double destination, nuint offset) => value.Value.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(Lane512D value, ref double destination, nuint offset, int count)
    {
        if (count >= 4)
        {
            value.Value.GetLower().StoreUnsafe(ref destination, offset);
            Lane256D.StoreTail(new(value.Value.GetUpper()), ref destination, offset + 4, count - 4);
        }
        else
        {
            Lane256D.StoreTail(new(value.Value.GetLower()), ref destination, offset, count);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lane512D value) => Vector512.Sum(value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D operator +(Lane512D left, Lane512D right) => Unsafe.BitCast<Vector512<double>, Lane512D>(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D operator -(Lane512D left, Lane512D right) => Unsafe.BitCast<Vector512<double>, Lane512D>(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D operator *(Lane512D left, Lane512D right) => Unsafe.BitCast<Vector512<double>, Lane512D>(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D operator /(Lane512D left, Lane512D right) => Unsafe.BitCast<Vector512<double>, Lane512D>(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D operator -(Lane512D value) => Unsafe.BitCast<Vector512<double>, Lane512D>(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D MultiplyAdd(Lane512D left, Lane512D right, Lane512D addend) =>
        Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D Min(Lane512D limit, Lane512D value) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.MinNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D Max(Lane512D limit, Lane512D value) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.MaxNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D Abs(Lane512D value) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D CopySign(Lane512D magnitude, Lane512D sign) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.CopySign(magnitude.Value, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D Sqrt(Lane512D value) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D Round(Lane512D value) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.Round(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D LessThan(Lane512D left, Lane512D right) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.LessThan(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D LessThanOrEqual(Lane512D left, Lane512D right) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.LessThanOrEqual(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D Equal(Lane512D left, Lane512D right) => Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.Equals(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLessThan(Lane512D left, Lane512D right) => Vector512.LessThanAny(left.Value, right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D Select(Lane512D mask, Lane512D whenTrue, Lane512D whenFalse) =>
        Unsafe.BitCast<Vector512<double>, Lane512D>(Vector512.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D PowerOfTwo(Lane512D exponent) =>
        // 1.5 · 2⁵² + n + 1023 has the biased exponent in its low bits.
        Unsafe.BitCast<Vector512<double>, Lane512D>(((exponent.Value + Vector512.Create(6755399441055744d + 1023)).AsInt64() << 52).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane512D Split(Lane512D value, out Lane512D exponent)
    {
        // 0x3FE6A09E667F3BCD are the bits of √½: where the fraction falls below it, the exponent is one smaller.
        var bits = value.Value.AsInt64() + Vector512.Create(0x3FF0000000000000 - 0x3FE6A09E667F3BCD);
        // 1.5 · 2⁵² + k has the integer k in its low bits, so that no conversion from 64-bit integers is needed, which AVX2 lacks.
        var magic = Vector512.Create(6755399441055744d);
        exponent = Unsafe.BitCast<Vector512<double>, Lane512D>((magic.AsInt64() + (bits >> 52) - Vector512.Create(1023L)).AsDouble() - magic);
        return Unsafe.BitCast<Vector512<double>, Lane512D>(((bits & Vector512.Create(0x000FFFFFFFFFFFFF)) + Vector512.Create(0x3FE6A09E667F3BCD)).AsDouble());
    }
}
