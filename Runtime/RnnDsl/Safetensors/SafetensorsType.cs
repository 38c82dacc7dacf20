namespace RnnDsl.Safetensors;

/// <summary>The element types of the safetensors format.</summary>
/// <remarks>
/// In the order of the reference implementation, by ascending size: a writer stores tensors from the last type to the
/// first, which aligns each of them to its element size.
/// </remarks>
public enum SafetensorsType
{
    /// <summary>A Boolean, one byte that is 0 or 1.</summary>
    Bool,

    /// <summary>A 4-bit floating-point number (E2M1, OCP Microscaling Formats 2023), two per byte.</summary>
    F4,

    /// <summary>A 6-bit floating-point number: 2 exponent bits, 3 fraction bits; four in three bytes.</summary>
    F6_E2M3,

    /// <summary>A 6-bit floating-point number: 3 exponent bits, 2 fraction bits; four in three bytes.</summary>
    F6_E3M2,

    /// <summary>An unsigned 8-bit integer.</summary>
    U8,

    /// <summary>A signed 8-bit integer.</summary>
    I8,

    /// <summary>An 8-bit floating-point number: 5 exponent bits, 2 fraction bits (Micikevicius et al. 2022).</summary>
    F8_E5M2,

    /// <summary>An 8-bit floating-point number: 4 exponent bits, 3 fraction bits (Micikevicius et al. 2022).</summary>
    F8_E4M3,

    /// <summary>A power of two as 8 exponent bits: the scale of a block (OCP Microscaling Formats 2023).</summary>
    F8_E8M0,

    /// <summary>As <see cref="F8_E4M3"/>, without infinities and without a negative zero.</summary>
    F8_E4M3FNUZ,

    /// <summary>As <see cref="F8_E5M2"/>, without infinities and without a negative zero.</summary>
    F8_E5M2FNUZ,

    /// <summary>A signed 16-bit integer.</summary>
    I16,

    /// <summary>An unsigned 16-bit integer.</summary>
    U16,

    /// <summary>IEEE 754 half precision (<see cref="Half"/>).</summary>
    F16,

    /// <summary>The upper half of a float32: 8 exponent bits, 7 fraction bits.</summary>
    BF16,

    /// <summary>A signed 32-bit integer.</summary>
    I32,

    /// <summary>An unsigned 32-bit integer.</summary>
    U32,

    /// <summary>IEEE 754 single precision.</summary>
    F32,

    /// <summary>A complex number of two float32, real part first.</summary>
    C64,

    /// <summary>IEEE 754 double precision.</summary>
    F64,

    /// <summary>A signed 64-bit integer.</summary>
    I64,

    /// <summary>An unsigned 64-bit integer.</summary>
    U64,
}

/// <summary>Properties of each <see cref="SafetensorsType"/>.</summary>
public static class SafetensorsTypes
{
    /// <summary>The bits of one element.</summary>
    public static int BitSize(this SafetensorsType type) => type switch
    {
        SafetensorsType.F4 => 4,
        SafetensorsType.F6_E2M3 or SafetensorsType.F6_E3M2 => 6,
        SafetensorsType.Bool or SafetensorsType.U8 or SafetensorsType.I8
            or SafetensorsType.F8_E5M2 or SafetensorsType.F8_E4M3 or SafetensorsType.F8_E8M0 or SafetensorsType.F8_E4M3FNUZ or SafetensorsType.F8_E5M2FNUZ => 8,
        SafetensorsType.I16 or SafetensorsType.U16 or SafetensorsType.F16 or SafetensorsType.BF16 => 16,
        SafetensorsType.I32 or SafetensorsType.U32 or SafetensorsType.F32 => 32,
        SafetensorsType.C64 or SafetensorsType.F64 or SafetensorsType.I64 or SafetensorsType.U64 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "This is not a type of the safetensors format."),
    };

    /// <summary>The bytes of one element.</summary>
    /// <exception cref="NotSupportedException">An element is not a whole number of bytes (F4, F6): see <see cref="BitSize"/>.</exception>
    public static int ByteSize(this SafetensorsType type) => type.BitSize() % 8 == 0
        ? type.BitSize() / 8
        : throw new NotSupportedException($"An element of {type.Name()} has {type.BitSize()} bits, which is not a whole number of bytes.");

    /// <summary>The name in headers: <c>F32</c>, <c>BOOL</c>.</summary>
    public static string Name(this SafetensorsType type) => type == SafetensorsType.Bool ? "BOOL" : type.ToString();

    /// <summary>The type of a .NET element type: <see cref="float"/> is <see cref="SafetensorsType.F32"/>.</summary>
    /// <exception cref="NotSupportedException">The format has no such type. .NET has no BF16: write its bytes.</exception>
    public static SafetensorsType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(bool)) return SafetensorsType.Bool;
        if (typeof(T) == typeof(byte)) return SafetensorsType.U8;
        if (typeof(T) == typeof(sbyte)) return SafetensorsType.I8;
        if (typeof(T) == typeof(short)) return SafetensorsType.I16;
        if (typeof(T) == typeof(ushort)) return SafetensorsType.U16;
        if (typeof(T) == typeof(int)) return SafetensorsType.I32;
        if (typeof(T) == typeof(uint)) return SafetensorsType.U32;
        if (typeof(T) == typeof(long)) return SafetensorsType.I64;
        if (typeof(T) == typeof(ulong)) return SafetensorsType.U64;
        if (typeof(T) == typeof(Half)) return SafetensorsType.F16;
        if (typeof(T) == typeof(float)) return SafetensorsType.F32;
        if (typeof(T) == typeof(double)) return SafetensorsType.F64;
        throw new NotSupportedException($"The safetensors format has no type for {typeof(T)}.");
    }

    /// <summary>The type of a name in a header; <c>null</c> if it is unknown.</summary>
    internal static SafetensorsType? Find(string dtype) => ByName.TryGetValue(dtype, out var type) ? type : null;

    private static readonly Dictionary<string, SafetensorsType> ByName =
        Enum.GetValues<SafetensorsType>().ToDictionary(static type => type.Name(), StringComparer.Ordinal);
}
