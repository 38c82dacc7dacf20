using System.ComponentModel;

namespace RnnDsl.Kernels;

/// <summary>
/// A vector of <see cref="Count"/> elements of one floating-point type: the operations that do not name the type. Kernels are generic over it, so that one
/// text serves every vector width and both precisions; all members compile to a few instructions.
/// </summary>
/// <typeparam name="TSelf">The lane itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILane<TSelf> where TSelf : struct, ILane<TSelf>
{
    /// <summary>The number of elements.</summary>
    static abstract int Count { get; }

    /// <summary>The bits of an element's significand, the leading one included: 24 for <see cref="float"/>, 53 for <see cref="double"/>.</summary>
    static abstract int SignificandBits { get; }

    /// <summary>A constant in every element, rounded to the element's type.</summary>
    static abstract TSelf Constant(double value);

    /// <summary>The elementwise sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>The elementwise difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>The elementwise product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>The elementwise quotient.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>The elements with the other sign.</summary>
    static abstract TSelf operator -(TSelf value);

    /// <summary><c>left · right + addend</c>, rounded once where the machine has the instruction, else twice.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>The smaller elements. NaN in <paramref name="value"/> stays NaN; <paramref name="limit"/> must not be NaN.</summary>
    static abstract TSelf Min(TSelf limit, TSelf value);

    /// <summary>The larger elements. NaN in <paramref name="value"/> stays NaN; <paramref name="limit"/> must not be NaN.</summary>
    static abstract TSelf Max(TSelf limit, TSelf value);

    /// <summary>The absolute values.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>The magnitudes of one lane with the signs of another.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>The square roots.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The nearest integers, ties to even.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>A mask for <see cref="Select"/>: where <c>left &lt; right</c>. False for NaN.</summary>
    static abstract TSelf LessThan(TSelf left, TSelf right);

    /// <summary>A mask for <see cref="Select"/>: where <c>left ≤ right</c>. False for NaN.</summary>
    static abstract TSelf LessThanOrEqual(TSelf left, TSelf right);

    /// <summary>A mask for <see cref="Select"/>: where <c>left = right</c>. False for NaN.</summary>
    static abstract TSelf Equal(TSelf left, TSelf right);

    /// <summary>Whether <c>left &lt; right</c> anywhere. False for NaN.</summary>
    static abstract bool AnyLessThan(TSelf left, TSelf right);

    /// <summary>The elements of <paramref name="whenTrue"/> where a mask is set, those of <paramref name="whenFalse"/> elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>2ⁿ for integers n for which 2ⁿ is a normal number. For others the result is undefined.</summary>
    static abstract TSelf PowerOfTwo(TSelf exponent);

    /// <summary>Splits positive normal numbers, <c>value = fraction · 2^exponent</c> with a fraction in [√½, √2). For others the result is undefined.</summary>
    static abstract TSelf Split(TSelf value, out TSelf exponent);
}

/// <summary>A vector of elements of a type: what reads and writes memory.</summary>
/// <remarks>Loads and stores are unchecked, as those of <see cref="System.Runtime.Intrinsics.Vector256"/>: the caller checks its spans once, outside its loops.</remarks>
/// <typeparam name="TSelf">The lane itself.</typeparam>
/// <typeparam name="T">The type of an element.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILane<TSelf, T> : ILane<TSelf>
    where TSelf : struct, ILane<TSelf, T>
    where T : unmanaged
{
    /// <summary>A value in every element.</summary>
    static abstract TSelf Create(T value);

    /// <summary>Reads <see cref="ILane{TSelf}.Count"/> elements, the first of them <paramref name="offset"/> elements after <paramref name="source"/>.</summary>
    static abstract TSelf Load(ref readonly T source, nuint offset);

    /// <summary>Reads the first <paramref name="count"/> elements and nothing behind them; the others are zero.</summary>
    /// <param name="source">The memory.</param>
    /// <param name="offset">The first element.</param>
    /// <param name="count">From 0 to <see cref="ILane{TSelf}.Count"/> - 1.</param>
    static abstract TSelf LoadTail(ref readonly T source, nuint offset, int count);

    /// <summary>Writes <see cref="ILane{TSelf}.Count"/> elements, the first of them <paramref name="offset"/> elements after <paramref name="destination"/>.</summary>
    static abstract void Store(TSelf value, ref T destination, nuint offset);

    /// <summary>Writes the first <paramref name="count"/> elements and nothing behind them.</summary>
    /// <param name="value">The elements.</param>
    /// <param name="destination">The memory.</param>
    /// <param name="offset">The first element.</param>
    /// <param name="count">From 0 to <see cref="ILane{TSelf}.Count"/> - 1.</param>
    static abstract void StoreTail(TSelf value, ref T destination, nuint offset, int count);

    /// <summary>The sum of the elements.</summary>
    static abstract T Sum(TSelf value);
}
