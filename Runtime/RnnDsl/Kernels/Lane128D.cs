using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnDsl.Kernels;

/// <summary>2 <see cref="double"/> elements in 128 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Lane128D : ILane<Lane128D, double>
{
    // A field, and Unsafe.BitCast in place of the constructor: a property and a constructor cost the compiler local variables at each use, of which it has 512 for
    // a loop and all that is inlined into it.
    internal readonly Vector128<double> Value;

    internal Lane128D(Vector128<double> value) => Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2;
    }

    /// <inheritdoc/>
    public static int SignificandBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 53;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D Constant(double value) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D Create(double value) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D Load(ref readonly double source, nuint offset) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D LoadTail(ref readonly double source, nuint offset, int count) =>
        Unsafe.BitCast<Vector128<double>, Lane128D>(count == 1 ? Vector128.CreateScalar(Unsafe.Add(ref Unsafe.AsRef(in source), offset)) : Vector128<double>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane128D value, ref double destination, nuint offset) => value.Value.StoreUnsafe(ref destination, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(Lane128D value, ref double destination, nuint offset, int count)
    {
        if (count == 1)
            Unsafe.Add(ref destination, offset) = value.Value.ToScalar();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lane128D value) => Vector128.Sum(value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D operator +(Lane128D left, Lane128D right) => Unsafe.BitCast<Vector128<double>, Lane128D>(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D operator -(Lane128D left, Lane128D right) => Unsafe.BitCast<Vector128<double>, Lane128D>(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D operator *(Lane128D left, Lane128D right) => Unsafe.BitCast<Vector128<double>, Lane128D>(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D operator /(Lane128D left, Lane128D right) => Unsafe.BitCast<Vector128<double>, Lane128D>(left.Value / right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D operator -(Lane128D value) => Unsafe.BitCast<Vector128<double>, Lane128D>(-value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D MultiplyAdd(Lane128D left, Lane128D right, Lane128D addend) =>
        Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D Min(Lane128D limit, Lane128D value) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.MinNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D Max(Lane128D limit, Lane128D value) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.MaxNative(limit.Value, value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D Abs(Lane128D value) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.Abs(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D CopySign(Lane128D magnitude, Lane128D sign) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.CopySign(magnitude.Value, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D Sqrt(Lane128D value) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.Sqrt(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D Round(Lane128D value) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.Round(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D LessThan(Lane128D left, Lane128D right) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.LessThan(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D LessThanOrEqual(Lane128D left, Lane128D right) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.LessThanOrEqual(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D Equal(Lane128D left, Lane128D right) => Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.Equals(left.Value, right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLessThan(Lane128D left, Lane128D right) => Vector128.LessThanAny(left.Value, right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D Select(Lane128D mask, Lane128D whenTrue, Lane128D whenFalse) =>
        Unsafe.BitCast<Vector128<double>, Lane128D>(Vector128.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D PowerOfTwo(Lane128D exponent) =>
        // 1.5 · 2⁵² + n + 1023 has the biased exponent in its low bits.
        Unsafe.BitCast<Vector128<double>, Lane128D>(((exponent.Value + Vector128.Create(6755399441055744d + 1023)).AsInt64() << 52).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane128D Split(Lane128D value, out Lane128D exponent)
    {
        // 0x3FE6A09E667F3BCD are the bits of √½: where the fraction falls below it, the exponent is one smaller.
        var bits = value.Value.AsInt64() + Vector128.Create(0x3FF0000000000000 - 0x3FE6A09E667F3BCD);
        // 1.5 · 2⁵² + k has the integer k in its low bits, so that no conversion from 64-bit integers is needed, which AVX2 lacks.
        var magic = Vector128.Create(6755399441055744d);
        exponent = Unsafe.BitCast<Vector128<double>, Lane128D>((magic.AsInt64() + (bits >> 52) - Vector128.Create(1023L)).AsDouble() - magic);
        return Unsafe.BitCast<Vector128<double>, Lane128D>(((bits & Vector128.Create(0x000FFFFFFFFFFFFF)) + Vector128.Create(0x3FE6A09E667F3BCD)).AsDouble());
    }
}
