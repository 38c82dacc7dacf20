using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnDsl.Kernels;

/// <summary>One <see cref="double"/>: plain C#, for machines without vector instructions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ScalarD : ILane<ScalarD, double>
{
    private readonly double _value;

    private ScalarD(double value) => _value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    public static int SignificandBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 53;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD Constant(double value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD Create(double value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD Load(ref readonly double source, nuint offset) => new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD LoadTail(ref readonly double source, nuint offset, int count) => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ScalarD value, ref double destination, nuint offset) => Unsafe.Add(ref destination, offset) = value._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTail(ScalarD value, ref double destination, nuint offset, int count)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(ScalarD value) => value._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD operator +(ScalarD left, ScalarD right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD operator -(ScalarD left, ScalarD right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD operator *(ScalarD left, ScalarD right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD operator /(ScalarD left, ScalarD right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD operator -(ScalarD value) => new(-value._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD MultiplyAdd(ScalarD left, ScalarD right, ScalarD addend) => new(double.MultiplyAddEstimate(left._value, right._value, addend._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD Min(ScalarD limit, ScalarD value) => limit._value < value._value ? limit : value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD Max(ScalarD limit, ScalarD value) => limit._value > value._value ? limit : value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD Abs(ScalarD value) => new(Math.Abs(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD CopySign(ScalarD magnitude, ScalarD sign) => new(Math.CopySign(magnitude._value, sign._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD Sqrt(ScalarD value) => new(Math.Sqrt(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD Round(ScalarD value) => new(Math.Round(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD LessThan(ScalarD left, ScalarD right) => Mask(left._value < right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD LessThanOrEqual(ScalarD left, ScalarD right) => Mask(left._value <= right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD Equal(ScalarD left, ScalarD right) => Mask(left._value == right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLessThan(ScalarD left, ScalarD right) => left._value < right._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD Select(ScalarD mask, ScalarD whenTrue, ScalarD whenFalse) => BitConverter.DoubleToInt64Bits(mask._value) != 0 ? whenTrue : whenFalse;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD PowerOfTwo(ScalarD exponent) =>
        // 1.5 · 2⁵² + n + 1023 has the biased exponent in its low bits.
        new(BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(exponent._value + (6755399441055744d + 1023)) << 52));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarD Split(ScalarD value, out ScalarD exponent)
    {
        // 0x3FE6A09E667F3BCD are the bits of √½: where the fraction falls below it, the exponent is one smaller.
        var bits = BitConverter.DoubleToInt64Bits(value._value) + (0x3FF0000000000000 - 0x3FE6A09E667F3BCD);
        exponent = new((bits >> 52) - 1023);
        return new(BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) + 0x3FE6A09E667F3BCD));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ScalarD Mask(bool set) => new(BitConverter.Int64BitsToDouble(set ? -1 : 0));
}
