using static TorchSharp.torch;

namespace RnnDsl.Weights;

/// <summary>The mapping between torch dtypes and safetensors types.</summary>
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

    /// <summary>The safetensors type of a tensor; <c>null</c> if the format has none (ComplexFloat64 and quantised types).</summary>
    public static SafetensorsType? Stored(this ScalarType type)
    {
        foreach (var pair in Pairs)
        {
            if (pair.Torch == type)
                return pair.Stored;
        }

        return null;
    }

    /// <summary>The torch dtype of a stored tensor; <c>null</c> if TorchSharp has none (unsigned integers above 8 bits, floating-point types below 16).</summary>
    public static ScalarType? Torch(this SafetensorsEntry entry)
    {
        foreach (var pair in Pairs)
        {
            if (pair.Stored == entry.Type)
                return pair.Torch;
        }

        return null;
    }

    /// <summary>Whether one type can be loaded as the other: any floating-point type as any other, other types only unchanged.</summary>
    public static bool Converts(SafetensorsType? from, SafetensorsType to) => from == to || (IsFloat(from) && IsFloat(to));

    private static bool IsFloat(SafetensorsType? type) =>
        type is SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.F32 or SafetensorsType.F64;
}
