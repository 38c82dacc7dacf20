namespace RnnDsl.Generator.Usage;

/// <summary>TorchSharp's ScalarType, with its values.</summary>
internal enum DType
{
    Byte = 0,
    Int8 = 1,
    Int16 = 2,
    Int32 = 3,
    Int64 = 4,
    Float16 = 5,
    Float32 = 6,
    Float64 = 7,
    ComplexFloat32 = 9,
    ComplexFloat64 = 10,
    Bool = 11,
    BFloat16 = 15,
}

internal static class DTypes
{
    public static bool IsFloating(this DType type) => type is DType.Float16 or DType.Float32 or DType.Float64 or DType.BFloat16;

    /// <summary>Whether it is valid for token ids and lengths.</summary>
    public static bool IsIndex(this DType type) => type is DType.Int32 or DType.Int64;

    /// <summary>A dtype by the name of a member of ScalarType or of a field of torch: Float32, float32, long.</summary>
    public static DType? Named(string name) => name switch
    {
        "uint8" => DType.Byte,
        "short" => DType.Int16,
        "int" => DType.Int32,
        "long" => DType.Int64,
        "half" => DType.Float16,
        "float" => DType.Float32,
        "double" => DType.Float64,
        _ => Enum.TryParse<DType>(name, ignoreCase: true, out var type) && !char.IsDigit(name[0]) ? type : null,
    };

    /// <summary>The dtype of a tensor of C# values.</summary>
    public static DType? Of(Microsoft.CodeAnalysis.ITypeSymbol element) => element.SpecialType switch
    {
        Microsoft.CodeAnalysis.SpecialType.System_Byte => DType.Byte,
        Microsoft.CodeAnalysis.SpecialType.System_SByte => DType.Int8,
        Microsoft.CodeAnalysis.SpecialType.System_Int16 => DType.Int16,
        Microsoft.CodeAnalysis.SpecialType.System_Int32 => DType.Int32,
        Microsoft.CodeAnalysis.SpecialType.System_Int64 => DType.Int64,
        Microsoft.CodeAnalysis.SpecialType.System_Single => DType.Float32,
        Microsoft.CodeAnalysis.SpecialType.System_Double => DType.Float64,
        Microsoft.CodeAnalysis.SpecialType.System_Boolean => DType.Bool,
        _ => null,
    };

    /// <summary>The name in PyTorch.</summary>
    public static string Print(this DType type) => type.ToString().ToLowerInvariant();
}
