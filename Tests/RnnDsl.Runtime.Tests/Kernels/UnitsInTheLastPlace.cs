namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>The distance of a result from the exact value, in units in the last place of the result's type at the exact value. Infinity counts as the next power of two.</summary>
internal static class UnitsInTheLastPlace
{
    /// <summary>NaN of one and not of the other is infinitely far.</summary>
    public static double Distance(float result, double exact)
    {
        if (double.IsNaN(exact) || float.IsNaN(result))
            return double.IsNaN(exact) && float.IsNaN(result) ? 0 : double.PositiveInfinity;
        const double Beyond = 340282366920938463463374607431768211456.0; // 2¹²⁸
        var error = Math.Abs(Math.Clamp(result, -Beyond, Beyond) - Math.Clamp(exact, -Beyond, Beyond));
        if (error == 0)
            return 0;
        var exponent = Math.Clamp((int)((BitConverter.DoubleToInt64Bits(exact) >> 52) & 0x7FF) - 1023, -126, 127);
        return error / BitConverter.Int64BitsToDouble((long)(exponent - 23 + 1023) << 52);
    }

    /// <inheritdoc cref="Distance(float, double)"/>
    public static double Distance(double result, DoubleDouble exact)
    {
        if (double.IsNaN(exact.High) || double.IsNaN(result))
            return double.IsNaN(exact.High) && double.IsNaN(result) ? 0 : double.PositiveInfinity;
        if (double.IsInfinity(exact.High) || double.IsInfinity(result))
        {
            // One of them may still be finite within a few units of the largest number.
            return result == exact.High ? 0 : 1 + Distance(Math.Clamp(result, -double.MaxValue, double.MaxValue), Math.Clamp(exact.High, -double.MaxValue, double.MaxValue));
        }

        var error = Math.Abs(result - exact.High - exact.Low);
        return error / (Math.BitIncrement(Math.Abs(exact.High)) - Math.Abs(exact.High));
    }
}
