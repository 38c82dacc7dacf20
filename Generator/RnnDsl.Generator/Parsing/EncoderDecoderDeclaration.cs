using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>What <c>[EncoderDecoder]</c> says of one class, and what the classes say that it names.</summary>
/// <param name="Type">The class.</param>
/// <param name="Encoder">What reads the source.</param>
/// <param name="Decoder">What writes the target.</param>
/// <param name="Bridge">The number of the enumeration's member, which a cast can make any number.</param>
/// <param name="SharedEmbedding">Whether both sides have one table.</param>
/// <param name="IsIncomplete">Whether C# itself could not read an attribute: its error is enough.</param>
internal sealed record EncoderDecoderDeclaration(
    TypeDeclaration Type, SideDeclaration Encoder, SideDeclaration Decoder, int Bridge, bool SharedEmbedding, bool IsIncomplete)
{
    /// <summary>Why the attributes could not be read; null where they were.</summary>
    public CompilerFailure? Failure { get; init; }

    /// <summary>The attribute that makes the class a model or a cell as well, or a layer of one, as messages print it; null where there is none.</summary>
    public string? OtherAttribute { get; init; }
}

/// <summary>A class that is one side of an encoder-decoder.</summary>
/// <param name="Declaration">What its own attributes say; null for what is no class, or one whose type parameters are left open.</param>
/// <param name="FullName">As emitted code names it: with <c>global::</c>, or by its own name where that means it. Null for what no member can be.</param>
/// <param name="Display">As messages name it.</param>
/// <param name="IsSource">Whether it is compiled here: then its mistakes are reported where they stand.</param>
internal sealed record SideDeclaration(ModelDeclaration? Declaration, string? FullName, string Display, bool IsSource)
{
    /// <summary>Stands for a side of which nothing could be read.</summary>
    public static readonly SideDeclaration Unknown = new(null, null, "null", IsSource: false);

    /// <summary>The accessibility of members that speak of it.</summary>
    public string Accessibility { get; init; } = "public";

    /// <summary>Whether it is a class of which it is not said what its type parameters are.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it is a class of which only others that derive from it can be made.</summary>
    public bool IsAbstract { get; init; }

    /// <summary>Whether it is an encoder-decoder, be it another or the one that names it.</summary>
    public bool IsEncoderDecoder { get; init; }

    /// <summary>A member that must be set where one is made; null where there is none.</summary>
    public string? RequiredMember { get; init; }

    /// <summary>Whether it can be seen wherever the encoder-decoder can.</summary>
    public bool IsSeen { get; init; } = true;
}
