using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>A method of the class.</summary>
/// <param name="Features">The number of output features; null if it keeps the shape.</param>
internal sealed record ApplyLayer(string Key, Shape Input, Shape Output, string Method, bool TakesLengths, Polynomial? Features)
    : Layer(Key, Input, Output, 0)
{
    /// <summary>Whether it is static.</summary>
    public bool IsStatic { get; init; }
}

/// <summary>A user-defined module. Its parameters are not counted.</summary>
/// <param name="Features">The number of output features; null if it keeps the shape.</param>
internal sealed record ModuleLayer(string Key, Shape Input, Shape Output, UserModule Type, Polynomial InputSize, Polynomial? Features)
    : Layer(Key, Input, Output, 0);
