using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>A method of the class itself.</summary>
/// <param name="Features">What it makes of the features; null where it keeps the shape.</param>
internal sealed record ApplyLayer(string Key, Shape Input, Shape Output, string Method, bool TakesLengths, Polynomial? Features)
    : Layer(Key, Input, Output, 0)
{
    /// <summary>Whether it is called without an instance.</summary>
    public bool IsStatic { get; init; }
}

/// <summary>A module of the user's own. What it learns is its own affair, and not counted.</summary>
/// <param name="Features">What it makes of the features; null where it keeps the shape.</param>
internal sealed record ModuleLayer(string Key, Shape Input, Shape Output, UserModule Type, Polynomial InputSize, Polynomial? Features)
    : Layer(Key, Input, Output, 0);
