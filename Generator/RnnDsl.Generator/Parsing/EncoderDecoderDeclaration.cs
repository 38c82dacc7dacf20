using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>The <c>[EncoderDecoder]</c> attribute of a class, and the declarations of the classes that it names.</summary>
/// <param name="Type">The class.</param>
/// <param name="Encoder">The encoder.</param>
/// <param name="Decoder">The decoder.</param>
/// <param name="Bridge">The value of the enumeration; with a cast, any integer.</param>
/// <param name="SharedEmbedding">Whether encoder and decoder share one embedding table.</param>
/// <param name="IsIncomplete">Whether C# reports an error for an attribute: no further error is needed.</param>
internal sealed record EncoderDecoderDeclaration(
    TypeDeclaration Type, SideDeclaration Encoder, SideDeclaration Decoder, int Bridge, bool SharedEmbedding, bool IsIncomplete)
{
    /// <summary>The failure of the parser; null if the attributes were read.</summary>
    public CompilerFailure? Failure { get; init; }

    /// <summary>Whether it has <c>[Streaming]</c>.</summary>
    public bool HasStreaming { get; init; }

    /// <summary>Whether it has <c>[Onnx]</c>.</summary>
    public bool HasOnnx { get; init; }

    /// <summary>The attribute that also makes the class a model, a cell or a layer, as messages print it; null if there is none.</summary>
    public string? OtherAttribute { get; init; }
}

/// <summary>The encoder or decoder class of an encoder-decoder.</summary>
/// <param name="Declaration">Its own declaration; null if it is not a class, or an open generic type.</param>
/// <param name="FullName">Its name in emitted code: with <c>global::</c>, or the short name where that resolves to it. Null if no member can have the type.</param>
/// <param name="Display">Its name in messages.</param>
/// <param name="IsSource">Whether it is compiled in this project: then its errors are reported in its source.</param>
internal sealed record SideDeclaration(ModelDeclaration? Declaration, string? FullName, string Display, bool IsSource)
{
    /// <summary>A placeholder for a class that could not be read.</summary>
    public static readonly SideDeclaration Unknown = new(null, null, "null", IsSource: false);

    /// <summary>The accessibility of members with this type in their signature.</summary>
    public string Accessibility { get; init; } = "public";

    /// <summary>Whether it is an open generic class.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it is an abstract class.</summary>
    public bool IsAbstract { get; init; }

    /// <summary>Whether it is an encoder-decoder itself, another one or the same.</summary>
    public bool IsEncoderDecoder { get; init; }

    /// <summary>A required member; null if there is none.</summary>
    public string? RequiredMember { get; init; }

    /// <summary>Whether it is at least as accessible as the encoder-decoder.</summary>
    public bool IsAccessible { get; init; } = true;
}
