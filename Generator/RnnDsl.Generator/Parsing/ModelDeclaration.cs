using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>All that the attributes of one class say, and nothing that moves when the file around them does.</summary>
/// <param name="Type">The class.</param>
/// <param name="IsModel">Whether it carries <c>[SequenceModel]</c>, <c>[Encoder]</c> or <c>[Decoder]</c>; layers without one are a mistake.</param>
/// <param name="Output">What the model is declared to give.</param>
/// <param name="NeedsStep">Whether it is declared to run one step at a time.</param>
/// <param name="Layers">The layers in their order.</param>
/// <param name="LayerParts">How many of the class's partial declarations carry layers.</param>
/// <param name="IsIncomplete">Whether C# itself could not read an attribute: its error is enough.</param>
internal sealed record ModelDeclaration(
    TypeDeclaration Type,
    bool IsModel,
    DeclaredOutput Output,
    bool NeedsStep,
    EquatableArray<LayerDeclaration> Layers,
    int LayerParts,
    bool IsIncomplete)
{
    /// <summary>Why the attributes could not be read; null where they were.</summary>
    public CompilerFailure? Failure { get; init; }

    /// <summary>What the model's attribute makes of the class.</summary>
    public ModelKind Kind { get; init; }

    /// <summary>The model's attribute, as messages print it.</summary>
    public string Attribute => Kind.ToString();

    /// <summary>The attribute of another kind that the class carries as well, as messages print it; null where there is none.</summary>
    public string? OtherAttribute { get; init; }
}

internal enum DeclaredOutput
{
    Inferred,
    PerStep,
    PerSequence,
}
