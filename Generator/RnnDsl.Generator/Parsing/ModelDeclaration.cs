using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Parsing;

/// <summary>The attributes of one class, without positions in the file.</summary>
/// <param name="Type">The class.</param>
/// <param name="IsModel">Whether it has <c>[SequenceModel]</c>, <c>[Encoder]</c> or <c>[Decoder]</c>; layers without one are an error.</param>
/// <param name="Output">The declared output.</param>
/// <param name="NeedsStep">Whether it is declared with <c>Step = true</c>.</param>
/// <param name="Layers">The layers in their order.</param>
/// <param name="LayerParts">The number of the class's partial declarations that have layers.</param>
/// <param name="IsIncomplete">Whether C# reports an error for an attribute: no further error is needed.</param>
internal sealed record ModelDeclaration(
    TypeDeclaration Type,
    bool IsModel,
    DeclaredOutput Output,
    bool NeedsStep,
    EquatableArray<LayerDeclaration> Layers,
    int LayerParts,
    bool IsIncomplete)
{
    /// <summary>The failure of the parser; null if the attributes were read.</summary>
    public CompilerFailure? Failure { get; init; }

    /// <summary>The kind of model, by the class's attribute.</summary>
    public ModelKind Kind { get; init; }

    /// <summary>Whether it has <c>[Streaming]</c>.</summary>
    public bool HasStreaming { get; init; }

    /// <summary>Whether it has <c>[Onnx]</c>.</summary>
    public bool HasOnnx { get; init; }

    /// <summary>The model's attribute, as messages print it.</summary>
    public string Attribute => Kind.ToString();

    /// <summary>The attribute of another kind that the class also has, as messages print it; null if there is none.</summary>
    public string? OtherAttribute { get; init; }
}

internal enum DeclaredOutput
{
    Inferred,
    PerStep,
    PerSequence,
}
