using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnDsl.Kernels;

/// <summary>4 <see cref="double"/> elements in 256 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Lane256D : ILane<Lane256D, double>
{
    // A field, and Unsafe.BitCast in place of the constructor: a property and a constructor cost the compiler local variables at each use, of which it has 512 for
    // a loop and all that is inlined into it.
    internal readonly Vector256<double> Value;

    internal Lane256D(Vector256<double> value) => Value = value;

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
        get => 53;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D Constant(double value) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D Create(double value) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D Load(ref readonly double source, nuint offset) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D LoadTail(ref readonly double source, nuint offset, int count) =>
        Unsafe.BitCast<Vector256<double>, Lane256D>(count >= 2
            ? Vector256.Create(Vector128.LoadUnsafe(in source, offset), Lane128D.LoadTail(in source, offset + 2, count - 2).Value)
            : Vector256.Create(Lane128D.LoadTail(in source, offset, count).Value, Vector128<double>.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane256D value, ref double destination, nuint offset) => value.Value.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(Lane256D value, ref double destination, nuint offset, int count)
    {
        if (count >= 2)
        {
            value.Value.GetLower().StoreUnsafe(ref destination, offset);
            Lane128D.StoreTail(new(value.Value.GetUpper()), ref destination, offset + 2, count - 2);
        }
        else
        {
            Lane128D.StoreTail(new(value.Value.GetLower()), ref destination, offset, count);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lane256D value) => Vector256.Sum(value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D operator +(Lane256D left, Lane256D right) => Unsafe.BitCast<Vector256<double>, Lane256D>(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D operator -(Lane256D left, Lane256D right) => Unsafe.BitCast<Vector256<double>, Lane256D>(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D operator *(Lane256D left, Lane256D right) => Unsafe.BitCast<Vector256<double>, Lane256D>(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D operator /(Lane256D left, Lane256D right) => Unsafe.BitCast<Vector256<double>, Lane256D>(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D operator -(Lane256D value) => Unsafe.BitCast<Vector256<double>, Lane256D>(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D MultiplyAdd(Lane256D left, Lane256D right, Lane256D addend) =>
        Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D Min(Lane256D limit, Lane256D value) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.MinNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D Max(Lane256D limit, Lane256D value) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.MaxNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D Abs(Lane256D value) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D CopySign(Lane256D magnitude, Lane256D sign) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.CopySign(magnitude.Value, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D Sqrt(Lane256D value) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D Round(Lane256D value) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.Round(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D LessThan(Lane256D left, Lane256D right) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.LessThan(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D LessThanOrEqual(Lane256D left, Lane256D right) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.LessThanOrEqual(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D Equal(Lane256D left, Lane256D right) => Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.Equals(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLessThan(Lane256D left, Lane256D right) => Vector256.LessThanAny(left.Value, right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D Select(Lane256D mask, Lane256D whenTrue, Lane256D whenFalse) =>
        Unsafe.BitCast<Vector256<double>, Lane256D>(Vector256.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D PowerOfTwo(Lane256D exponent) =>
        // 1.5 · 2⁵² + n + 1023 has the biased exponent in its low bits.
        Unsafe.BitCast<Vector256<double>, Lane256D>(((exponent.Value + Vector256.Create(6755399441055744d + 1023)).AsInt64() << 52).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane256D Split(Lane256D value, out Lane256D exponent)
    {
        // 0x3FE6A09E667F3BCD are the bits of √½: where the fraction falls below it, the exponent is one smaller.
        var bits = value.Value.AsInt64() + Vector256.Create(0x3FF0000000000000 - 0x3FE6A09E667F3BCD);
        // 1.5 · 2⁵² + k has the integer k in its low bits, so that no conversion from 64-bit integers is needed, which AVX2 lacks.
        var magic = Vector256.Create(6755399441055744d);
        exponent = Unsafe.BitCast<Vector256<double>, Lane256D>((magic.AsInt64() + (bits >> 52) - Vector256.Create(1023L)).AsDouble() - magic);
        return Unsafe.BitCast<Vector256<double>, Lane256D>(((bits & Vector256.Create(0x000FFFFFFFFFFFFF)) + Vector256.Create(0x3FE6A09E667F3BCD)).AsDouble());
    }
}
