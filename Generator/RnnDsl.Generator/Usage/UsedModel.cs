using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Usage;

/// <summary>A model that code uses: what the same parse and the same binding know of it as the generator has used.</summary>
internal sealed class UsedModel(INamedTypeSymbol type, UsedDeclaration declaration)
{
    public INamedTypeSymbol Type { get; } = type;

    /// <summary>The model, where it is not an encoder-decoder.</summary>
    public Model? Single { get; } = declaration.Model;

    /// <summary>The encoder-decoder, where it is one.</summary>
    public EncoderDecoder? EncoderDecoder { get; } = declaration.EncoderDecoder;

    public string Name => Type.Name;

    /// <summary>What its scores are for; of an encoder-decoder its decoder's.</summary>
    public HeadLayer? Head => (Single ?? EncoderDecoder!.Decoder.Model).Head;

    /// <summary>The constructor's sizes.</summary>
    public IEnumerable<SizeParameter> Parameters => Single?.Parameters ?? EncoderDecoder!.Parameters;

    /// <summary>Whether a called method is the generated one, or TorchSharp's that leads to it.</summary>
    public bool Generates(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, Type)
        ? IsGenerated(method.OriginalDefinition)
        : method.Name == "call" && Type.GetMembers("forward").Any(IsGenerated);

    /// <summary>Whether a member is the generator's.</summary>
    public static bool IsGenerated(ISymbol member) => member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "GeneratedCodeAttribute");
}
