using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Which torch type is which safetensors type.</summary>
internal static class TensorTypes
{
    private static readonly (ScalarType Torch, SafetensorsType Stored)[] Pairs =
    [
        (ScalarType.Bool, SafetensorsType.Bool),
        (ScalarType.Byte, SafetensorsType.U8),
        (ScalarType.Int8, SafetensorsType.I8),
        (ScalarType.Int16, SafetensorsType.I16),
        (ScalarType.Int32, SafetensorsType.I32),
        (ScalarType.Int64, SafetensorsType.I64),
        (ScalarType.Float16, SafetensorsType.F16),
        (ScalarType.BFloat16, SafetensorsType.BF16),
        (ScalarType.Float32, SafetensorsType.F32),
        (ScalarType.Float64, SafetensorsType.F64),
        (ScalarType.ComplexFloat32, SafetensorsType.C64),
    ];

    /// <summary>The type a tensor is stored in; <c>null</c> where the format has none (ComplexFloat64 and quantised numbers).</summary>
    public static SafetensorsType? Stored(this ScalarType type)
    {
        foreach (var pair in Pairs)
        {
            if (pair.Torch == type)
                return pair.Stored;
        }

        return null;
    }

    /// <summary>The torch type of a stored tensor; <c>null</c> where TorchSharp has none (unsigned integers above 8 bits, floating-point numbers below 16).</summary>
    public static ScalarType? Torch(this SafetensorsEntry entry)
    {
        foreach (var pair in Pairs)
        {
            if (pair.Stored == entry.Type)
                return pair.Torch;
        }

        return null;
    }

    /// <summary>Whether numbers of the one type may be loaded as the other: the floating-point types among each other, others only as they are.</summary>
    public static bool Converts(SafetensorsType? from, SafetensorsType to) => from == to || (IsFloat(from) && IsFloat(to));

    private static bool IsFloat(SafetensorsType? type) =>
        type is SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.F32 or SafetensorsType.F64;
}
