namespace RnnDsl;

/// <summary>The element types of the safetensors format.</summary>
/// <remarks>
/// In the order of the reference implementation, by size: a writer lays tensors out from the last type here to the
/// first, which keeps each of them aligned to its own element size.
/// </remarks>
public enum SafetensorsType
{
    /// <summary>A truth value, one byte that is 0 or 1.</summary>
    Bool,

    /// <summary>A floating-point number of 4 bits (E2M1, OCP Microscaling Formats 2023), two in a byte.</summary>
    F4,

    /// <summary>A floating-point number of 6 bits: 2 bits of exponent, 3 of fraction; four in three bytes.</summary>
    F6_E2M3,

    /// <summary>A floating-point number of 6 bits: 3 bits of exponent, 2 of fraction; four in three bytes.</summary>
    F6_E3M2,

    /// <summary>An unsigned integer of 8 bits.</summary>
    U8,

    /// <summary>A signed integer of 8 bits.</summary>
    I8,

    /// <summary>A floating-point number of 8 bits: 5 bits of exponent, 2 of fraction (Micikevicius et al. 2022).</summary>
    F8_E5M2,

    /// <summary>A floating-point number of 8 bits: 4 bits of exponent, 3 of fraction (Micikevicius et al. 2022).</summary>
    F8_E4M3,

    /// <summary>A power of two as 8 bits of exponent: the scale of a block (OCP Microscaling Formats 2023).</summary>
    F8_E8M0,

    /// <summary>As <see cref="F8_E4M3"/>, without infinities and without a negative zero.</summary>
    F8_E4M3FNUZ,

    /// <summary>As <see cref="F8_E5M2"/>, without infinities and without a negative zero.</summary>
    F8_E5M2FNUZ,

    /// <summary>A signed integer of 16 bits.</summary>
    I16,

    /// <summary>An unsigned integer of 16 bits.</summary>
    U16,

    /// <summary>IEEE 754 half precision (<see cref="Half"/>).</summary>
    F16,

    /// <summary>The upper half of a single: 8 bits of exponent, 7 of fraction.</summary>
    BF16,

    /// <summary>A signed integer of 32 bits.</summary>
    I32,

    /// <summary>An unsigned integer of 32 bits.</summary>
    U32,

    /// <summary>IEEE 754 single precision.</summary>
    F32,

    /// <summary>A complex number of two singles, the real part first.</summary>
    C64,

    /// <summary>IEEE 754 double precision.</summary>
    F64,

    /// <summary>A signed integer of 64 bits.</summary>
    I64,

    /// <summary>An unsigned integer of 64 bits.</summary>
    U64,
}

/// <summary>What the format says about each <see cref="SafetensorsType"/>.</summary>
public static class SafetensorsTypes
{
    /// <summary>Bits of one element.</summary>
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

    /// <summary>Bytes of one element.</summary>
    /// <exception cref="NotSupportedException">An element is no whole number of bytes (F4, F6): see <see cref="BitSize"/>.</exception>
    public static int ByteSize(this SafetensorsType type) => type.BitSize() % 8 == 0
        ? type.BitSize() / 8
        : throw new NotSupportedException($"An element of {type.Name()} has {type.BitSize()} bits, which is no whole number of bytes.");

    /// <summary>The name the header uses: <c>F32</c>, <c>BOOL</c>.</summary>
    public static string Name(this SafetensorsType type) => type == SafetensorsType.Bool ? "BOOL" : type.ToString();

    /// <summary>The type of a .NET element: <see cref="float"/> is <see cref="SafetensorsType.F32"/>.</summary>
    /// <exception cref="NotSupportedException">The format has no such type. BF16 has none in .NET: write its bytes.</exception>
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

    /// <summary>The type that a header declares; <c>null</c> where the text names none of the known ones.</summary>
    internal static SafetensorsType? Find(string dtype) => ByName.TryGetValue(dtype, out var type) ? type : null;

    private static readonly Dictionary<string, SafetensorsType> ByName =
        Enum.GetValues<SafetensorsType>().ToDictionary(static type => type.Name(), StringComparer.Ordinal);
}
